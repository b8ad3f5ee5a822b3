import type { BitCoder } from './bit-coder';

/** The shape of a table of counts: one line for each step of a brush, with one count for each cell of another plot. */
export interface TableShape {
  readonly lines: number;
  readonly cells: number;
}

/** How much the lines before a line say about it. */
export interface Memory {
  /** The share of what is known that is kept from one line to the next, in 32nds. */
  readonly keep: number;
  /** The weight of the counts of all rows, as a number of rows of one line. */
  readonly prior: number;
}

/** Encoders try each of these. */
export const MEMORIES: readonly Memory[] = [
  { keep: 4, prior: 4 },
  { keep: 16, prior: 16 },
  { keep: 26, prior: 16 },
  { keep: 30, prior: 16 },
  { keep: 31, prior: 4000 },
];

/** Counts up to this many expected rows are coded as they are, larger ones by their distance from what is expected. */
const SMALL = 6;
const UNARY = 20;
const LEVELS = 64;
/** Contexts of a small count, of the sign and of the distance, for each level of what is expected. */
const OF_LEVEL = 2 * UNARY + 2;
const OF_NUMBERS = LEVELS * OF_LEVEL;
export const CONTEXTS = OF_NUMBERS + 96;

/**
 * Codes the rows of each line. Most lines have as many as those of another table of the same brush.
 * @param rows of each line; a decoder fills it
 * @param like those of the other table; null without one
 */
export function codeRows(coder: BitCoder, rows: Uint32Array, like: Uint32Array | null): void {
  for (let line = 0; line < rows.length; line++) {
    const guess = like?.[line] ?? 0;
    const isSame = like === null ? 0 : coder.bit(OF_NUMBERS, Number(rows[line] === guess));
    rows[line] = isSame ? guess : codeNumber(coder, OF_NUMBERS + 1, rows[line]!);
  }
}

/**
 * Codes a table of counts. Within a line, each count is expected to be its share of the rows that are left: by the
 * lines before, and by the counts of all rows. Only the deviation takes space, which is about as random as the rows
 * are.
 * @param counts line by line; a decoder fills it
 * @param rows the rows of each line, of which some may be in no cell
 * @param all the counts of all rows by cell, which the lines together don't exceed
 */
export function codeTable(
  coder: BitCoder,
  { lines, cells }: TableShape,
  { keep, prior }: Memory,
  counts: Uint32Array,
  rows: Uint32Array,
  all: Uint32Array,
): void {
  // The last one is for rows that are in no cell.
  const [weights, base] = [new Float64Array(cells + 1), new Float64Array(cells + 1)];
  const unused = all.slice();
  let total = 0;
  for (let cell = 0; cell < cells; cell++) total += all[cell]!;
  for (let cell = 0; cell < cells; cell++) base[cell] = (prior * (all[cell]! + 0.02)) / (total + 1);
  base[cells] = 0.01;
  const kept = keep / 32;
  for (let line = 0; line < lines; line++) {
    const from = line * cells;
    let left = rows[line]!;
    let weight = 0;
    for (let cell = 0; cell <= cells; cell++) {
      weights[cell] = unused[cell] === 0 ? 0 : weights[cell]! * kept + base[cell]! * (1 - kept);
      weight += weights[cell]!;
    }
    for (let cell = 0; cell < cells && left > 0; cell++) {
      const own = weights[cell]!;
      if (unused[cell] === 0) continue;
      const share = weight > own ? own / weight : 1;
      const count = codeCount(coder, left * share, counts[from + cell]!);
      counts[from + cell] = count;
      unused[cell] = unused[cell]! - count;
      left -= count;
      weight -= own;
      weights[cell] = own + count;
    }
    weights[cells]! += left;
  }
}

function codeCount(coder: BitCoder, expected: number, count: number): number {
  const level = levelOf(expected);
  const context = level * OF_LEVEL;
  if (expected < SMALL) return codeUnary(coder, context, count);
  const middle = Math.floor(expected);
  const sign = coder.bit(context, count < middle ? 1 : 0);
  // The deviation is about the square root of what is expected: an eighth of that is a step.
  const shift = Math.max(0, (level >> 2) - 3);
  const distance = sign ? middle - 1 - count : count - middle;
  const steps = codeUnary(coder, context + 1, distance >>> shift);
  const found = steps * 2 ** shift + coder.raw(shift, distance & ((1 << shift) - 1));
  return sign ? middle - 1 - found : middle + found;
}

/** Small numbers; larger ones follow as such. */
function codeUnary(coder: BitCoder, context: number, value: number): number {
  let steps = 0;
  while (steps < 2 * UNARY && coder.bit(context + steps, value > steps ? 1 : 0)) steps++;
  return steps < 2 * UNARY ? steps : steps + codeNumber(coder, OF_NUMBERS + 40, value - steps);
}

/** Any number: how many digits it has, then the digits. */
function codeNumber(coder: BitCoder, context: number, value: number): number {
  const digits = 32 - Math.clz32(value);
  let length = 0;
  while (length < 32 && coder.bit(context + length, digits > length ? 1 : 0)) length++;
  if (length < 2) return length;
  const rest = length - 1;
  return 2 ** rest + coder.raw(rest, value - 2 ** rest);
}

/** Two levels for each doubling of what is expected. */
function levelOf(expected: number): number {
  const scaled = Math.min(2 ** 30, Math.floor(expected * 32)) + 1;
  const exponent = 31 - Math.clz32(scaled);
  const half = exponent === 0 ? 0 : (scaled >>> (exponent - 1)) & 1;
  return Math.min(LEVELS - 1, 2 * exponent + half);
}
