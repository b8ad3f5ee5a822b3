import { emptyExtent } from '../../aggregates/extent';
import { laneOf, NULL_KEY, type Encoding } from '../../columns/column';
import type { Mask } from './filter';
import type { StoredPage } from '../columns/stored-page';
import { float64Words } from '../columns/key-words';

/**
 * The smallest and largest key so far among the rows that pass, ignoring infinities. They are numbers, except for `u64`
 * pages, which a column may mix with pages of exact integers: those are kept as bigints.
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
    const [min, max] = [this.#min, this.#max];
    if (this.#encoding.kind === 'fixed64') return this.#fixed64Words();
    if (min > max) return emptyExtent(laneOf(this.#encoding));
    switch (this.#encoding.kind) {
      case 'f32':
        return new Uint32Array(Float32Array.of(min, max).buffer);
      case 'u32':
        return Uint32Array.of(min, max);
      case 'float64':
        return Uint32Array.of(...float64Words(min), ...float64Words(max));
    }
  }

  #fixed64Words(): Uint32Array<ArrayBuffer> {
    let min = this.#minPair;
    let max = this.#maxPair;
    if (this.#min <= this.#max) {
      const [low, high] = [BigInt(this.#min), BigInt(this.#max)];
      if (min === null || low < min) min = low;
      if (max === null || high > max) max = high;
    }
    return min === null || max === null ? emptyExtent('u64') : new Uint32Array(BigUint64Array.of(min, max).buffer);
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
