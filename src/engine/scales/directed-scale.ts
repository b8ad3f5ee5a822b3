import { PLAIN, type Presentation } from './presentation';
import { textFormat, type FormatText, type WrittenScale } from './text-format';

/** The base of all scales. Turns positions around if the scale is reversed. */
export abstract class DirectedScale implements WrittenScale {
  abstract readonly kind: WrittenScale['kind'];
  /** The end of the domain is at position 0, and its start at 1. */
  readonly reversed: boolean;
  readonly show: Presentation;
  #write: FormatText | null = null;

  constructor(reversed: boolean, show: Presentation = PLAIN) {
    this.reversed = reversed;
    this.show = show;
  }

  position(value: number): number {
    const place = this.placeOf(value);
    return this.reversed ? 1 - place : place;
  }

  invert(fraction: number): number {
    return this.valueAt(this.reversed ? 1 - fraction : fraction);
  }

  /** @throws PikaError `spec/bad-format` */
  format(value: number): string {
    const { format } = this.show;
    if (!format) return this.textOf(value);
    this.#write ??= textFormat(this, format.specifier, `attribute ${format.attribute}`);
    return this.#write(value);
  }

  /** The position of a value from the start of the domain. */
  protected abstract placeOf(value: number): number;

  /** The value at a position from the start of the domain. Exact at both ends. */
  protected abstract valueAt(fraction: number): number;

  /** The text of a value without an author's format. */
  abstract textOf(value: number): string;
}
