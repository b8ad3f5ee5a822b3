/** A change within this time after a gesture may be its effect. */
const EFFECT_MS = 1500;
const TYPES = ['pointerdown', 'pointermove', 'pointerup', 'pointercancel', 'keydown', 'wheel'] as const;
/** Capturing listeners also receive events whose propagation a handler stops. */
const LISTENER_OPTIONS = { capture: true, passive: true };

/**
 * Distinguishes changes that users make from changes without a user, such as those while a page loads. Gestures on the
 * whole page count, because its buttons may be outside the workspace. The wheel counts only inside: outside, it only
 * scrolls.
 */
export class Gestures {
  readonly #root: HTMLElement;
  readonly #pressed = new Set<number>();
  #actedMs = -Infinity;

  constructor(root: HTMLElement) {
    this.#root = root;
    for (const type of TYPES) document.addEventListener(type, this.#see, LISTENER_OPTIONS);
  }

  /** Whether a drag is under way. */
  get isDragging(): boolean {
    return this.#pressed.size > 0;
  }

  /** Whether a change now may be the effect of a gesture. */
  get isRecent(): boolean {
    return this.isDragging || performance.now() - this.#actedMs < EFFECT_MS;
  }

  /** Changes from now on do not count as effects of earlier gestures. */
  forget(): void {
    this.#actedMs = -Infinity;
  }

  close(): void {
    for (const type of TYPES) document.removeEventListener(type, this.#see, LISTENER_OPTIONS);
  }

  readonly #see = (event: Event): void => {
    if (event instanceof PointerEvent) this.#point(event);
    if (event.type === 'wheel' && !event.composedPath().includes(this.#root)) return;
    if (event.type !== 'pointermove') this.#actedMs = performance.now();
  };

  #point({ type, pointerId, buttons }: PointerEvent): void {
    if (type === 'pointerdown') this.#pressed.add(pointerId);
    // Some browsers fire no pointerup over their own menus: a move without a button ends the press.
    else if (type !== 'pointermove' || buttons === 0) this.#pressed.delete(pointerId);
  }
}
