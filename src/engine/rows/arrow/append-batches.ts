import { Type, type DataType } from '@uwdata/flechette';
import { PikaError } from '../../errors';
import { rowsOf, type ArrowBatch, type ArrowField, type RecordBatch, type RecordBatches } from './arrow-layout';
import { describeType } from './arrow-types';
import { nullBatch } from './null-batch';

/**
 * Appends rows to others. Columns are matched by name: one that is missing in some batches is NULL there; integers and
 * fractions become DOUBLE together. Copies: integers that become doubles. Throws source/bad-data if types differ
 * otherwise.
 */
export function appendBatches(before: RecordBatches, more: RecordBatches, subject: string): RecordBatches {
  const names = [...new Set([...before.fields, ...more.fields].map(({ name }) => name))];
  const fields = names.map((name): ArrowField => {
    const [a, b] = [before, more].map(({ fields: own }) => own.find((field) => field.name === name));
    if (!a || !b) return (a ?? b)!;
    const type = commonType(a.type, b.type);
    if (type) return type === a.type ? a : { ...b, type };
    throw new PikaError('source/bad-data', {
      subject: `column "${name}" of ${subject}`,
      expected: `${describeType(a.type)}, as in the batches before`,
      found: `${describeType(b.type)} after ${rowsOf(before).toLocaleString('en')} rows`,
      next: 'Give every batch the same columns and types.',
    });
  });
  return { fields, batches: [...fitted(before, fields), ...fitted(more, fields)] };
}

function commonType(a: DataType, b: DataType): DataType | null {
  if (sameType(a, b) || b.typeId === Type.Null) return a;
  if (a.typeId === Type.Null) return b;
  if (isInt32(a) && isDouble(b)) return b;
  return isDouble(a) && isInt32(b) ? a : null;
}

const isInt32 = (type: DataType): boolean => type.typeId === Type.Int && type.bitWidth === 32 && type.signed;
const isDouble = (type: DataType): boolean => type.typeId === Type.Float && type.precision === 2;

/** Each writer numbers its dictionaries: the number says nothing about the type. */
function sameType(a: DataType, b: DataType): boolean {
  const text = (type: DataType): string =>
    JSON.stringify(type, (key, value: unknown) =>
      key === 'id' || key === 'metadata' || typeof value === 'function' ? undefined : value,
    );
  return a === b || text(a) === text(b);
}

function fitted({ fields: own, batches }: RecordBatches, fields: readonly ArrowField[]): readonly RecordBatch[] {
  if (own.length === fields.length && own.every((field, i) => field === fields[i])) return batches;
  return batches.map(({ rows, columns }) => ({
    rows,
    columns: fields.map(({ name, type }) => {
      const column = columns[own.findIndex((field) => field.name === name)];
      if (!column || column.type.typeId === Type.Null) return nullBatch(type, rows);
      return isDouble(type) && isInt32(column.type) ? doublesOf(column, type) : column;
    }),
  }));
}

function doublesOf(column: ArrowBatch, type: DataType): ArrowBatch {
  const { buffer, byteOffset } = column.values!;
  return { ...column, type, values: Float64Array.from(new Int32Array(buffer, byteOffset, column.length)) };
}
