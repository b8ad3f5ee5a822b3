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
/** How many plots in sight begin with one frame while the page scrolls; and how many out of sight. */
const IN_SIGHT_PER_FRAME = 5;
const AHEAD_PER_FRAME = 2;
/** Likewise, where frames take so long that plots would come into sight before their turn. */
const SLOW_FRAME_MS = 30;
const AHEAD_PER_SLOW_FRAME = 5;
/** How many plots out of sight begin before the first of them has its picture. */
const AHEAD_AT_ONCE = 12;

/**
 * The plots of the page. Of more than {@link ALWAYS_DRAWN}, only those near the window are drawn: those in sight first,
 * then the others, a few per frame.
 */
class DrawnPlots {
  readonly #plots = new Map<Element, Drawable>();
  readonly #inSight = new Set<Drawable>();
  /** Near, and not drawn yet. */
  readonly #waiting = new Set<Drawable>();
  /** Drawn, without a picture yet. */
  readonly #begun = new Set<Drawable>();
  /** Report which plots are near the window, and which of these are in sight; null while all are drawn. */
  #observers: { readonly near: IntersectionObserver; readonly sight: IntersectionObserver } | null = null;
  #isAwaitingFrame = false;
  /** When the last of the frames began that follow one another. */
  #lastFrameMs: number | null = null;
  #isSlow = false;

  add(plot: Drawable): void {
    this.#plots.set(plot.element, plot);
    if (this.#observers) this.#observers.near.observe(plot.element);
    else queueMicrotask(() => this.#decide());
  }

  remove(plot: Drawable): void {
    this.#plots.delete(plot.element);
    this.#forget(plot);
    this.#observers?.near.unobserve(plot.element);
    this.#decide();
  }

  settled(plot: Drawable): void {
    if (this.#begun.delete(plot)) this.#drawInFrames();
  }

  /** Elements that are inserted together are counted together. */
  #decide(): void {
    const drawsAll = this.#plots.size <= ALWAYS_DRAWN || typeof IntersectionObserver === 'undefined';
    if (drawsAll) {
      this.#observers?.near.disconnect();
      this.#observers?.sight.disconnect();
      this.#observers = null;
      for (const plot of this.#plots.values()) plot.draw();
    } else if (!this.#observers) {
      const near = new IntersectionObserver((entries) => this.#nearChanged(entries), { rootMargin: MARGIN });
      const sight = new IntersectionObserver((entries) => this.#sightChanged(entries));
      this.#observers = { near, sight };
      for (const element of this.#plots.keys()) near.observe(element);
    }
  }

  #nearChanged(entries: readonly IntersectionObserverEntry[]): void {
    const isFirst = this.#waiting.size + this.#begun.size + this.#inSight.size === 0;
    for (const { target, isIntersecting, boundingClientRect } of entries) {
      const plot = this.#plots.get(target);
      if (!plot) continue;
      if (isIntersecting) {
        plot.near();
        this.#observers?.sight.observe(target);
        if (!plot.isDrawn) this.#waiting.add(plot);
        if (isInWindow(boundingClientRect)) this.#inSight.add(plot);
      } else {
        this.#forget(plot);
        plot.far();
      }
    }
    // Together they take less time than one by one, and nothing else moves yet.
    if (isFirst) this.#draw([...this.#waiting].filter((plot) => this.#inSight.has(plot)));
    this.#drawInFrames();
  }

  #sightChanged(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const plot = this.#plots.get(target);
      if (plot && isIntersecting) this.#inSight.add(plot);
      else if (plot) this.#inSight.delete(plot);
    }
    this.#drawInFrames();
  }

  #forget(plot: Drawable): void {
    for (const set of [this.#inSight, this.#waiting, this.#begun]) set.delete(plot);
    this.#observers?.sight.unobserve(plot.element);
  }

  #drawInFrames(): void {
    if (this.#isAwaitingFrame || this.#next().length === 0) return;
    this.#isAwaitingFrame = true;
    requestAnimationFrame((nowMs) => {
      this.#isAwaitingFrame = false;
      this.#isSlow = this.#lastFrameMs !== null && nowMs - this.#lastFrameMs > SLOW_FRAME_MS;
      this.#lastFrameMs = nowMs;
      this.#draw(this.#next());
      this.#drawInFrames();
      if (!this.#isAwaitingFrame) this.#lastFrameMs = null;
    });
  }

  /** The plots that begin with the next frame: those out of sight wait until all in sight have a picture. */
  #next(): readonly Drawable[] {
    if (this.#waiting.size === 0) return [];
    const urgent = [...this.#waiting].filter((plot) => this.#inSight.has(plot));
    if (urgent.length > 0) return urgent.slice(0, IN_SIGHT_PER_FRAME);
    const isBusy = this.#begun.size >= AHEAD_AT_ONCE || [...this.#begun].some((plot) => this.#inSight.has(plot));
    return isBusy ? [] : [...this.#waiting].slice(0, this.#isSlow ? AHEAD_PER_SLOW_FRAME : AHEAD_PER_FRAME);
  }

  #draw(plots: readonly Drawable[]): void {
    for (const plot of plots) {
      this.#waiting.delete(plot);
      if (!plot.isDrawn) this.#begun.add(plot);
      plot.draw();
    }
  }
}

function isInWindow({ top, bottom, left, right }: DOMRectReadOnly): boolean {
  return top < innerHeight && bottom > 0 && left < innerWidth && right > 0;
}

export const drawnPlots = new DrawnPlots();
