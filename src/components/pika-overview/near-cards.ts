/** How far from the window, or from the box that scrolls them, cards are read ahead: as a share of its size. */
const MARGIN = '100%';

/**
 * Tells which cards are near the window: first those in sight and, once these are drawn, those that the user will see
 * next. Read at once, all of them would be ready at the same, later time.
 */
export class NearCards {
  readonly #moved: (came: readonly Element[], left: readonly Element[]) => void;
  readonly #sight: IntersectionObserver;
  readonly #margin: IntersectionObserver;
  readonly #inSight = new Set<Element>();
  /** Near, but not read yet. */
  readonly #waiting = new Set<Element>();
  #hasReported = false;

  /** @param moved called with elements that came near, and with those that left; with all of them at first */
  constructor(moved: (came: readonly Element[], left: readonly Element[]) => void) {
    this.#moved = moved;
    this.#sight = new IntersectionObserver((entries) => this.#see(entries));
    this.#margin = new IntersectionObserver((entries) => this.#approach(entries), {
      rootMargin: MARGIN,
      scrollMargin: MARGIN,
    });
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

  /** The cards in sight are drawn: the others come near. */
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
