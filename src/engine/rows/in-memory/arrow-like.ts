import type { Bytes } from '../arrow/arrow-layout';
import type { ForeignField } from './foreign-type';

/** Rows of one column from any Arrow library: apache-arrow's Data or flechette's Batch. */
export interface ForeignData {
  readonly length: number;
  /** apache-arrow: the first bit of a slice; its other buffers are sliced already. */
  readonly offset?: number;
  readonly values?: Bytes;
  readonly nullBitmap?: Uint8Array | null;
  readonly validity?: Uint8Array | null;
  readonly valueOffsets?: Bytes;
  readonly offsets?: Bytes;
  readonly sizes?: Bytes;
  readonly typeIds?: Bytes;
  readonly variadicBuffers?: readonly Uint8Array[];
  readonly data?: readonly Uint8Array[];
  readonly children?: readonly ForeignData[];
  readonly dictionary?: { readonly data: readonly ForeignData[] };
}

/** An apache-arrow RecordBatch. */
export interface ForeignRecordBatch {
  readonly schema: { readonly fields: readonly ForeignField[] };
  readonly data: ForeignData;
}

/** A Table of apache-arrow (`batches`) or flechette (`children`), of any version: `instanceof` cannot detect it. */
export type ForeignTable = { readonly schema: { readonly fields: readonly ForeignField[] } } & (
  | { readonly batches: readonly ForeignRecordBatch[] }
  | { readonly children: readonly { readonly data: readonly ForeignData[] }[] }
);

export function isForeignTable(data: object): data is ForeignTable {
  return (
    hasFields(data) &&
    ('batches' in data ? Array.isArray(data.batches) : 'children' in data && Array.isArray(data.children))
  );
}

export function isForeignRecordBatch(data: object): data is ForeignRecordBatch {
  return (
    hasFields(data) && 'data' in data && typeof data.data === 'object' && data.data !== null && 'children' in data.data
  );
}

function hasFields(data: object): boolean {
  return (
    'schema' in data &&
    typeof data.schema === 'object' &&
    data.schema !== null &&
    'fields' in data.schema &&
    Array.isArray(data.schema.fields)
  );
}
