import { laneOf, NULL_KEY, type Column, type Keys, type Lane } from './column';

/**
 * Replaces each value by the number of its row, which counts from 0; NULL stays NULL. May rewrite the pages in place.
 * The least and the greatest key of a group are then the rows of its first and its last value.
 */
export function numberRows<C extends Omit<Column, 'id'>>(column: C): C {
  let first = 0;
  const pages = column.pages.map(({ rows, keys }) => {
    const isNull = nullTest(laneOf(column.encoding), keys);
    const numbers = new Uint32Array(keys.buffer, keys.byteOffset, rows);
    // The number of a row overwrites words of this row or of earlier ones.
    for (let row = 0; row < rows; row++) numbers[row] = isNull(row) ? NULL_KEY : first + row;
    first += rows;
    return { rows, keys: numbers };
  });
  return { ...column, encoding: { kind: 'u32', origin: 0n, step: 1n }, type: { kind: 'number', integer: true }, pages };
}

function nullTest(lane: Lane, keys: Keys): (row: number) => boolean {
  if (lane === 'f32') return (row) => Number.isNaN(keys[row]!);
  if (lane === 'u32') return (row) => keys[row] === NULL_KEY;
  return (row) => keys[2 * row] === NULL_KEY && keys[2 * row + 1] === NULL_KEY;
}
