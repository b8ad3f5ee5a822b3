import { OnDemand } from '../../on-demand';
import type { RecordBatches } from '../arrow/arrow-layout';
import { describeValue } from '../values/describe-value';
import { isForeignRecordBatch, isForeignTable } from './arrow-like';
import { badData, readArrays, readObjects, type NumberArray } from './plain-rows';

const ARROW = new OnDemand('the code that reads Arrow', () => import('./arrow-rows'));

/**
 * A Table or RecordBatch of any Arrow library and version, as far as their types agree; the rest is checked when it is
 * read.
 */
export interface ArrowTableLike {
  readonly schema: { readonly fields: readonly { readonly name: string | number }[] };
}

/**
 * An object with a value for each column, of an interface or a class too: those have no index signature. Not an array,
 * a Date, a function, a Map or a promise.
 */
export type RowObject =
  | Readonly<Record<string, unknown>>
  | (object & {
      readonly [Symbol.iterator]?: never;
      readonly [Symbol.toPrimitive]?: never;
      readonly [Symbol.hasInstance]?: never;
      readonly [Symbol.toStringTag]?: never;
    });

/**
 * Rows from the page: a Table or RecordBatch of apache-arrow 14 to 21, a flechette Table, Arrow IPC bytes (stream or
 * file), an array of objects, or an object of typed or plain arrays of equal length.
 */
export type InMemoryRows =
  | ArrowTableLike
  | Uint8Array
  | ArrayBuffer
  | readonly RowObject[]
  | Readonly<Record<string, NumberArray | readonly unknown[]>>;

/**
 * Converts rows from the page to record batches over the same memory. Owns: the memory stays the page's; it is read
 * when columns are requested, so it must not change while the rows are in use. Copies: arrays of JavaScript values,
 * once; typed arrays and Arrow buffers are not copied. Throws source/bad-data, rows/bad-bytes.
 */
export async function readInMemory(data: unknown, subject: string): Promise<RecordBatches> {
  if (typeof data === 'object' && data !== null) {
    if (data instanceof ArrayBuffer || data instanceof Uint8Array || isForeignTable(data) || isForeignRecordBatch(data))
      return (await ARROW.load()).readArrowRows(data, subject);
    if (Array.isArray(data)) return readObjects(data, subject);
    if (Symbol.iterator in data && !ArrayBuffer.isView(data))
      return readObjects(Array.from(data as Iterable<unknown>), subject);
    if (!ArrayBuffer.isView(data)) return readArrays(data as Readonly<Record<string, unknown>>, subject);
  }
  throw badData(
    subject,
    'an Arrow table, Arrow IPC bytes, an array of objects, or an object of arrays',
    describeValue(data),
    'Assign e.g. query.data = [{ x: 1, y: 2 }].',
  );
}
