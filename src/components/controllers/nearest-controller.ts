import type { ReactiveControllerHost } from 'lit';
import type { BoxCss, PlacePx } from '../../engine/index';
import { ListeningController } from './listening-controller';
import { placeInBox } from './place-in-box';

/** The plot as far as what is nearest to the pointer is selected on it. */
export interface Followable {
  /** In CSS pixels of the target; null while there is nothing to follow on, or nobody wants it. */
  readonly box: () => BoxCss | null;
  readonly point: (at: PlacePx) => void;
  readonly leave: () => void;
}

/** A pointer that goes no further clicks. */
const CLICK_CSS = 3;

/**
 * What is nearest to a mouse or pen is selected while it moves, and no longer when it leaves. A click holds it there, until the next click or Escape;
 * a finger's tap selects and holds. The reading cursor, which arrow keys move, selects as it goes; what it selected stays until Escape, or until
 * a pointer comes.
 */
export class NearestController extends ListeningController {
  readonly #plot: Followable;
  #held = false;
  #byPointer = false;
  #down: { readonly x: number; readonly y: number } | null = null;

  constructor(host: ReactiveControllerHost, plot: Followable, target: () => HTMLElement) {
    super(host, target);
    this.#plot = plot;
  }

  protected override listen(target: HTMLElement, signal: AbortSignal): void {
    target.addEventListener('pointermove', (event) => {
      if (event.pointerType !== 'touch' && event.buttons === 0 && !this.#held) this.#point(event);
    }, { signal });
    target.addEventListener('pointerleave', (event) => {
      if (event.pointerType !== 'touch' && this.#byPointer && !this.#held) this.#leave();
    }, { signal });
    target.addEventListener('pointerdown', ({ button, clientX: x, clientY: y }) => { this.#down = button === 0 ? { x, y } : null; }, { signal });
    target.addEventListener('pointercancel', () => { this.#down = null; }, { signal });
    target.addEventListener('pointerup', (event) => {
      if (!this.#down || Math.hypot(event.clientX - this.#down.x, event.clientY - this.#down.y) > CLICK_CSS || !this.#plot.box()) return;
      this.#held = event.pointerType === 'touch' || !this.#held;
      this.#point(event);
    }, { signal });
    target.addEventListener('keydown', ({ key }) => { if (key === 'Escape') this.#leave(); }, { signal });
  }

  protected override forget(): void {
    this.#held = false;
    this.#byPointer = false;
    this.#down = null;
  }

  /** The reading cursor stands there. */
  read(at: PlacePx): void {
    if (!this.#plot.box() || this.#held) return;
    this.#byPointer = false;
    this.#plot.point(at);
  }

  #point(event: PointerEvent): void {
    const at = placeInBox(this.target, this.#plot.box(), event);
    if (at) this.#plot.point(at);
    else if (this.#byPointer) this.#leave();
    this.#byPointer = at !== null;
  }

  #leave(): void {
    this.#held = false;
    this.#byPointer = false;
    if (this.#plot.box()) this.#plot.leave();
  }
}
