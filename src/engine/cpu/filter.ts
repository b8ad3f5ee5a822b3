import type { Clause } from '../frame/recording';
import type { StoredPage } from './stored-page';
import { formOf, lastPair, thresholdAt, type Form } from './thresholds';

/**
 * A clause as the kernels test it: one bit of every row's failures. Kernels share the bits, so a clause that five views
 * listen to is tested once per row.
 */
export class RangeTest {
  readonly #clause: Clause;
  readonly #bounds = new Map<Form, Float64Array>();

  constructor(clause: Clause) {
    this.#clause = clause;
  }

  /** Sets `bit` in `failures[i]` for rows start + i (i < rows) outside the range. */
  mark(page: StoredPage, start: number, rows: number, bit: number, failures: Int32Array): void {
    const bounds = this.#boundsFor(formOf(page));
    switch (page.lane) {
      case 'f32': return markF32(page.data, start, rows, bounds[0]!, bounds[1]!, bit, failures);
      case 'u32': return markU32(page.data, start, rows, bounds[0]!, bounds[1]!, bit, failures);
      case 'f64': return markF64(page.data, start, rows, bounds[0]!, bounds[1]!, bit, failures);
      case 'pair': return markPair(page.data, start, rows, bounds, bit, failures);
    }
  }

  #boundsFor(form: Form): Float64Array {
    let bounds = this.#bounds.get(form);
    if (!bounds) {
      const { keys } = this.#clause;
      bounds = form === 'pair'
        ? Float64Array.of(keys[0]!, keys[1]!, ...lastPair(keys, 1))
        : Float64Array.of(thresholdAt(form, keys, 0, 'first'), thresholdAt(form, keys, 1, 'last'));
      this.#bounds.set(form, bounds);
    }
    return bounds;
  }
}

// One loop per lane: shared source would make V8 dispatch on the array's kind for every row.

function markF32(data: Float32Array, start: number, rows: number, first: number, last: number, bit: number, failures: Int32Array): void {
  for (let i = 0; i < rows; i++) {
    const key = data[start + i]!;
    if (!(key >= first && key <= last)) failures[i]! |= bit;
  }
}

function markU32(data: Uint32Array, start: number, rows: number, first: number, last: number, bit: number, failures: Int32Array): void {
  for (let i = 0; i < rows; i++) {
    const key = data[start + i]!;
    if (!(key >= first && key <= last)) failures[i]! |= bit;
  }
}

function markF64(data: Float64Array, start: number, rows: number, first: number, last: number, bit: number, failures: Int32Array): void {
  for (let i = 0; i < rows; i++) {
    const key = data[start + i]!;
    if (!(key >= first && key <= last)) failures[i]! |= bit;
  }
}

function markPair(data: Uint32Array, start: number, rows: number, bounds: Float64Array, bit: number, failures: Int32Array): void {
  const [firstLow, firstHigh, lastLow, lastHigh] = bounds as unknown as [number, number, number, number];
  for (let i = 0; i < rows; i++) {
    const low = data[2 * (start + i)]!;
    const high = data[2 * (start + i) + 1]!;
    const inside = (high > firstHigh || (high === firstHigh && low >= firstLow)) && (high < lastHigh || (high === lastHigh && low <= lastLow));
    if (!inside) failures[i]! |= bit;
  }
}
