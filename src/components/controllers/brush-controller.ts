import type { ReactiveControllerHost } from 'lit';
import type { BoxCss, BrushPx, SelectionShape } from '../../engine/index';
import {
  cursorOf,
  dragged,
  grips,
  HANDLE_CSS,
  middle,
  shift,
  type BrushAxes,
  type Grip,
  type Point,
  type Range,
} from './brush-grips';
import { ListeningController } from './listening-controller';
import type { ClientPoint } from './own-pixels';
import { placeOf } from './place-in-box';

/** The part of a plot that a brush uses. */
export interface Brushable {
  /** The panels to brush, in CSS pixels of the target; none while there is nothing to brush. */
  readonly boxes: () => readonly BoxCss[];
  readonly axes: () => BrushAxes;
  /** Whether a drag draws a curve rather than a rectangle. */
  readonly curve: () => boolean;
  /** Whether a click selects what is under it. */
  readonly picks: () => boolean;
  /** The keyboard cursor, at which Enter and Space pick; null while there is none. */
  readonly cursor: () => Point | null;
  readonly shape: () => SelectionShape | null;
  /** The least distance by which a brush moves along an axis of a panel; 0 for any distance. */
  readonly stepCss: (axis: 'x' | 'y', panel: number) => number;
  readonly brushTo: (brush: BrushPx | null) => void;
  readonly lassoTo: (corners: readonly Corner[], panel: number) => void;
  readonly pickAt: (at: Point, add: boolean) => void;
  /** Remembers the selection; returns a function that restores it. */
  readonly hold: () => () => void;
  readonly prepareBrush: () => void;
}

type Corner = readonly [x: number, y: number];

/** A point in a panel. */
type PlacedPoint = Point & { readonly panel: number };

interface Drag {
  readonly pointerId: number;
  /** Where the pointer went down. The drag stays in that panel. */
  readonly start: PlacedPoint;
  readonly startClient: ClientPoint;
  readonly before: BrushPx | null;
  /** Restores the selection from before the drag. */
  readonly undo: () => void;
  /** The curve so far; null where a rectangle is drawn. */
  readonly curve: Corner[] | null;
  /** What the drag does on each axis: draw a new range, move the old one, or move one of its ends. */
  readonly x: Grip;
  readonly y: Grip;
  moved: boolean;
}

const STEP_CSS = 8;
/** A pointer that moves no further is a click; in client pixels, independent of how the plot is scaled. */
const CLICK_CSS = 2;
/** Distance between the corners of a curve. */
const CORNER_CSS = 3;

/**
 * Draws, moves, resizes and clears a brush by pointer, touch and keyboard.
 *
 * Drag draws; dragging inside moves; dragging an edge resizes; a click, a double click or Escape clears. Shift with an
 * arrow moves the brush (first draws one in the middle), Alt with Shift resizes it. Escape during a drag restores the
 * selection from before. If clicks pick, a click selects what is under it, Shift adds; Enter and Space do the same at
 * the keyboard cursor. If a drag draws a curve, the keyboard still draws a rectangle.
 */
export class BrushController extends ListeningController {
  readonly #plot: Brushable;
  #drag: Drag | null = null;
  /** A brush was prepared since the pointer entered. */
  #isPrepared = false;

  constructor(host: ReactiveControllerHost, plot: Brushable, target: () => HTMLElement) {
    super(host, target);
    this.#plot = plot;
  }

  protected override listen(target: HTMLElement, signal: AbortSignal): void {
    target.addEventListener('pointerenter', this.#prepare, { signal });
    target.addEventListener('pointerleave', this.#leave, { signal });
    target.addEventListener('focus', () => this.#plot.prepareBrush(), { signal });
    target.addEventListener('pointerdown', this.#down, { signal });
    target.addEventListener('pointermove', this.#move, { signal });
    target.addEventListener('pointerup', this.#up, { signal });
    target.addEventListener('pointercancel', this.#cancel, { signal });
    target.addEventListener('dblclick', () => this.#plot.brushTo(null), { signal });
    target.addEventListener('keydown', this.#key, { signal });
  }

  protected override forget(): void {
    this.#drag = null;
  }

  /** Ends a drag because another controller takes the pointer, and restores the selection from before. */
  cancelDrag(): void {
    if (this.#drag?.moved) this.#drag.undo();
    this.#drag = null;
  }

  readonly #down = (event: PointerEvent): void => {
    const axes = this.#plot.axes();
    const at = this.#at(event);
    if (!at || event.button !== 0 || !(axes.x || axes.y || this.#plot.picks()) || this.#drag) return;
    this.target.setPointerCapture(event.pointerId);
    const brush = this.#brush(at.panel);
    const [x, y] = grips(brush, axes, at);
    const draws = x === 'draw' || y === 'draw';
    const { pointerId, clientX, clientY } = event;
    this.#drag = {
      pointerId,
      start: at,
      startClient: { clientX, clientY },
      before: brush,
      undo: this.#plot.hold(),
      curve: this.#plot.curve() && draws ? [[at.x, at.y]] : null,
      x,
      y,
      moved: false,
    };
  };

  /** A page that scrolls moves plots below the pointer, which enters one after the other: it brushes none of them. */
  readonly #prepare = (event: PointerEvent): void => {
    if (!hasMoved(event) || this.#isPrepared) return;
    this.#isPrepared = true;
    this.#plot.prepareBrush();
  };

  readonly #leave = (event: PointerEvent): void => {
    hasMoved(event);
    this.#isPrepared = false;
  };

  readonly #move = (event: PointerEvent): void => {
    this.#prepare(event);
    const drag = this.#drag;
    const axes = this.#plot.axes();
    const at = this.#at(event, drag?.start.panel ?? null);
    const box = at && this.#plot.boxes()[at.panel];
    if (!box) return;
    if (!drag) {
      const inside = this.#at(event);
      this.target.style.cursor = inside
        ? cursorOf(grips(this.#brush(inside.panel), axes, inside), axes) || (this.#plot.picks() ? 'pointer' : '')
        : '';
      return;
    }
    if (event.pointerId !== drag.pointerId) return;
    const {
      startClient: { clientX, clientY },
    } = drag;
    drag.moved ||= Math.abs(event.clientX - clientX) > CLICK_CSS || Math.abs(event.clientY - clientY) > CLICK_CSS;
    if (!drag.moved || !(axes.x || axes.y)) return;
    if (drag.curve) return this.#extend(drag.curve, at);
    this.#plot.brushTo({
      x: axes.x ? dragged(drag.x, drag.before?.x ?? null, drag.start.x, at.x, box.width) : null,
      y: axes.y ? dragged(drag.y, drag.before?.y ?? null, drag.start.y, at.y, box.height) : null,
      panel: at.panel,
    });
  };

  #extend(curve: Corner[], at: PlacedPoint): void {
    const [x, y] = curve.at(-1)!;
    if (Math.hypot(at.x - x, at.y - y) < CORNER_CSS) return;
    curve.push([at.x, at.y]);
    this.#plot.lassoTo([...curve], at.panel);
  }

  readonly #up = (event: PointerEvent): void => {
    const drag = this.#drag;
    if (event.pointerId !== drag?.pointerId) return;
    this.#drag = null;
    if (drag.moved) return;
    if (this.#plot.picks()) this.#plot.pickAt(drag.start, event.shiftKey);
    else if (this.#plot.shape()) this.#plot.brushTo(null);
  };

  readonly #cancel = (event: PointerEvent): void => {
    if (event.pointerId !== this.#drag?.pointerId) return;
    this.#drag.undo();
    this.#drag = null;
  };

  readonly #key = (event: KeyboardEvent): void => {
    const axes = this.#plot.axes();
    const panel = this.#brushedPanel;
    const [box, brush] = [this.#plot.boxes()[panel], this.#brush(panel)];
    if (event.key === 'Escape' && (this.#plot.shape() || this.#drag)) {
      if (this.#drag) this.#drag.undo();
      else this.#plot.brushTo(null);
      this.#drag = null;
      event.preventDefault();
      return;
    }
    const cursor = this.#plot.picks() && (event.key === 'Enter' || event.key === ' ') ? this.#plot.cursor() : null;
    if (cursor) {
      event.preventDefault();
      if (!event.repeat) this.#plot.pickAt(cursor, event.shiftKey);
      return;
    }
    const step = ARROWS[event.key];
    if (!event.shiftKey || !step || !box || !axes[step.axis]) return;
    event.preventDefault();
    const lengthCss = { x: box.width, y: box.height };
    const start = brush ?? { x: axes.x ? middle(box.width) : null, y: axes.y ? middle(box.height) : null };
    const [from, to] = start[step.axis] ?? middle(lengthCss[step.axis]);
    const by = step.sign * Math.max(STEP_CSS, this.#plot.stepCss(step.axis, panel));
    const next: Range = event.altKey
      ? [from, Math.max(from + 1, to + by)]
      : shift([from, to], by, lengthCss[step.axis]);
    this.#plot.brushTo({ ...start, [step.axis]: next, panel });
  };

  /** The brush that a panel shows; null for none. */
  #brush(panel: number): BrushPx | null {
    const shape = this.#plot.shape();
    return shape?.kind === 'brush' && (shape.px.panel ?? panel) === panel ? shape.px : null;
  }

  /** The panel in which keys move the brush: that of the brush, or else of the keyboard cursor. */
  get #brushedPanel(): number {
    const shape = this.#plot.shape();
    return (shape?.kind === 'brush' ? shape.px.panel : undefined) ?? this.#plot.cursor()?.panel ?? 0;
  }

  /**
   * The pointer in CSS pixels of a panel, y from the bottom; null outside.
   * @param within clamps to this panel, or with null to the nearest one
   */
  #at(event: PointerEvent, within?: number | null): PlacedPoint | null {
    const boxes = this.#plot.boxes();
    const at = placeOf(this.target, boxes, event, within ?? undefined);
    const box = at && boxes[at.panel ?? 0];
    if (!at || !box) return null;
    const { x, y, panel = 0 } = at;
    if (within === undefined && (x < -HANDLE_CSS || x > box.width + HANDLE_CSS || y < 0 || y > box.height)) return null;
    return { x: Math.max(0, Math.min(box.width, x)), y: Math.max(0, Math.min(box.height, y)), panel };
  }
}

/** Where any plot last saw a pointer on the screen. */
let lastSeen = '';

/** Whether the pointer has moved, and not only the page below it. */
function hasMoved({ screenX, screenY }: PointerEvent): boolean {
  const before = lastSeen;
  lastSeen = `${screenX} ${screenY}`;
  return lastSeen !== before;
}

const ARROWS: Readonly<Record<string, { readonly axis: 'x' | 'y'; readonly sign: 1 | -1 }>> = {
  ArrowLeft: { axis: 'x', sign: -1 },
  ArrowRight: { axis: 'x', sign: 1 },
  ArrowDown: { axis: 'y', sign: -1 },
  ArrowUp: { axis: 'y', sign: 1 },
};
