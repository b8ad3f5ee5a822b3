/** Browsers limit the height of elements: Firefox to 17.8 million pixels. */
const MOST_PX = 8_000_000;

/**
 * Converts the scroll position of an element to a position among rows, which may be higher in all than any element can
 * be. Steps shorter than the viewport (a wheel, a finger) move by as many pixels among the rows; longer ones (the
 * scrollbar) move in proportion. Positions are in CSS pixels from the top.
 */
export class RowScroller {
  #rowPx: number;
  #rowCount = 0;
  #viewportPx = 0;
  /** The position among the rows. */
  #offset = 0;
  #scrollTop = 0;

  constructor(rowPx: number) {
    this.#rowPx = rowPx;
  }

  get rowPx(): number {
    return this.#rowPx;
  }

  /** The first row in sight stays. Call {@link resize} next. */
  set rowPx(rowPx: number) {
    this.#offset *= rowPx / this.#rowPx;
    this.#rowPx = rowPx;
  }

  get offset(): number {
    return this.#offset;
  }

  /** The height of the element that scrolls. */
  get contentPx(): number {
    return Math.min(this.#rowCount * this.#rowPx, Math.max(MOST_PX, this.#viewportPx));
  }

  /** Returns the scroll position that keeps the rows in place, as far as there are enough. */
  resize(rowCount: number, viewportPx: number): number {
    this.#rowCount = rowCount;
    this.#viewportPx = viewportPx;
    return this.moveTo(this.#offset);
  }

  /** The element was scrolled. Returns the position to set instead, or null to leave it. */
  scrolled(scrollTop: number): number | null {
    const step = scrollTop - this.#scrollTop;
    this.#scrollTop = scrollTop;
    const ends = scrollTop <= 0 || scrollTop >= this.#scrollRange;
    if (!this.#isScaled || Math.abs(step) > this.#viewportPx) {
      this.#offset = this.#isScaled ? this.#fraction(scrollTop) * this.#range : scrollTop;
      return null;
    }
    this.#offset = Math.max(0, Math.min(this.#range, this.#offset + step));
    // At an end of the element, but not of the rows, no further step would be possible.
    return ends && scrollTop !== this.#topOf(this.#offset) ? this.moveTo(this.#offset) : null;
  }

  /**
   * Where the element should be scrolled to for the rows in sight, after small steps. Null if it was scrolled
   * meanwhile: its event is still to come.
   */
  settled(scrollTop: number): number | null {
    return Math.abs(scrollTop - this.#scrollTop) < 1 ? this.moveTo(this.#offset) : null;
  }

  /** Moves to a position among the rows. Returns the scroll position to set. */
  moveTo(offset: number): number {
    this.#offset = Math.max(0, Math.min(this.#range, offset));
    return (this.#scrollTop = this.#topOf(this.#offset));
  }

  /** Largest position among the rows. */
  get #range(): number {
    return Math.max(0, this.#rowCount * this.#rowPx - this.#viewportPx);
  }

  get #scrollRange(): number {
    return Math.max(0, this.contentPx - this.#viewportPx);
  }

  get #isScaled(): boolean {
    return this.#range > this.#scrollRange;
  }

  #fraction(scrollTop: number): number {
    return this.#scrollRange === 0 ? 0 : Math.max(0, Math.min(1, scrollTop / this.#scrollRange));
  }

  /** A whole number, as browsers round: but not at an end unless the rows end there. */
  #topOf(offset: number): number {
    if (!this.#isScaled) return offset;
    if (offset <= 0 || offset >= this.#range) return offset <= 0 ? 0 : this.#scrollRange;
    return Math.max(1, Math.min(this.#scrollRange - 1, Math.round((offset / this.#range) * this.#scrollRange)));
  }
}
