import { NULL_KEY } from '../../columns/column';
import type { StoredPage } from '../columns/stored-page';
import type { RowCells } from './row-cells';

/** Counts the rows of each cell whose value is not NULL. `counts` has one more cell, for all other rows. */
export function countValues(page: StoredPage, { cells, count }: RowCells, counts: Uint32Array): void {
  switch (page.lane) {
    case 'f32':
      return countF32(page.data, page.rows, cells, count, counts);
    case 'u32':
      return countU32(page.data, page.rows, cells, count, counts);
    case 'f64':
      return countF64(page.data, page.rows, cells, count, counts);
    case 'u64':
      return countU64(page.data, page.rows, cells, count, counts);
  }
}

// One loop per lane: with shared source V8 would dispatch on the array's kind for every row.

function countF32(data: Float32Array, rows: number, cells: Uint32Array, discarded: number, counts: Uint32Array): void {
  for (let i = 0; i < rows; i++) counts[Number.isNaN(data[i]!) ? discarded : cells[i]!]!++;
}

function countU32(data: Uint32Array, rows: number, cells: Uint32Array, discarded: number, counts: Uint32Array): void {
  for (let i = 0; i < rows; i++) counts[data[i] === NULL_KEY ? discarded : cells[i]!]!++;
}

function countF64(data: Float64Array, rows: number, cells: Uint32Array, discarded: number, counts: Uint32Array): void {
  for (let i = 0; i < rows; i++) counts[Number.isNaN(data[i]!) ? discarded : cells[i]!]!++;
}

function countU64(data: Uint32Array, rows: number, cells: Uint32Array, discarded: number, counts: Uint32Array): void {
  for (let i = 0; i < rows; i++)
    counts[data[2 * i] === NULL_KEY && data[2 * i + 1] === NULL_KEY ? discarded : cells[i]!]!++;
}
