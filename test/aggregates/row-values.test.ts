import assert from 'node:assert/strict';
import { it } from 'node:test';
import { RowValues } from '../../src/engine/aggregates/row-values';
import type { ColumnId, ColumnMeta } from '../../src/engine/columns/column';
import type { Backend } from '../../src/engine/frame/backend';

const column: ColumnMeta = {
  id: 'c' as ColumnId,
  rows: 1e6,
  encoding: { kind: 'u32', origin: 10n, step: 2n },
  type: { kind: 'number', integer: true },
};

it('reads each row once, until it holds too many', async () => {
  const asked: number[] = [];
  const backend = {
    readKeys: async (_: ColumnId, rows: Uint32Array<ArrayBuffer>) => {
      asked.push(rows.length);
      return rows.slice();
    },
  } as unknown as Backend;
  const values = new RowValues(column);
  await values.read(backend, [5, 3, 5]);
  await values.read(backend, [3, 4]);
  await values.read(backend, [4]);
  assert.deepEqual(asked, [2, 1], 'three rows, of which 3 and 4 were read twice');
  assert.deepEqual(
    [5, 3, 4].map((row) => values.of(row)),
    [20, 16, 18],
  );

  const many = Uint32Array.from({ length: 200_000 }, (_, i) => i + 4);
  await values.read(backend, many);
  assert.equal(values.of(4), 18, 'rows that are still wanted stay');
  assert.equal(values.of(200_003), 400_016);
  assert.ok(Number.isNaN(values.of(3)), 'the others are forgotten');
});
