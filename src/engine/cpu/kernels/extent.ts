import { NULL_KEY, type Encoding } from '../../columns/column';
import type { Mask } from './filter';
import type { StoredPage } from '../columns/stored-page';
import { float64Words } from '../columns/thresholds';

/**
 * The smallest and largest key seen so far among rows that pass; infinities left out. Numbers for every form but `u64`,
 * which a column may mix with exact integers, so those are kept as bigints.
 */
export class Extent {
  readonly #encoding: Encoding;
  #min = Infinity;
  #max = -Infinity;
  #minPair: bigint | null = null;
  #maxPair: bigint | null = null;

  constructor(encoding: Encoding) {
    this.#encoding = encoding;
  }

  add(page: StoredPage, mask: Mask | null): void {
    const found =
      page.lane === 'f32'
        ? extentF32(page.data, page.rows, mask)
        : page.lane === 'u32'
          ? extentU32(page.data, page.rows, mask)
          : page.lane === 'f64'
            ? extentF64(page.data, page.rows, mask)
            : null;
    if (found) {
      this.#min = Math.min(this.#min, found[0]);
      this.#max = Math.max(this.#max, found[1]);
    } else if (page.lane === 'u64') {
      this.#addPair(page.data, page.rows, mask);
    }
  }

  /** [min, max] as raw words of the column's lane. */
  words(): Uint32Array<ArrayBuffer> {
    const empty = this.#min > this.#max;
    switch (this.#encoding.kind) {
      case 'f32':
        return new Uint32Array(Float32Array.of(this.#min, this.#max).buffer);
      case 'u32':
        return empty ? Uint32Array.of(NULL_KEY, 0) : Uint32Array.of(this.#min, this.#max);
      case 'float64':
        return empty ? EMPTY_PAIR.slice() : Uint32Array.of(...float64Words(this.#min), ...float64Words(this.#max));
      case 'fixed64':
        return this.#fixed64Words(empty);
    }
  }

  #fixed64Words(empty: boolean): Uint32Array<ArrayBuffer> {
    let min = this.#minPair;
    let max = this.#maxPair;
    if (!empty) {
      const [low, high] = [BigInt(this.#min), BigInt(this.#max)];
      if (min === null || low < min) min = low;
      if (max === null || high > max) max = high;
    }
    if (min === null || max === null) return EMPTY_PAIR.slice();
    return new Uint32Array(BigUint64Array.of(min, max).buffer);
  }

  #addPair(data: Uint32Array, rows: number, mask: Mask | null): void {
    let minLow = NULL_KEY,
      minHigh = NULL_KEY,
      maxLow = 0,
      maxHigh = 0,
      seen = false;
    for (let i = 0; i < rows; i++) {
      if (mask !== null && mask[i] === 0) continue;
      const low = data[2 * i]!;
      const high = data[2 * i + 1]!;
      if (high === NULL_KEY && low === NULL_KEY) continue;
      seen = true;
      if (high < minHigh || (high === minHigh && low < minLow)) {
        minLow = low;
        minHigh = high;
      }
      if (high > maxHigh || (high === maxHigh && low > maxLow)) {
        maxLow = low;
        maxHigh = high;
      }
    }
    if (!seen) return;
    const min = (BigInt(minHigh) << 32n) | BigInt(minLow);
    const max = (BigInt(maxHigh) << 32n) | BigInt(maxLow);
    if (this.#minPair === null || min < this.#minPair) this.#minPair = min;
    if (this.#maxPair === null || max > this.#maxPair) this.#maxPair = max;
  }
}

const EMPTY_PAIR = Uint32Array.of(NULL_KEY, NULL_KEY, 0, 0);

/** Two workers' extents as one. Both are raw words of the lane; so is the answer. */
export function mergeExtents(
  encoding: Encoding,
  a: Uint32Array<ArrayBuffer>,
  b: Uint32Array<ArrayBuffer>,
): Uint32Array<ArrayBuffer> {
  if (encoding.kind === 'f32') {
    const [x, y] = [new Float32Array(a.buffer), new Float32Array(b.buffer)];
    return new Uint32Array(Float32Array.of(Math.min(x[0]!, y[0]!), Math.max(x[1]!, y[1]!)).buffer);
  }
  if (encoding.kind === 'u32') return Uint32Array.of(Math.min(a[0]!, b[0]!), Math.max(a[1]!, b[1]!));
  const [x, y] = [new BigUint64Array(a.buffer), new BigUint64Array(b.buffer)];
  return new Uint32Array(BigUint64Array.of(x[0]! < y[0]! ? x[0]! : y[0]!, x[1]! > y[1]! ? x[1]! : y[1]!).buffer);
}

function extentF32(data: Float32Array, rows: number, mask: Mask | null): [number, number] {
  let min = Infinity,
    max = -Infinity;
  for (let i = 0; i < rows; i++) {
    const key = data[i]!;
    if (mask !== null && mask[i] === 0) continue;
    if (key < min && key > -Infinity) min = key;
    if (key > max && key < Infinity) max = key;
  }
  return [min, max];
}

function extentU32(data: Uint32Array, rows: number, mask: Mask | null): [number, number] {
  let min = Infinity,
    max = -Infinity;
  for (let i = 0; i < rows; i++) {
    const key = data[i]!;
    if ((mask !== null && mask[i] === 0) || key === NULL_KEY) continue;
    if (key < min) min = key;
    if (key > max) max = key;
  }
  return [min, max];
}

function extentF64(data: Float64Array, rows: number, mask: Mask | null): [number, number] {
  let min = Infinity,
    max = -Infinity;
  for (let i = 0; i < rows; i++) {
    const key = data[i]!;
    if (mask !== null && mask[i] === 0) continue;
    if (key < min && key > -Infinity) min = key;
    if (key > max && key < Infinity) max = key;
  }
  return [min, max];
}
