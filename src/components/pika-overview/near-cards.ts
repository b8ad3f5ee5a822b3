/** Cards are read ahead this far beyond the window, or beyond the box that scrolls them: a share of its size. */
const MARGIN = '100%';
/** Where the browser knows this option, it is for the window too: with both options, Chromium adds up four windows. */
const AHEAD: IntersectionObserverInit =
  'scrollMargin' in IntersectionObserver.prototype ? { scrollMargin: MARGIN } : { rootMargin: MARGIN };

/**
 * Reports which cards are near the window: first those in sight and, once they are drawn, those that the user will see
 * next. If all were read at once, those in sight would have to wait for the others.
 */
export class NearCards {
  readonly #moved: (came: readonly Element[], left: readonly Element[]) => void;
  readonly #sight: IntersectionObserver;
  readonly #margin: IntersectionObserver;
  readonly #inSight = new Set<Element>();
  /** Near, but not read yet. */
  readonly #waiting = new Set<Element>();
  #hasReported = false;

  /** @param moved called with the elements that came near, and those that left; at first, with each element */
  constructor(moved: (came: readonly Element[], left: readonly Element[]) => void) {
    this.#moved = moved;
    this.#sight = new IntersectionObserver((entries) => this.#see(entries));
    this.#margin = new IntersectionObserver((entries) => this.#approach(entries), AHEAD);
  }

  /** Watches these cards, and no others. */
  watch(cards: readonly Element[]): void {
    for (const observer of [this.#sight, this.#margin]) {
      observer.disconnect();
      for (const card of cards) observer.observe(card);
    }
    this.#inSight.clear();
    this.#waiting.clear();
    this.#hasReported = false;
  }

  /** The cards in sight; null while this is unknown. */
  get inSight(): ReadonlySet<Element> | null {
    return this.#hasReported ? this.#inSight : null;
  }

  /** Call it when the cards in sight are drawn: it reports the others. */
  readAhead(): void {
    if (this.#waiting.size === 0) return;
    const came = [...this.#waiting];
    this.#waiting.clear();
    this.#moved(came, []);
  }

  #see(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) this.#inSight.add(target);
      else this.#inSight.delete(target);
    }
    this.#hasReported = true;
    const came = those(entries, true);
    for (const card of came) this.#waiting.delete(card);
    this.#moved(came, []);
  }

  #approach(entries: readonly IntersectionObserverEntry[]): void {
    const left = those(entries, false);
    for (const card of left) this.#waiting.delete(card);
    for (const card of those(entries, true)) if (!this.#inSight.has(card)) this.#waiting.add(card);
    this.#moved([], left);
  }
}

function those(entries: readonly IntersectionObserverEntry[], isNear: boolean): readonly Element[] {
  return entries.filter(({ isIntersecting }) => isIntersecting === isNear).map(({ target }) => target);
}
