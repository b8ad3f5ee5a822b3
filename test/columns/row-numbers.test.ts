import assert from 'node:assert/strict';
import { it } from 'node:test';
import { NULL_KEY, PAGE_ROWS, type Encoding } from '../../src/engine/columns/column';
import { numberRows } from '../../src/engine/columns/row-numbers';
import { columnOf, type TestColumn } from '../harness/columns';

const ENCODINGS: readonly Encoding[] = [
  { kind: 'f32' },
  { kind: 'u32', origin: -5n, step: 1n },
  { kind: 'fixed64', origin: -5n, step: 1n },
  { kind: 'float64' },
];

for (const encoding of ENCODINGS)
  it(`numbers the rows of ${encoding.kind} pages; NULL stays NULL`, () => {
    const rows = PAGE_ROWS + 3;
    const isNull = (row: number): boolean => row % 1000 === 7 || row === PAGE_ROWS + 1;
    const value = (row: number) => ('step' in encoding ? BigInt(row % 100) : row % 100);
    const values: TestColumn['values'] = Array.from({ length: rows }, (_, row) => (isNull(row) ? null : value(row)));
    const { pages, ...numbered } = numberRows(columnOf('c', { encoding, values }));
    assert.deepEqual(numbered.encoding, { kind: 'u32', origin: 0n, step: 1n });
    assert.deepEqual(
      pages.map((page) => [page.rows, page.keys.length]),
      [
        [PAGE_ROWS, PAGE_ROWS],
        [3, 3],
      ],
    );
    const found = pages.flatMap(({ keys }) => [...keys]);
    const wrong = found.findIndex((number, row) => number !== (isNull(row) ? NULL_KEY : row));
    assert.equal(wrong, -1, `row ${wrong} has number ${found[wrong]}`);
  });
