import { BitDecoder } from './bit-decoder';
import { codeRows, codeTable, CONTEXTS, MEMORIES } from './code-table';
import { bytesOfText } from './section-text';

/** Reads what `writeCounts` has written: the counts of all rows, and those that the page opens with. */
export function readCounts(text: string, cells: number, rows: readonly [number, number]): [Uint32Array, Uint32Array] {
  const both = new Uint32Array(2 * cells);
  const even = new Uint32Array(cells).fill(0xffff_ffff);
  codeTable(decoderOf(text), { lines: 2, cells }, MEMORIES[0]!, both, Uint32Array.from(rows), even);
  return [both.subarray(0, cells), both.subarray(cells)];
}

export function readRows(text: string, lines: number): Uint32Array {
  const rows = new Uint32Array(lines);
  codeRows(decoderOf(text), rows, null);
  return rows;
}

/** The counts of a plot by the lines of a brush, the last one of which is the rest. */
export function readTable(text: string, memory: number, like: Uint32Array, all: Uint32Array): Uint32Array {
  const lines = like.length;
  const coder = decoderOf(text);
  const [rows, counts] = [new Uint32Array(lines), new Uint32Array(lines * all.length)];
  codeRows(coder, rows, like);
  codeTable(coder, { lines, cells: all.length }, MEMORIES[memory]!, counts, rows, all);
  return counts;
}

function decoderOf(text: string): BitDecoder {
  return new BitDecoder(CONTEXTS, bytesOfText(text));
}
