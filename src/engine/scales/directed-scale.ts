/** The base of all scales. Turns positions around if the scale is reversed. */
export abstract class DirectedScale {
  /** The end of the domain is at position 0, and its start at 1. */
  readonly reversed: boolean;

  constructor(reversed: boolean) {
    this.reversed = reversed;
  }

  position(value: number): number {
    const place = this.placeOf(value);
    return this.reversed ? 1 - place : place;
  }

  invert(fraction: number): number {
    return this.valueAt(this.reversed ? 1 - fraction : fraction);
  }

  /** The position of a value from the start of the domain. */
  protected abstract placeOf(value: number): number;

  /** The value at a position from the start of the domain. Exact at both ends. */
  protected abstract valueAt(fraction: number): number;
}
