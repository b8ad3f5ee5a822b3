import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { drawnPlots, type Drawable } from './drawn-plots';
import { idleTime } from './idle-time';

/** What happens to a plot that is drawn only where the user may see it. */
export interface NearHost {
  /** Whether it stays drawn wherever it is, for example because the user has selected something in it. */
  isKept(): boolean;
  /** It is to be drawn. */
  came(): void;
  /** It need not be drawn any longer. */
  left(): void;
}

/** Decides whether a plot is drawn: see {@link drawnPlots}. */
export class NearController implements ReactiveController, Drawable {
  readonly element: HTMLElement;
  readonly #host: NearHost;
  /** Resolves when the plot is drawn, first or again. */
  #comes!: Promise<void>;
  #come!: () => void;
  #isDrawn = false;
  /** It was drawn, and is far from the window now. */
  #isResting = false;
  /** A script wants the plot, wherever it is. */
  #isWoken = false;

  constructor(element: ReactiveControllerHost & HTMLElement, host: NearHost) {
    this.element = element;
    this.#host = host;
    this.#awaitComing();
    element.addController(this);
  }

  #awaitComing(): void {
    this.#comes = new Promise((resolve) => (this.#come = resolve));
  }

  get isDrawn(): boolean {
    return this.#isDrawn;
  }

  /**
   * Resolves when the element should render; null: at once. Before it is first drawn, there is nothing to show. While
   * it rests, it is out of sight: rendering it would only delay a page that scrolls.
   */
  rendersLater(hasRendered: boolean): Promise<void> | null {
    if (this.#isDrawn) return null;
    if (!hasRendered) return this.#comes;
    return this.#isResting ? Promise.race([this.#comes, idleTime()]) : null;
  }

  hostConnected(): void {
    drawnPlots.add(this);
  }

  /** An element that is only moved is connected again in the same task. */
  hostDisconnected(): void {
    queueMicrotask(() => {
      if (this.element.isConnected) return;
      drawnPlots.remove(this);
      this.#isDrawn = this.#isWoken = this.#isResting = false;
    });
  }

  /** Draws the plot wherever it is. It stays drawn until it has been near the window and has left again. */
  wake(): void {
    this.#isWoken = !this.#isDrawn;
    this.draw();
  }

  /** The plot shows a picture, or why it has none. */
  settled(): void {
    drawnPlots.settled(this);
  }

  draw(): void {
    if (this.#isDrawn) return;
    this.#isDrawn = true;
    this.#isResting = false;
    this.#come();
    this.#host.came();
  }

  near(): void {
    this.#isWoken = false;
  }

  far(): void {
    if (!this.#isDrawn || this.#isWoken || this.#host.isKept()) return;
    this.#isDrawn = false;
    this.#isResting = true;
    this.#awaitComing();
    this.#host.left();
  }
}
