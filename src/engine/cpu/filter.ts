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

  /** Sets `bit` in `failures[i]` for rows i outside the range. */
  mark(page: StoredPage, bit: number, failures: Int32Array): void {
    const bounds = this.#boundsFor(formOf(page));
    switch (page.lane) {
      case 'f32': return markF32(page.data, page.rows, bounds[0]!, bounds[1]!, bit, failures);
      case 'u32': return markU32(page.data, page.rows, bounds[0]!, bounds[1]!, bit, failures);
      case 'f64': return markF64(page.data, page.rows, bounds[0]!, bounds[1]!, bit, failures);
      case 'pair': return markPair(page.data, page.rows, bounds, bit, failures);
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

// One loop per lane: shared source would make V8 dispatch on the array's kind for every row. Comparisons are added up, not
// branched on: a brush takes rows in no order a processor could guess, and a wrong guess costs five times the whole test.

function markF32(data: Float32Array, rows: number, first: number, last: number, bit: number, failures: Int32Array): void {
  for (let i = 0; i < rows; i++) {
    const key = data[i]!;
    failures[i]! |= bit * (1 ^ (+(key >= first) & +(key <= last)));
  }
}

function markU32(data: Uint32Array, rows: number, first: number, last: number, bit: number, failures: Int32Array): void {
  for (let i = 0; i < rows; i++) {
    const key = data[i]!;
    failures[i]! |= bit * (1 ^ (+(key >= first) & +(key <= last)));
  }
}

function markF64(data: Float64Array, rows: number, first: number, last: number, bit: number, failures: Int32Array): void {
  for (let i = 0; i < rows; i++) {
    const key = data[i]!;
    failures[i]! |= bit * (1 ^ (+(key >= first) & +(key <= last)));
  }
}

function markPair(data: Uint32Array, rows: number, bounds: Float64Array, bit: number, failures: Int32Array): void {
  const [firstLow, firstHigh, lastLow, lastHigh] = bounds as unknown as [number, number, number, number];
  for (let i = 0; i < rows; i++) {
    const low = data[2 * i]!;
    const high = data[2 * i + 1]!;
    const reaches = +(high > firstHigh) | (+(high === firstHigh) & +(low >= firstLow));
    const stays = +(high < lastHigh) | (+(high === lastHigh) & +(low <= lastLow));
    failures[i]! |= bit * (1 ^ (reaches & stays));
  }
}
