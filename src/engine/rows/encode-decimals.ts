import type { FlatChunk } from './decode';
import { DoublesEncoder, type DoubleChunk } from './encode-floats';
import type { EncodedPages } from './encode-integers';
import { WideIntegersEncoder, type WideChunk } from './encode-wide-integers';

/** Ten to this power is a double still. */
const MAX_EXACT_POWER = 22;

/**
 * Decimals → integers when they have no fraction and fit 64 bits, else the doubles nearest to them, as CAST(x AS DOUBLE) has them.
 * Null when digits would be lost: an unscaled value beyond 2⁵³, where two decimals can share a double.
 */
export class DecimalsEncoder {
  readonly #width: number;
  readonly #scale: number;
  readonly #integers = new WideIntegersEncoder(true);
  readonly #doubles: DoublesEncoder;
  #losesDigits: boolean;

  constructor(bitWidth: number, scale: number, expectedRows: number) {
    this.#width = bitWidth / 32;
    this.#scale = scale;
    this.#doubles = new DoublesEncoder(expectedRows);
    this.#losesDigits = scale < 0 || scale > MAX_EXACT_POWER;
  }

  add(chunk: FlatChunk): void {
    if (this.#losesDigits) return;
    const integers = wideChunkOf(chunk, this.#width);
    if (integers && this.#scale === 0) return this.#integers.add(integers);
    const doubles = integers && doubleChunkOf(integers, 10 ** this.#scale);
    if (doubles) this.#doubles.add(doubles);
    else this.#losesDigits = true;
  }

  finish(): EncodedPages | null {
    if (this.#losesDigits) return null;
    return this.#scale === 0 ? this.#integers.finish() : this.#doubles.finish();
  }
}

/** The low 64 bits of every value; null when a value needs more. */
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
      const valid = validity === null || (validity[row >> 3]! >> (row & 7)) & 1;
      if (valid && from[at + word] !== high >> 31) return null;
    }
  }
  return { rows, validity, words };
}

function doubleChunkOf({ words, rows, validity }: WideChunk, divisor: number): DoubleChunk | null {
  const values = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    if (validity !== null && ((validity[row >> 3]! >> (row & 7)) & 1) === 0) continue;
    const unscaled = (words[2 * row + 1]! | 0) * 2 ** 32 + words[2 * row]!;
    if (!Number.isSafeInteger(unscaled)) return null;
    // Both are exact, so the quotient is the double nearest to the decimal.
    values[row] = unscaled / divisor;
  }
  return { rows, validity, values };
}
