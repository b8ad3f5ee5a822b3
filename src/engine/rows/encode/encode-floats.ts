import { NULL_KEY } from '../../columns/column';
import { makeFloats, makeWords, PageWriter, type RowInterval } from './page-writer';
import type { EncodedPages } from './encode-integers';
import type { FlatChunk } from './decode';

export interface DoubleChunk extends RowInterval {
  readonly values: Float64Array;
}

/** Encodes Float32 unchanged, except that -0 becomes +0. Adding zero does that. */
export class SinglesEncoder {
  readonly #writer: PageWriter<Float32Array<ArrayBuffer>>;

  constructor(expectedRows: number) {
    this.#writer = new PageWriter('f32', makeFloats, expectedRows);
  }

  add(chunk: FlatChunk): void {
    this.#writer.append(chunk, ({ batch }, from, to, keys, at) => {
      const values = batch.values as Float32Array;
      for (let row = from; row < to; row++, at++) keys[at] = values[row]! + 0;
    });
  }

  finish(): EncodedPages {
    return { encoding: { kind: 'f32' }, pages: this.#writer.finish() };
  }
}

/**
 * Encodes doubles as `f32` while every one of them is exactly a float; from the first that is not, all become
 * order-preserving `float64` keys.
 */
export class DoublesEncoder {
  readonly #expectedRows: number;
  #singles: PageWriter<Float32Array<ArrayBuffer>> | null;
  #doubles: PageWriter<Uint32Array<ArrayBuffer>> | null = null;

  constructor(expectedRows: number) {
    this.#expectedRows = expectedRows;
    this.#singles = new PageWriter('f32', makeFloats, expectedRows);
  }

  add(chunk: DoubleChunk): void {
    if (this.#singles && allSingles(chunk)) this.#singles.append(chunk, writeSingles);
    else this.#widened().append(chunk, writeDoubles);
  }

  finish(): EncodedPages {
    return this.#singles
      ? { encoding: { kind: 'f32' }, pages: this.#singles.finish() }
      : { encoding: { kind: 'float64' }, pages: this.#widened().finish() };
  }

  /** Converts the pages written as floats: NULL is NaN there, and every float is a double. */
  #widened(): PageWriter<Uint32Array<ArrayBuffer>> {
    const doubles = (this.#doubles ??= new PageWriter('u64', makeWords, this.#expectedRows));
    for (const { rows, keys } of this.#singles?.finish() ?? [])
      doubles.append({ rows, validity: null, values: Float64Array.from(keys) }, writeDoubles);
    this.#singles = null;
    return doubles;
  }
}

function allSingles({ values, rows, validity }: DoubleChunk): boolean {
  for (let row = 0; row < rows; row++) {
    const value = values[row]!;
    if (Math.fround(value) === value || Number.isNaN(value)) continue;
    if (validity === null || (validity[row >> 3]! >> (row & 7)) & 1) return false;
  }
  return true;
}

function writeSingles({ values }: DoubleChunk, from: number, to: number, keys: Float32Array, at: number): void {
  for (let row = from; row < to; row++, at++) keys[at] = values[row]! + 0;
}

/** {@link float64Key} on words: positives get the sign bit, negatives are inverted. */
function writeDoubles({ values }: DoubleChunk, from: number, to: number, keys: Uint32Array, at: number): void {
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * to);
  for (let row = from; row < to; row++, at++) {
    const value = values[row]!;
    const high = words[2 * row + 1]!;
    if (value !== value) {
      keys[2 * at] = keys[2 * at + 1] = NULL_KEY;
    } else if (value === 0 || high < 0x8000_0000) {
      keys[2 * at] = words[2 * row]!;
      keys[2 * at + 1] = high | 0x8000_0000;
    } else {
      keys[2 * at] = ~words[2 * row]!;
      keys[2 * at + 1] = ~high;
    }
  }
}

/** IEEE half floats, exactly. */
export function halvesToDoubles(halves: Uint16Array, rows: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => halfToDouble(halves[row]!));
}

export function halfToDouble(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
