import { bitAt } from '../arrow/bitmap';
import type { FlatChunk } from './decode';
import { DoublesEncoder, type DoubleChunk } from './encode-floats';
import type { EncodedPages } from './encode-integers';
import { WideIntegersEncoder, type WideChunk } from './encode-wide-integers';

/** The largest power of ten that a double represents exactly. */
const MAX_EXACT_POWER = 22;

/**
 * Encodes decimals as integers if they have no fraction and fit 64 bits, else as the nearest doubles. Whole numbers are
 * kept to the end, when it is known whether all of them fit.
 */
export class DecimalsEncoder {
  readonly #words: number;
  readonly #scale: number;
  readonly #integers = new WideIntegersEncoder(true);
  readonly #doubles: DoublesEncoder;
  /** Chunks of whole numbers; null once the column is doubles. */
  #whole: FlatChunk[] | null;

  constructor(bitWidth: number, scale: number, expectedRows: number) {
    this.#words = bitWidth / 32;
    this.#scale = scale;
    this.#doubles = new DoublesEncoder(expectedRows);
    this.#whole = scale === 0 ? [] : null;
  }

  add(chunk: FlatChunk): void {
    const integers = wideChunkOf(chunk, this.#words);
    if (this.#whole && integers) {
      this.#whole.push(chunk);
      this.#integers.add(integers);
      return;
    }
    for (const before of this.#whole ?? []) this.#doubles.add(doublesOf(before, this.#words, this.#scale));
    this.#whole = null;
    this.#doubles.add(doublesOf(chunk, this.#words, this.#scale));
  }

  finish(): EncodedPages {
    const integers = this.#whole ? this.#integers.finish() : null;
    if (integers) return integers;
    for (const before of this.#whole ?? []) this.#doubles.add(doublesOf(before, this.#words, this.#scale));
    return this.#doubles.finish();
  }
}

/** The low 64 bits of every value; null if a value needs more. */
function wideChunkOf({ batch, rows, validity }: FlatChunk, width: number): WideChunk | null {
  const { buffer, byteOffset } = batch.values;
  const from = new Int32Array(buffer, byteOffset, rows * width);
  if (width === 2) return { rows, validity, words: new Uint32Array(buffer, byteOffset, rows * 2) };
  const words = new Uint32Array(rows * 2);
  for (let row = 0; row < rows; row++) {
    const at = row * width;
    const low = from[at]!;
    const high = width === 1 ? low >> 31 : from[at + 1]!;
    words[2 * row] = low;
    words[2 * row + 1] = high;
    for (let word = 2; word < width; word++) {
      const valid = validity === null || bitAt(validity, row);
      if (valid && from[at + word] !== high >> 31) return null;
    }
  }
  return { rows, validity, words };
}

function doublesOf({ batch, rows, validity }: FlatChunk, width: number, scale: number): DoubleChunk {
  const words = new Int32Array(batch.values.buffer, batch.values.byteOffset, rows * width);
  const divisor = 10 ** scale;
  const values = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    if (validity !== null && !bitAt(validity, row)) continue;
    const unscaled = unscaledAt(words, row, width);
    // Both are exact, so their quotient is the double nearest to the decimal. Longer ones are converted from text,
    // rounding once.
    const isExact = Number.isSafeInteger(unscaled) && scale >= 0 && scale <= MAX_EXACT_POWER;
    values[row] = isExact ? unscaled / divisor : Number(`${wideInteger(words, row, width)}e${-scale}`);
  }
  return { rows, validity, values };
}

/** NaN if the value needs more than the low 64 bits. */
function unscaledAt(words: Int32Array, row: number, width: number): number {
  const at = row * width;
  const low = words[at]!;
  const high = width === 1 ? low >> 31 : words[at + 1]!;
  for (let word = 2; word < width; word++) if (words[at + word] !== high >> 31) return NaN;
  return high * 2 ** 32 + (low >>> 0);
}

function wideInteger(words: Int32Array, row: number, width: number): bigint {
  let value = BigInt(words[row * width + width - 1]!);
  for (let word = width - 2; word >= 0; word--) value = (value << 32n) | BigInt(words[row * width + word]! >>> 0);
  return value;
}
