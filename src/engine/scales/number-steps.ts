/** Steps of an axis of numbers, from the smallest double to the largest. */

/** The distance between two adjacent doubles of this size. */
export function spacingOf(value: number): number {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const exponent = (bits.getUint32(0) >>> 20) & 0x7ff;
  return exponent === 0 ? Number.MIN_VALUE : 2 ** (exponent - 1075);
}

const LARGEST_STEP = 1e308;
const LEAST_NORMAL = 2 ** -1022;

/** 1, 2 or 5 × 10ᵏ, at most 10³⁰⁸. */
export class NiceStep {
  readonly digit: 1 | 2 | 5;
  readonly power: number;
  readonly size: number;

  constructor(digit: 1 | 2 | 5, power: number) {
    this.digit = digit;
    this.power = power;
    this.size = Number(`${digit}e${power}`);
  }

  /** The smallest step ≥ `least`, up to rounding errors; 10³⁰⁸ if there is none. */
  static from(least: number): NiceStep {
    if (!(least <= LARGEST_STEP)) return new NiceStep(1, 308);
    for (let power = Math.floor(Math.log10(least) + 1e-9); ; power++) {
      for (const digit of [1, 2, 5] as const) {
        const step = new NiceStep(digit, power);
        if (step.size > 0 && step.size >= least * (1 - 1e-9)) return step;
      }
    }
  }

  /** The next larger step; itself if there is none. */
  get next(): NiceStep {
    if (this.size >= LARGEST_STEP) return this;
    return this.digit === 1
      ? new NiceStep(2, this.power)
      : this.digit === 2
        ? new NiceStep(5, this.power)
        : new NiceStep(1, this.power + 1);
  }

  /** The double nearest to `i` steps, without the rounding error of 0.1 × 3. */
  times(i: number): number {
    const digits = i * this.digit;
    if (this.power >= 0 && this.power <= MAX_EXACT_POWER) return digits * 10 ** this.power;
    if (this.power < 0 && this.power >= -MAX_EXACT_POWER) return digits / 10 ** -this.power;
    // A denormal step differs slightly from its digits, but it is a whole multiple of the smallest double. So are its
    // multiples.
    return this.size < LEAST_NORMAL ? i * this.size : Number(`${digits}e${this.power}`);
  }
}

/** The largest power of ten that a double holds exactly. */
const MAX_EXACT_POWER = 22;

/** Thresholds at whole multiples of a step. */
export interface Steps {
  readonly size: number;
  times(i: number): number;
}

/** The multiples of an author's step. For a step of 1/n they are i / n, which avoids the rounding error of 3 × 0.1. */
export function stepsOf(size: number): Steps {
  const reciprocal = Math.round(1 / size);
  const isPart = size < 1 && Math.abs(reciprocal * size - 1) < 1e-9;
  return { size, times: (i) => (isPart ? i / reciprocal : i * size) };
}

/**
 * The smallest nice step that cuts [from, to] into at most `count` bins, if there is one; no finer than `least` or the
 * spacing of doubles there.
 */
export function niceStepFor(from: number, to: number, count: number, least = 0): NiceStep {
  const finest = Math.max(spacingOf(Math.max(Math.abs(from), Math.abs(to))), least);
  if (!(to > from)) return NiceStep.from(Math.max(1, finest));
  const length = to / count - from / count;
  let step = NiceStep.from(Math.max(length, finest));
  while (binsBetween(from, to, step.size) > count && step.size < length * count && step.next !== step) step = step.next;
  return step;
}

/** How many bins of a step cover [from, to]; Infinity or NaN on overflow. */
export function binsBetween(from: number, to: number, step: number): number {
  return Math.floor(to / step) - Math.floor(from / step) + 1;
}
