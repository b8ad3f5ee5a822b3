import { Float32, Float64, Int64, Table, Vector, makeData, tableToIPC } from 'apache-arrow';
import type { PlainColumn } from './oracle';

/** Encodes plain values as an Arrow IPC stream, so that DuckDB gets them bit for bit, NaN and -0 included. */
export function arrowBytes(columns: Readonly<Record<string, PlainColumn>>): Uint8Array {
  const vectors: Record<string, Vector> = {};
  for (const [name, column] of Object.entries(columns)) vectors[name] = vectorOf(column);
  return tableToIPC(new Table(vectors), 'stream');
}

function vectorOf({ sqlType, values }: PlainColumn): Vector {
  const length = values.length;
  const nullBitmap = new Uint8Array((length + 7) >> 3);
  let nullCount = 0;
  values.forEach((value, row) => {
    if (value === null) nullCount++;
    else nullBitmap[row >> 3]! |= 1 << (row & 7);
  });
  const validity = nullCount > 0 ? { nullBitmap, nullCount } : {};
  switch (sqlType) {
    case 'FLOAT':
      return new Vector([
        makeData({ type: new Float32(), length, data: Float32Array.from(values, numberOf), ...validity }),
      ]);
    case 'DOUBLE':
      return new Vector([
        makeData({ type: new Float64(), length, data: Float64Array.from(values, numberOf), ...validity }),
      ]);
    case 'BIGINT':
      return new Vector([
        makeData({ type: new Int64(), length, data: BigInt64Array.from(values, (v) => BigInt(v ?? 0)), ...validity }),
      ]);
  }
}

function numberOf(value: number | bigint | null): number {
  return value === null ? 0 : Number(value);
}
