import { NULL_KEY } from '../../columns/column';
import type { EncodedPages } from './encode-integers';

/** The number of rows without a key. */
export function countNulls({ encoding, pages }: EncodedPages): number {
  let nulls = 0;
  for (const { rows, keys } of pages) {
    switch (encoding.kind) {
      case 'f32':
        for (let row = 0; row < rows; row++) if (keys[row] !== keys[row]) nulls++;
        break;
      case 'u32':
        for (let row = 0; row < rows; row++) if (keys[row] === NULL_KEY) nulls++;
        break;
      default:
        for (let row = 0; row < rows; row++) if (keys[2 * row + 1] === NULL_KEY && keys[2 * row] === NULL_KEY) nulls++;
    }
  }
  return nulls;
}
