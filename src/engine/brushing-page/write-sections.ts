import { BitEncoder } from './bit-encoder';
import { codeRows, codeTable, CONTEXTS, MEMORIES, type Memory } from './code-table';
import type { JointCounts } from './joint-counts';
import { textOfBytes } from './section-text';

/** Of a large table, encoders try each memory on so many counts. */
const TRIED_COUNTS = 400_000;

/** The counts of a plot: of all rows, and those that a page opens with. */
export function writeCounts(all: Uint32Array, opening: Uint32Array): string {
  const coder = new BitEncoder(CONTEXTS);
  const even = new Uint32Array(all.length).fill(0xffff_ffff);
  const rows = Uint32Array.of(sum(all), sum(opening));
  codeTable(coder, { lines: 2, cells: all.length }, MEMORIES[0]!, concat(all, opening), rows, even);
  return textOfBytes(coder.finish());
}

/** The rows of each line of a brush. */
export function writeRows(rows: Uint32Array): string {
  const coder = new BitEncoder(CONTEXTS);
  codeRows(coder, rows.slice(), null);
  return textOfBytes(coder.finish());
}

/**
 * A table of a plot by a brush.
 * @param like the rows of each line, as the page has them already
 * @param all the counts of all rows
 */
export function writeTable(
  joint: JointCounts,
  like: Uint32Array,
  all: Uint32Array,
): { readonly text: string; readonly memory: number } {
  const memory = bestMemory(joint, all);
  return { text: textOfBytes(encode(joint, like, all, MEMORIES[memory]!)), memory };
}

/** The memory that makes the table smallest: how much a plot depends on a brush differs from pair to pair. */
function bestMemory({ lines, counts, rows }: JointCounts, all: Uint32Array): number {
  const cells = all.length;
  const tried = Math.max(8, Math.floor(TRIED_COUNTS / cells));
  const from = Math.max(0, Math.floor((lines - tried) / 2));
  const part = {
    lines: Math.min(tried, lines - from),
    counts: counts.subarray(from * cells, (from + tried) * cells),
    rows: rows.subarray(from, from + tried),
  };
  const sizes = MEMORIES.map((memory) => encode(part, part.rows, all, memory).length);
  return sizes.indexOf(Math.min(...sizes));
}

function encode({ lines, counts, rows }: JointCounts, like: Uint32Array, all: Uint32Array, memory: Memory): Uint8Array {
  const coder = new BitEncoder(CONTEXTS);
  codeRows(coder, rows.slice(), like);
  codeTable(coder, { lines, cells: all.length }, memory, counts.slice(), rows, all);
  return coder.finish();
}

function sum(counts: Uint32Array): number {
  return counts.reduce((total, count) => total + count, 0);
}

function concat(a: Uint32Array, b: Uint32Array): Uint32Array {
  const both = new Uint32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
