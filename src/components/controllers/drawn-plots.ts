/** A plot that can be drawn, or not. */
export interface Drawable {
  readonly element: Element;
  readonly isDrawn: boolean;
  /** Draws it, unless it is drawn. */
  draw(): void;
  /** It is near the window. */
  near(): void;
  /** It is not near the window, and need not be drawn. */
  far(): void;
}

/** Up to this many plots of a page are drawn wherever they are. */
const ALWAYS_DRAWN = 100;
/** How far from the window is near, as a share of its size. */
const MARGIN = '50%';
/** How many plots out of sight begin with one frame. */
const AHEAD_PER_FRAME = 2;

/**
 * The plots of the page. Of more than {@link ALWAYS_DRAWN}, only those near the window are drawn: those in sight first,
 * then the others, a few per frame.
 */
class DrawnPlots {
  readonly #plots = new Map<Element, Drawable>();
  /** In sight, and not settled yet. */
  readonly #urgent = new Set<Drawable>();
  /** Near, but out of sight; they wait for the urgent ones. */
  readonly #ahead = new Set<Drawable>();
  /** Report which plots are near the window, and which are in sight; none while all are drawn. */
  #observers: readonly IntersectionObserver[] = [];
  #isAwaitingFrame = false;

  add(plot: Drawable): void {
    this.#plots.set(plot.element, plot);
    for (const observer of this.#observers) observer.observe(plot.element);
    if (this.#observers.length === 0) queueMicrotask(() => this.#decide());
  }

  remove(plot: Drawable): void {
    this.#plots.delete(plot.element);
    this.#urgent.delete(plot);
    this.#ahead.delete(plot);
    for (const observer of this.#observers) observer.unobserve(plot.element);
    this.#decide();
  }

  settled(plot: Drawable): void {
    if (this.#urgent.delete(plot)) this.#drawAhead();
  }

  /** Elements that are inserted together are counted together. */
  #decide(): void {
    const drawsAll = this.#plots.size <= ALWAYS_DRAWN || typeof IntersectionObserver === 'undefined';
    if (drawsAll) {
      for (const observer of this.#observers) observer.disconnect();
      this.#observers = [];
      for (const plot of this.#plots.values()) plot.draw();
    } else if (this.#observers.length === 0) {
      this.#observers = [
        new IntersectionObserver((entries) => this.#near(entries), { rootMargin: MARGIN }),
        new IntersectionObserver((entries) => this.#inSight(entries)),
      ];
      for (const observer of this.#observers) for (const element of this.#plots.keys()) observer.observe(element);
    }
  }

  #near(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const plot = this.#plots.get(target);
      if (isIntersecting) plot?.near();
      else plot?.far();
      if (plot && isIntersecting && !plot.isDrawn) this.#ahead.add(plot);
      else if (plot) this.#ahead.delete(plot);
    }
    this.#drawAhead();
  }

  #inSight(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const plot = this.#plots.get(target);
      if (plot && isIntersecting && !plot.isDrawn) {
        this.#ahead.delete(plot);
        this.#urgent.add(plot);
        plot.draw();
      } else if (plot && !isIntersecting) this.#urgent.delete(plot);
    }
    this.#drawAhead();
  }

  #drawAhead(): void {
    if (this.#isAwaitingFrame || this.#urgent.size > 0 || this.#ahead.size === 0) return;
    this.#isAwaitingFrame = true;
    requestAnimationFrame(() => {
      this.#isAwaitingFrame = false;
      if (this.#urgent.size > 0) return;
      for (const plot of [...this.#ahead].slice(0, AHEAD_PER_FRAME)) {
        this.#ahead.delete(plot);
        plot.draw();
      }
      this.#drawAhead();
    });
  }
}

export const drawnPlots = new DrawnPlots();
