import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { BoxCss, BrushPx } from '../../engine/index';

type Range = readonly [from: number, to: number];

/** The plot as far as a brush is concerned. */
export interface Brushable {
  /** Where the brush lives, in CSS pixels of the target; null while there is nothing to brush. */
  readonly box: () => BoxCss | null;
  readonly axes: () => BrushAxes;
  readonly brush: () => BrushPx | null;
  readonly brushTo: (brush: BrushPx | null) => void;
  readonly prepareBrush: () => void;
}

interface BrushAxes {
  readonly x: boolean;
  readonly y: boolean;
}

interface Drag {
  readonly pointerId: number;
  /** Pixels of the box where the pointer went down: x from the left, y from the bottom. */
  readonly start: { readonly x: number; readonly y: number };
  readonly before: BrushPx | null;
  /** What each axis does: draw a new range, move the old one, or move one of its ends. */
  readonly x: Grip;
  readonly y: Grip;
  moved: boolean;
}

type Grip = 'draw' | 'move' | 'from' | 'to' | 'none';

const HANDLE_CSS = 7;
const STEP_CSS = 8;

/**
 * Draws, moves, resizes and clears a brush by pointer, touch and keyboard.
 * Drag draws; dragging inside moves; dragging an edge resizes; a click, a double click or Escape clears; Shift with an arrow moves
 * the brush (draws one in the middle first), Alt with Shift resizes it. Clearing by Escape during a drag restores what was before.
 */
export class BrushController implements ReactiveController {
  readonly #plot: Brushable;
  readonly #target: () => HTMLElement;
  #listening: AbortController | null = null;
  #drag: Drag | null = null;

  constructor(host: ReactiveControllerHost, plot: Brushable, target: () => HTMLElement) {
    this.#plot = plot;
    this.#target = target;
    host.addController(this);
  }

  /** Listeners go on once the target exists. */
  hostUpdated(): void {
    if (this.#listening) return;
    const { signal } = (this.#listening = new AbortController());
    const target = this.#target();
    target.addEventListener('pointerenter', () => this.#plot.prepareBrush(), { signal });
    target.addEventListener('focus', () => this.#plot.prepareBrush(), { signal });
    target.addEventListener('pointerdown', this.#down, { signal });
    target.addEventListener('pointermove', this.#move, { signal });
    target.addEventListener('pointerup', this.#up, { signal });
    target.addEventListener('pointercancel', this.#cancel, { signal });
    target.addEventListener('dblclick', () => this.#plot.brushTo(null), { signal });
    target.addEventListener('keydown', this.#key, { signal });
  }

  hostDisconnected(): void {
    this.#listening?.abort();
    this.#listening = null;
    this.#drag = null;
  }

  /** Somebody else takes the pointer: what was selected before is selected again. */
  giveUp(): void {
    if (this.#drag) this.#plot.brushTo(this.#drag.before);
    this.#drag = null;
  }

  readonly #down = (event: PointerEvent): void => {
    const [box, axes, brush] = [this.#plot.box(), this.#plot.axes(), this.#plot.brush()];
    const at = this.#at(event);
    if (!box || !at || event.button !== 0 || !(axes.x || axes.y) || this.#drag) return;
    this.#target().setPointerCapture(event.pointerId);
    const [x, y] = grips(brush, axes, at);
    this.#drag = { pointerId: event.pointerId, start: at, before: brush, x, y, moved: false };
  };

  readonly #move = (event: PointerEvent): void => {
    const drag = this.#drag;
    const [box, axes, brush] = [this.#plot.box(), this.#plot.axes(), this.#plot.brush()];
    if (!box) return;
    const at = this.#at(event, true)!;
    if (!drag) {
      const inside = this.#at(event);
      this.#target().style.cursor = inside ? cursorOf(grips(brush, axes, inside), axes) : '';
      return;
    }
    if (event.pointerId !== drag.pointerId) return;
    drag.moved ||= Math.abs(at.x - drag.start.x) > 2 || Math.abs(at.y - drag.start.y) > 2;
    if (!drag.moved) return;
    this.#plot.brushTo({
      x: axes.x ? dragged(drag.x, drag.before?.x ?? null, drag.start.x, at.x, box.width) : null,
      y: axes.y ? dragged(drag.y, drag.before?.y ?? null, drag.start.y, at.y, box.height) : null,
    });
  };

  readonly #up = (event: PointerEvent): void => {
    if (event.pointerId !== this.#drag?.pointerId) return;
    const clicked = !this.#drag.moved;
    this.#drag = null;
    if (clicked && this.#plot.brush()) this.#plot.brushTo(null);
  };

  readonly #cancel = (event: PointerEvent): void => {
    if (event.pointerId !== this.#drag?.pointerId) return;
    this.#plot.brushTo(this.#drag.before);
    this.#drag = null;
  };

  readonly #key = (event: KeyboardEvent): void => {
    const [box, axes, brush] = [this.#plot.box(), this.#plot.axes(), this.#plot.brush()];
    if (event.key === 'Escape' && (brush || this.#drag)) {
      this.#plot.brushTo(this.#drag?.before ?? null);
      this.#drag = null;
      event.preventDefault();
      return;
    }
    const step = ARROWS[event.key];
    if (!event.shiftKey || !step || !box || !axes[step.axis]) return;
    event.preventDefault();
    const lengthCss = { x: box.width, y: box.height };
    const start = brush ?? { x: axes.x ? middle(box.width) : null, y: axes.y ? middle(box.height) : null };
    const [from, to] = start[step.axis] ?? middle(lengthCss[step.axis]);
    const by = step.sign * STEP_CSS;
    const next: Range = event.altKey ? [from, Math.max(from + 1, to + by)] : shift([from, to], by, lengthCss[step.axis]);
    this.#plot.brushTo({ ...start, [step.axis]: next });
  };

  /** The pointer in pixels of the box, y from the bottom; null outside it, unless `clamped`. */
  #at(event: PointerEvent, clamped = false): { x: number; y: number } | null {
    const box = this.#plot.box();
    if (!box) return null;
    const rect = this.#target().getBoundingClientRect();
    const x = event.clientX - rect.left - box.x;
    const y = box.y + box.height - (event.clientY - rect.top);
    if (!clamped && (x < -HANDLE_CSS || x > box.width + HANDLE_CSS || y < 0 || y > box.height)) return null;
    return { x: Math.max(0, Math.min(box.width, x)), y: Math.max(0, Math.min(box.height, y)) };
  }
}

const ARROWS: Readonly<Record<string, { readonly axis: 'x' | 'y'; readonly sign: 1 | -1 }>> = {
  ArrowLeft: { axis: 'x', sign: -1 }, ArrowRight: { axis: 'x', sign: 1 }, ArrowDown: { axis: 'y', sign: -1 }, ArrowUp: { axis: 'y', sign: 1 },
};

function grips(brush: BrushPx | null, axes: BrushAxes, at: { x: number; y: number }): readonly [x: Grip, y: Grip] {
  const x = axes.x ? gripOf(brush?.x ?? null, at.x) : 'none';
  const y = axes.y ? gripOf(brush?.y ?? null, at.y) : 'none';
  const draws = x === 'draw' || y === 'draw';
  return draws ? [axes.x ? 'draw' : 'none', axes.y ? 'draw' : 'none'] : [still(x, y), still(y, x)];
}

/** While an end of one axis is dragged, the other axis, held in its middle, stays. */
function still(own: Grip, other: Grip): Grip {
  return own === 'move' && (other === 'from' || other === 'to') ? 'none' : own;
}

function gripOf(range: Range | null, at: number): Grip {
  if (!range) return 'draw';
  const [from, to] = range;
  const reach = Math.min(HANDLE_CSS, Math.max(2, (to - from) / 3));
  if (Math.abs(at - from) <= reach) return 'from';
  if (Math.abs(at - to) <= reach) return 'to';
  return at > from && at < to ? 'move' : 'draw';
}

function dragged(grip: Grip, before: Range | null, start: number, at: number, lengthCss: number): Range | null {
  switch (grip) {
    case 'move':
      return before && shift(before, at - start, lengthCss);
    case 'from':
      return before && [at, before[1]];
    case 'to':
      return before && [before[0], at];
    case 'none':
      return before;
    case 'draw':
      return [start, at];
  }
}

function shift([from, to]: Range, by: number, lengthCss: number): Range {
  const inside = Math.max(-from, Math.min(lengthCss - to, by));
  return [from + inside, to + inside];
}

function middle(lengthCss: number): Range {
  return [Math.round(lengthCss * 0.4), Math.round(lengthCss * 0.6)];
}

function cursorOf([x, y]: readonly [Grip, Grip], axes: BrushAxes): string {
  const ends = (grip: Grip): boolean => grip === 'from' || grip === 'to';
  if (ends(x) && ends(y)) return (x === 'from') === (y === 'from') ? 'nesw-resize' : 'nwse-resize';
  if (ends(x)) return 'ew-resize';
  if (ends(y)) return 'ns-resize';
  if (x === 'move' || y === 'move') return 'grab';
  return axes.x || axes.y ? 'crosshair' : '';
}
