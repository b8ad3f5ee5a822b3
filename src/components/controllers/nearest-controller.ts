import type { ReactiveControllerHost } from 'lit';
import type { BoxCss, PointPx } from '../../engine/index';
import { ListeningController } from './listening-controller';
import { placeInBox } from './place-in-box';

/** The part of a plot that selecting the nearest row uses. */
export interface Followable {
  /**
   * The panels to follow the pointer in, in CSS pixels of the target; none while the plot is not drawn, or without
   * `brush="nearest"`.
   */
  readonly boxes: () => readonly BoxCss[];
  readonly point: (at: PointPx) => void;
  readonly leave: () => void;
}

/** A pointer that moves no further is a click. */
const CLICK_CSS = 3;

/**
 * Selects the row nearest to a mouse or pen as it moves, and clears when it leaves. A click pins the selection until
 * the next click or Escape; a tap selects and pins. The keyboard cursor, which arrow keys move, selects as it moves;
 * its selection stays until Escape, or until a pointer arrives.
 */
export class NearestController extends ListeningController {
  readonly #plot: Followable;
  #pinned = false;
  #byPointer = false;
  #down: { readonly x: number; readonly y: number } | null = null;

  constructor(host: ReactiveControllerHost, plot: Followable, target: () => HTMLElement) {
    super(host, target);
    this.#plot = plot;
  }

  protected override listen(target: HTMLElement, signal: AbortSignal): void {
    target.addEventListener(
      'pointermove',
      (event) => {
        if (event.pointerType !== 'touch' && event.buttons === 0 && !this.#pinned) this.#point(event);
      },
      { signal },
    );
    target.addEventListener(
      'pointerleave',
      (event) => {
        if (event.pointerType !== 'touch' && this.#byPointer && !this.#pinned) this.#leave();
      },
      { signal },
    );
    target.addEventListener(
      'pointerdown',
      ({ button, clientX: x, clientY: y }) => {
        this.#down = button === 0 ? { x, y } : null;
      },
      { signal },
    );
    target.addEventListener(
      'pointercancel',
      () => {
        this.#down = null;
      },
      { signal },
    );
    target.addEventListener(
      'pointerup',
      (event) => {
        if (
          !this.#down ||
          Math.hypot(event.clientX - this.#down.x, event.clientY - this.#down.y) > CLICK_CSS ||
          this.#plot.boxes().length === 0
        )
          return;
        this.#pinned = event.pointerType === 'touch' || !this.#pinned;
        this.#point(event);
      },
      { signal },
    );
    target.addEventListener(
      'keydown',
      ({ key }) => {
        if (key === 'Escape') this.#leave();
      },
      { signal },
    );
  }

  protected override forget(): void {
    this.#pinned = false;
    this.#byPointer = false;
    this.#down = null;
  }

  /** Selects at the keyboard cursor. */
  cursorMoved(at: PointPx): void {
    if (this.#plot.boxes().length === 0 || this.#pinned) return;
    this.#byPointer = false;
    this.#plot.point(at);
  }

  #point(event: PointerEvent): void {
    const at = placeInBox(this.target, this.#plot.boxes(), event);
    if (at) this.#plot.point(at);
    else if (this.#byPointer) this.#leave();
    this.#byPointer = at !== null;
  }

  #leave(): void {
    this.#pinned = false;
    this.#byPointer = false;
    if (this.#plot.boxes().length > 0) this.#plot.leave();
  }
}
