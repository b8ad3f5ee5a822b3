import { nothing, type ReactiveControllerHost, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { BoxCss, Layout, PlacePx, PlotHover } from '../../engine/index';
import { ListeningController } from './listening-controller';
import type { ClientPoint } from './own-pixels';
import { clientOf, placeInBox } from './place-in-box';
import { hoverMark, hoverWords, placeTooltip, tooltip } from '../pika-plot/tooltip';

/** The plot as far as somebody points at it. */
export interface Hoverable {
  /** Where things can be pointed at, in CSS pixels of the target; null while there is nothing, or nobody wants to know. */
  readonly box: () => BoxCss | null;
  /** Pointers are told nothing; the reading cursor is still there, for who selects with it. */
  readonly quiet: () => boolean;
  /** The reading cursor stands there now. */
  readonly read: (at: PlacePx) => void;
  /** Whether arrow keys without modifiers, Home and End are nobody else's. */
  readonly arrowsFree: () => boolean;
  readonly point: (at: PlacePx) => void;
  readonly leave: () => void;
  readonly step: (from: PlacePx | null, dx: number, dy: number) => PlacePx | null;
  /** What is shown is complete, or nothing is shown any more. */
  readonly told: (hover: PlotHover | null) => void;
}

/** A pointer that stays within so few pixels for so long rests. */
const REST_MS = 80;
const REST_CSS = 4;
/** A tap is short, and does not move. */
const TAP_MS = 500;
const TAP_CSS = 10;
/** Cells of a density are small: a key that is held down goes on in larger steps. */
const HELD_CELLS = 4;

const KEYS: Readonly<Record<string, readonly [dx: number, dy: number]>> = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1], ',': [-1, 0], '.': [1, 0], '<': [0, -1], '>': [0, 1], Home: [-1e6, 0], End: [1e6, 0],
};
/** Those that others may want. */
const SHARED = /^(Arrow|Home|End)/;

/**
 * Shows what lies where somebody points: where a mouse or pen rests, where a finger taps (the next tap elsewhere hides it), and where the
 * reading cursor stands, which arrow keys move from bar to bar or cell to cell. `,` `.` `<` `>` do the same when something else, such as a
 * zoomed plot, takes the arrows; Home and End go to the ends; Escape hides. Nothing is asked for while a button is down.
 */
export class HoverController extends ListeningController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #plot: Hoverable;
  #resting: ReturnType<typeof setTimeout> | undefined;
  /** Where the pointer was seen last, on the page; what is shown is not its place while keys move. */
  #pointer: { readonly x: number; readonly y: number } | null = null;
  #tap: { readonly x: number; readonly y: number; readonly atMs: number } | null = null;
  #byTouch = false;
  /** The reading cursor, while keys move it. */
  #cursor: PlacePx | null = null;
  #shown: PlotHover | null = null;
  #words = '';
  #told = false;

  constructor(host: ReactiveControllerHost & HTMLElement, plot: Hoverable, target: () => HTMLElement) {
    super(host, target);
    this.#host = host;
    this.#plot = plot;
  }

  /** Where the reading cursor stands; null while no key moved it. */
  get cursor(): PlacePx | null {
    return this.#cursor;
  }

  /** What is shown, for those who don't see it: complete, or not at all. */
  get words(): string {
    return this.#words;
  }

  /** The view found something out; null: nobody points any more. */
  show(hover: PlotHover | null): void {
    this.#shown = this.#plot.box() ? hover : null;
    if (!this.#shown?.pending) {
      this.#words = this.#shown ? hoverWords(this.#shown) : '';
      if ((this.#shown || this.#told) && !this.#plot.quiet()) this.#plot.told(this.#shown);
      this.#told = this.#shown !== null;
    }
    this.#host.requestUpdate();
  }

  /** The bar, cell and row that are meant, over the picture. */
  mark(layout: Layout): SVGTemplateResult | null {
    return this.#shown && hoverMark(layout, this.#shown);
  }

  tooltip(): TemplateResult | typeof nothing {
    return this.#shown && !this.#plot.quiet() ? tooltip(this.#shown) : nothing;
  }

  override hostUpdated(): void {
    super.hostUpdated();
    const box = this.#plot.box();
    const element = this.#host.shadowRoot?.querySelector<HTMLElement>('.tooltip');
    const at = element && box && this.#shown && clientOf(this.target, box, this.#shown.at);
    if (at) placeTooltip(element, at, this.#byTouch);
  }

  protected override forget(): void {
    this.#leave();
  }

  protected override listen(target: HTMLElement, signal: AbortSignal): void {
    target.addEventListener('pointermove', this.#move, { signal });
    target.addEventListener('pointerdown', this.#down, { signal, capture: true });
    target.addEventListener('pointerup', this.#up, { signal });
    target.addEventListener('pointercancel', () => { this.#tap = null; }, { signal });
    target.addEventListener('pointerleave', this.#out, { signal });
    target.addEventListener('wheel', () => this.#leave(), { signal, passive: true });
    target.addEventListener('blur', () => { if (this.#cursor) this.#leave(); }, { signal });
    // Before the brush: Escape closes what keys opened, and only then clears.
    target.addEventListener('keydown', this.#key, { signal, capture: true });
    const { ownerDocument } = target;
    ownerDocument.addEventListener('pointerdown', this.#elsewhere, { signal, capture: true });
    ownerDocument.addEventListener('scroll', () => { if (this.#shown) this.#leave(); }, { signal, capture: true, passive: true });
  }

  readonly #move = (event: PointerEvent): void => {
    if (event.pointerType === 'touch' || event.buttons !== 0) return;
    const { clientX: x, clientY: y } = event;
    if (this.#pointer && Math.abs(x - this.#pointer.x) < REST_CSS && Math.abs(y - this.#pointer.y) < REST_CSS) return;
    this.#pointer = { x, y };
    this.#leave();
    const here = { clientX: x, clientY: y };
    if (this.#placeOf(here) && !this.#plot.quiet()) this.#resting = setTimeout(() => this.#point(here, false), REST_MS);
  };

  readonly #out = ({ pointerType }: PointerEvent): void => {
    if (pointerType === 'touch') return;
    // Who comes back to the same place has moved.
    this.#pointer = null;
    if (!this.#cursor) this.#leave();
  };

  readonly #down = (event: PointerEvent): void => {
    const shownHere = this.#shown !== null && this.#byTouch;
    this.#leave();
    this.#tap = event.pointerType === 'touch' && event.isPrimary && !shownHere ? { x: event.clientX, y: event.clientY, atMs: event.timeStamp } : null;
  };

  readonly #up = ({ clientX: x, clientY: y, timeStamp }: PointerEvent): void => {
    const tap = this.#tap;
    this.#tap = null;
    this.#pointer = { x, y };
    if (tap && timeStamp - tap.atMs < TAP_MS && Math.hypot(x - tap.x, y - tap.y) < TAP_CSS) this.#point({ clientX: x, clientY: y }, true);
  };

  readonly #elsewhere = (event: PointerEvent): void => {
    if (this.#shown && !event.composedPath().includes(this.target)) this.#leave();
  };

  readonly #key = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && this.#shown) {
      if (this.#cursor) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
      this.#leave();
      return;
    }
    const step = KEYS[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey || !this.#plot.box()) return;
    if (SHARED.test(event.key) && (event.shiftKey || !this.#plot.arrowsFree())) return;
    const cells = event.repeat && this.#shown?.cell.y ? HELD_CELLS : 1;
    const at = this.#plot.step(this.#cursor ?? this.#shown?.at ?? null, step[0] * cells, step[1] * cells);
    if (!at) return;
    event.preventDefault();
    this.#leave();
    this.#cursor = at;
    this.#plot.read(at);
    this.#byTouch = false;
    this.#resting = setTimeout(() => this.#plot.point(at), REST_MS);
  };

  #point(point: ClientPoint, byTouch: boolean): void {
    const at = this.#placeOf(point);
    if (!at || this.#plot.quiet()) return;
    this.#byTouch = byTouch;
    this.#plot.point(at);
  }

  #leave(): void {
    clearTimeout(this.#resting);
    this.#cursor = null;
    this.#plot.leave();
  }

  /** A point of the page as a place in the box; null outside. */
  #placeOf(point: ClientPoint): PlacePx | null {
    return placeInBox(this.target, this.#plot.box(), point);
  }
}
