import { nothing, type ReactiveControllerHost, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { BoxCss, Layout, PointPx, PlotHover } from '../../engine/index';
import { ListeningController } from './listening-controller';
import type { ClientPoint } from './own-pixels';
import { MessagesController } from './messages-controller';
import { clientOf, placeInBox } from './place-in-box';
import { HOVER_MESSAGES } from '../messages/english/hover';
import { hoverMark, hoverWords, placeTooltip, tooltip } from '../pika-plot/tooltip';

/** The part of a plot that hovering uses. */
export interface Hoverable {
  /** The panels to hover, in CSS pixels of the target; none while there is nothing to hover, or hovering is off. */
  readonly boxes: () => readonly BoxCss[];
  /** Whether tooltips are off; the keyboard cursor still works, for selecting. */
  readonly quiet: () => boolean;
  /** Called when the keyboard cursor moves. */
  readonly cursorMoved: (at: PointPx) => void;
  /** Whether arrow keys without modifiers, Home and End are free for the cursor. */
  readonly arrowsFree: () => boolean;
  readonly point: (at: PointPx) => void;
  readonly leave: () => void;
  readonly step: (from: PointPx | null, dx: number, dy: number) => PointPx | null;
  /** Called when the information is complete, or hidden (null). */
  readonly changed: (hover: PlotHover | null) => void;
}

/** A pointer rests if it stays within this distance for this time. */
const REST_MS = 80;
const REST_CSS = 4;
/** A tap is short and does not move. */
const TAP_MS = 500;
const TAP_CSS = 10;
/** Cells of a density are small: a key held down moves by several. */
const REPEAT_CELLS = 4;

const KEYS: Readonly<Record<string, readonly [dx: number, dy: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowDown: [0, -1],
  ArrowUp: [0, 1],
  ',': [-1, 0],
  '.': [1, 0],
  '<': [0, -1],
  '>': [0, 1],
  Home: [-1e6, 0],
  End: [1e6, 0],
};
/** Keys that other controllers may use. */
const SHARED = /^(Arrow|Home|End)/;

/**
 * Shows the bar or cell, and its nearest row, where a mouse or pen rests, where a finger taps (the next tap elsewhere
 * hides it), and at the keyboard cursor. Arrow keys move the cursor from bar to bar or cell to cell; `,` `.` `<` `>` do
 * the same where the arrows zoom or move a brush; Home and End go to the ends. Escape hides the tooltip. While a button
 * is down, the plot looks nothing up.
 */
export class HoverController extends ListeningController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #plot: Hoverable;
  readonly #messages: MessagesController<typeof HOVER_MESSAGES>;
  #resting: ReturnType<typeof setTimeout> | undefined;
  /** The last position of the pointer, on the page; the tooltip is elsewhere while keys move it. */
  #pointer: { readonly x: number; readonly y: number } | null = null;
  #tap: { readonly x: number; readonly y: number; readonly atMs: number } | null = null;
  #byTouch = false;
  /** The keyboard cursor; null after the pointer moved. */
  #cursor: PointPx | null = null;
  #shown: PlotHover | null = null;
  #liveText = '';
  #notified = false;

  constructor(host: ReactiveControllerHost & HTMLElement, plot: Hoverable, target: () => HTMLElement) {
    super(host, target);
    this.#host = host;
    this.#plot = plot;
    this.#messages = new MessagesController(host, 'hover', HOVER_MESSAGES);
  }

  /** Position of the keyboard cursor; null until a key moves it. */
  get cursor(): PointPx | null {
    return this.#cursor;
  }

  /** The tooltip's text for screen readers; empty until it is complete. */
  get liveText(): string {
    return this.#liveText;
  }

  /** Shows the result of a look-up; null hides it. */
  show(hover: PlotHover | null): void {
    this.#shown = this.#plot.boxes().length > 0 ? hover : null;
    if (!this.#shown?.pending) {
      this.#liveText = this.#shown ? hoverWords(this.#shown, this.#messages.say) : '';
      if ((this.#shown || this.#notified) && !this.#plot.quiet()) this.#plot.changed(this.#shown);
      this.#notified = this.#shown !== null;
    }
    this.#host.requestUpdate();
  }

  /** Marks the hovered bar, cell and row, over the picture. */
  mark(layout: Layout): SVGTemplateResult | null {
    return this.#shown && hoverMark(layout, this.#shown);
  }

  tooltip(): TemplateResult | typeof nothing {
    return this.#shown && !this.#plot.quiet() ? tooltip(this.#shown, this.#messages.say) : nothing;
  }

  override hostUpdated(): void {
    super.hostUpdated();
    const element = this.#host.shadowRoot?.querySelector<HTMLElement>('.tooltip');
    const at = element && this.#shown && clientOf(this.target, this.#plot.boxes(), this.#shown.at);
    if (at) placeTooltip(element, at, this.#byTouch);
  }

  protected override forget(): void {
    this.#leave();
  }

  protected override listen(target: HTMLElement, signal: AbortSignal): void {
    target.addEventListener('pointermove', this.#move, { signal });
    target.addEventListener('pointerdown', this.#down, { signal, capture: true });
    target.addEventListener('pointerup', this.#up, { signal });
    target.addEventListener(
      'pointercancel',
      () => {
        this.#tap = null;
      },
      { signal },
    );
    target.addEventListener('pointerleave', this.#out, { signal });
    target.addEventListener('wheel', () => this.#leave(), { signal, passive: true });
    target.addEventListener(
      'blur',
      () => {
        if (this.#cursor) this.#leave();
      },
      { signal },
    );
    // Before the brush: Escape closes a tooltip opened by keyboard, and only then clears the brush.
    target.addEventListener('keydown', this.#key, { signal, capture: true });
    const { ownerDocument } = target;
    ownerDocument.addEventListener('pointerdown', this.#elsewhere, { signal, capture: true });
    ownerDocument.addEventListener(
      'scroll',
      () => {
        if (this.#shown) this.#leave();
      },
      { signal, capture: true, passive: true },
    );
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
    // A pointer that returns to the same place has moved.
    this.#pointer = null;
    if (!this.#cursor) this.#leave();
  };

  readonly #down = (event: PointerEvent): void => {
    const shownHere = this.#shown !== null && this.#byTouch;
    this.#leave();
    this.#tap =
      event.pointerType === 'touch' && event.isPrimary && !shownHere
        ? { x: event.clientX, y: event.clientY, atMs: event.timeStamp }
        : null;
  };

  readonly #up = ({ clientX: x, clientY: y, timeStamp }: PointerEvent): void => {
    const tap = this.#tap;
    this.#tap = null;
    this.#pointer = { x, y };
    if (tap && timeStamp - tap.atMs < TAP_MS && Math.hypot(x - tap.x, y - tap.y) < TAP_CSS)
      this.#point({ clientX: x, clientY: y }, true);
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
    if (!step || event.altKey || event.ctrlKey || event.metaKey || this.#plot.boxes().length === 0) return;
    if (SHARED.test(event.key) && (event.shiftKey || !this.#plot.arrowsFree())) return;
    const cells = event.repeat && this.#shown?.cell.y ? REPEAT_CELLS : 1;
    const at = this.#plot.step(this.#cursor ?? this.#shown?.at ?? null, step[0] * cells, step[1] * cells);
    if (!at) return;
    event.preventDefault();
    this.#leave();
    this.#cursor = at;
    this.#plot.cursorMoved(at);
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

  /** Converts a point of the page to a place in a panel; null outside. */
  #placeOf(point: ClientPoint): PointPx | null {
    return placeInBox(this.target, this.#plot.boxes(), point);
  }
}
