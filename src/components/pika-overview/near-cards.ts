/** How far from the window, or from the box that scrolls them, cards are near: as a share of its size. */
const MARGIN = '50%';

/** Tells which cards are near the window. */
export class NearCards {
  readonly #observer: IntersectionObserver;

  /** @param moved called with elements that came near, and with those that left; with all of them at first */
  constructor(moved: (came: readonly Element[], left: readonly Element[]) => void) {
    this.#observer = new IntersectionObserver(
      (entries) => {
        const those = (isNear: boolean): readonly Element[] =>
          entries.filter(({ isIntersecting }) => isIntersecting === isNear).map(({ target }) => target);
        moved(those(true), those(false));
      },
      { rootMargin: MARGIN, scrollMargin: MARGIN },
    );
  }

  /** Watches these cards, and no others. */
  watch(cards: readonly Element[]): void {
    this.#observer.disconnect();
    for (const card of cards) this.#observer.observe(card);
  }
}
