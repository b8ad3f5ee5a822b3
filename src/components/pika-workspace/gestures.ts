/** What changes this long after the user has done something may be its effect. */
const EFFECT_MS = 1500;
const TYPES = ['pointerdown', 'pointermove', 'pointerup', 'pointercancel', 'keydown', 'wheel'] as const;
const ALSO_HANDLED = { capture: true, passive: true };

/**
 * Tells what users do from what changes by itself, as while a page loads. Buttons of the page may be outside of the
 * workspace; a wheel outside only scrolls.
 */
export class Gestures {
  readonly #root: HTMLElement;
  readonly #pressed = new Set<number>();
  #actedMs = -Infinity;

  constructor(root: HTMLElement) {
    this.#root = root;
    for (const type of TYPES) document.addEventListener(type, this.#see, ALSO_HANDLED);
  }

  /** Whether a drag is under way. */
  get isDragging(): boolean {
    return this.#pressed.size > 0;
  }

  /** Whether a change now may be the effect of a gesture. */
  get isRecent(): boolean {
    return this.isDragging || performance.now() - this.#actedMs < EFFECT_MS;
  }

  /** What follows is no effect of an earlier gesture. */
  forget(): void {
    this.#actedMs = -Infinity;
  }

  close(): void {
    for (const type of TYPES) document.removeEventListener(type, this.#see, ALSO_HANDLED);
  }

  readonly #see = (event: Event): void => {
    if (event instanceof PointerEvent) this.#point(event);
    if (event.type === 'wheel' && !event.composedPath().includes(this.#root)) return;
    if (event.type !== 'pointermove') this.#actedMs = performance.now();
  };

  #point({ type, pointerId, buttons }: PointerEvent): void {
    if (type === 'pointerdown') this.#pressed.add(pointerId);
    // Some browsers report no end over their own menus.
    else if (type !== 'pointermove' || buttons === 0) this.#pressed.delete(pointerId);
  }
}
