import { cursorOf, dragged, grips, HANDLE_CSS, type Grip } from '../components/controllers/brush-grips';
import type { StepBox } from '../engine/brushing-page/brush-sums';
import type { BrushAxis, PageBrush } from '../engine/brushing-page/page-index';
import { placeOf, stepAt, stepsBetween, type Steps } from './brush-steps';
import type { Box } from './draw-axes';

/** What a plot lets its input do. */
export interface Brushed {
  readonly brush: PageBrush;
  readonly box: () => Box;
  /** What is selected in the plot; null: nothing. */
  readonly boxes: () => readonly StepBox[] | null;
  /** Whether something is selected, perhaps in another way than by steps. */
  readonly isSelected: () => boolean;
  readonly select: (boxes: readonly StepBox[] | null) => void;
  /** The pointer or the focus has come near. */
  readonly prepare: () => void;
  /** The keyboard cursor is on a step of each axis; null: it is gone. */
  readonly pointAt: (steps: readonly number[] | null) => void;
}

interface Drag {
  readonly pointerId: number;
  readonly start: Point;
  readonly before: readonly StepBox[] | null;
  readonly wasSelected: boolean;
  readonly grips: readonly [x: Grip, y: Grip];
  readonly ranges: Ranges;
  moved: boolean;
}

/** In CSS pixels of the panel, y from its bottom. */
interface Point {
  readonly x: number;
  readonly y: number;
}

type Range = readonly [number, number];
type Ranges = { readonly x: Range | null; readonly y: Range | null };

const CLICK_CSS = 2;
/** How far an arrow key moves a brush, unless a step is longer. */
const KEY_CSS = 8;
const ARROWS: Readonly<Record<string, { readonly channel: 'x' | 'y'; readonly sign: 1 | -1 }>> = {
  ArrowLeft: { channel: 'x', sign: -1 },
  ArrowRight: { channel: 'x', sign: 1 },
  ArrowDown: { channel: 'y', sign: -1 },
  ArrowUp: { channel: 'y', sign: 1 },
};

/**
 * Draws, moves, resizes and clears a brush by pointer, touch and keyboard, with the same grips as `<pika-plot>`. An
 * arrow key moves it, with Shift it resizes it; Escape clears. Where a click selects, arrow keys move a cursor, and
 * Enter selects what is under it.
 */
export class BrushInput {
  readonly #view: HTMLElement;
  readonly #plot: Brushed;
  #drag: Drag | null = null;
  #cursor: readonly number[] | null = null;

  constructor(view: HTMLElement, plot: Brushed) {
    [this.#view, this.#plot] = [view, plot];
    view.tabIndex = 0;
    const axes = plot.brush.axes.map(({ channel }) => channel).join('');
    view.style.touchAction = !plot.brush.drags ? 'manipulation' : TOUCH[axes]!;
    view.addEventListener('pointerenter', () => plot.prepare());
    view.addEventListener('focus', () => plot.prepare());
    view.addEventListener('blur', () => this.#pointAt(null));
    view.addEventListener('pointerdown', this.#down);
    view.addEventListener('pointermove', this.#move);
    view.addEventListener('pointerup', this.#up);
    view.addEventListener('pointercancel', this.#cancel);
    view.addEventListener('dblclick', () => plot.select(null));
    view.addEventListener('keydown', this.#key);
  }

  get isDragging(): boolean {
    return this.#drag?.moved ?? false;
  }

  readonly #down = (event: PointerEvent): void => {
    const at = this.#at(event);
    if (!this.#isInside(at) || event.button !== 0 || this.#drag) return;
    this.#view.setPointerCapture(event.pointerId);
    const ranges = this.#ranges;
    this.#drag = {
      pointerId: event.pointerId,
      start: this.#clamped(at),
      before: this.#plot.boxes(),
      wasSelected: this.#plot.isSelected(),
      grips: this.#gripsAt(at),
      ranges,
      moved: false,
    };
  };

  readonly #move = (event: PointerEvent): void => {
    const drag = this.#drag;
    const at = this.#at(event);
    const { picks } = this.#plot.brush;
    if (!drag) {
      this.#view.style.cursor = this.#isInside(at)
        ? cursorOf(this.#gripsAt(at), this.#axes) || (picks ? 'pointer' : '')
        : '';
      return;
    }
    if (event.pointerId !== drag.pointerId) return;
    const { start, ranges, grips: held } = drag;
    const to = this.#clamped(at);
    drag.moved ||= Math.abs(to.x - start.x) > CLICK_CSS || Math.abs(to.y - start.y) > CLICK_CSS;
    if (!drag.moved || !this.#plot.brush.drags) return;
    const { width, height } = this.#plot.box();
    this.#brushTo({
      x: dragged(held[0], ranges.x, start.x, to.x, width),
      y: dragged(held[1], ranges.y, start.y, to.y, height),
    });
  };

  readonly #up = (event: PointerEvent): void => {
    const drag = this.#drag;
    if (event.pointerId !== drag?.pointerId) return;
    this.#drag = null;
    if (drag.moved && this.#plot.brush.drags) return;
    if (this.#plot.brush.picks) this.#pick(this.#stepsAt(drag.start), event.shiftKey);
    else if (drag.wasSelected) this.#plot.select(null);
  };

  readonly #cancel = (event: PointerEvent): void => {
    if (event.pointerId !== this.#drag?.pointerId) return;
    if (this.#drag.moved) this.#plot.select(this.#drag.before);
    this.#drag = null;
  };

  readonly #key = (event: KeyboardEvent): void => {
    const { key, shiftKey, altKey, ctrlKey, metaKey } = event;
    const { brush } = this.#plot;
    if (ctrlKey || metaKey) return;
    const arrow = ARROWS[key];
    if (key === 'Escape' && (this.#drag ?? this.#plot.isSelected())) {
      this.#plot.select(this.#drag?.moved ? this.#drag.before : null);
      this.#drag = null;
    } else if (brush.picks && (key === 'Enter' || key === ' ') && this.#cursor) {
      if (!event.repeat) this.#pick(this.#cursor, shiftKey);
    } else if (arrow && brush.picks && !shiftKey) this.#moveCursor(arrow);
    else if (arrow && brush.drags && this.#axisOf(arrow.channel))
      this.#moveBrush(arrow, brush.picks ? altKey : shiftKey);
    else return;
    event.preventDefault();
  };

  #moveCursor({ channel, sign }: (typeof ARROWS)[string]): void {
    const { axes } = this.#plot.brush;
    const cursor = this.#cursor;
    const next = axes.map((axis, i) => {
      const last = axis.stops.length - 2;
      const before = cursor?.[i];
      if (before === undefined) return 0;
      return axis.channel === channel ? Math.max(0, Math.min(last, before + sign * directionOf(axis))) : before;
    });
    this.#pointAt(next);
  }

  #pointAt(steps: readonly number[] | null): void {
    this.#cursor = steps;
    this.#plot.pointAt(steps);
  }

  /** Moves the brush by whole steps, or its end; draws one in the middle first. */
  #moveBrush({ channel, sign }: (typeof ARROWS)[string], resizes: boolean): void {
    const { axes } = this.#plot.brush;
    const { width, height } = this.#plot.box();
    const [box] = this.#plot.boxes() ?? [];
    const start = axes.map((axis, i) => (box ? (i === 0 ? box.x : box.y) : stepsBetween(axis, 0.4, 0.6)));
    if (!box) return this.#select(start);
    const moved = axes.map((axis, i): Steps => {
      const [from, to] = start[i]!;
      if (axis.channel !== channel) return [from, to];
      const count = axis.stops.length - 1;
      const stepCss = (channel === 'x' ? width : height) / count;
      const by = sign * directionOf(axis) * Math.max(1, Math.round(KEY_CSS / stepCss));
      if (resizes) return [from, Math.max(from + 1, Math.min(count, to + by))];
      const inside = Math.max(-from, Math.min(count - to, by));
      return [from + inside, to + inside];
    });
    this.#select(moved);
  }

  /** Selects a step of each axis alone; with `adds`, adds it to the others or removes it. */
  #pick(steps: readonly number[], adds: boolean): void {
    const [x, y] = steps.map((step): Steps => [step, step + 1]);
    const picked: StepBox = { x: x!, y: y ?? [0, 1] };
    const before = this.#plot.boxes() ?? [];
    const others = before.filter((box) => !isSame(box, picked));
    const wasPicked = others.length < before.length;
    const kept = adds ? others : [];
    const isCleared = wasPicked && (adds || before.length === 1);
    const boxes = isCleared ? kept : [...kept, picked];
    this.#plot.select(boxes.length > 0 ? boxes : null);
  }

  #brushTo(ranges: Ranges): void {
    const { width, height } = this.#plot.box();
    this.#select(
      this.#plot.brush.axes.map((axis) => {
        const [range, length] = axis.channel === 'x' ? [ranges.x, width] : [ranges.y, height];
        return range ? stepsBetween(axis, range[0] / length, range[1] / length) : [0, axis.stops.length - 1];
      }),
    );
  }

  #select(steps: readonly Steps[]): void {
    this.#plot.select([{ x: steps[0]!, y: steps[1] ?? [0, 1] }]);
  }

  #stepsAt({ x, y }: Point): readonly number[] {
    const { width, height } = this.#plot.box();
    return this.#plot.brush.axes.map((axis) => stepAt(axis, axis.channel === 'x' ? x / width : y / height));
  }

  #gripsAt(at: Point): readonly [Grip, Grip] {
    return this.#plot.brush.drags ? grips(this.#ranges, this.#axes, at) : ['none', 'none'];
  }

  get #axes(): { readonly x: boolean; readonly y: boolean } {
    const { drags } = this.#plot.brush;
    return { x: drags && this.#axisOf('x') !== null, y: drags && this.#axisOf('y') !== null };
  }

  #axisOf(channel: 'x' | 'y'): BrushAxis | null {
    return this.#plot.brush.axes.find((axis) => axis.channel === channel) ?? null;
  }

  /** The only brush, in CSS pixels of the panel. */
  get #ranges(): Ranges {
    const boxes = this.#plot.boxes();
    const { axes } = this.#plot.brush;
    const { width, height } = this.#plot.box();
    const along = (channel: 'x' | 'y', length: number): Range | null => {
      const i = axes.findIndex((axis) => axis.channel === channel);
      if (i < 0 || boxes?.length !== 1) return null;
      const [from, to] = placeOf(axes[i]!, i === 0 ? boxes[0]!.x : boxes[0]!.y);
      return [from * length, to * length];
    };
    return { x: along('x', width), y: along('y', height) };
  }

  #at({ clientX, clientY }: PointerEvent): Point {
    const { left, top } = this.#view.getBoundingClientRect();
    const box = this.#plot.box();
    return { x: clientX - left - box.x, y: box.y + box.height - (clientY - top) };
  }

  #clamped({ x, y }: Point): Point {
    const { width, height } = this.#plot.box();
    return { x: Math.max(0, Math.min(width, x)), y: Math.max(0, Math.min(height, y)) };
  }

  #isInside({ x, y }: Point): boolean {
    const { width, height } = this.#plot.box();
    return x >= -HANDLE_CSS && x <= width + HANDLE_CSS && y >= 0 && y <= height;
  }
}

const TOUCH: Readonly<Record<string, string>> = { x: 'pan-y', y: 'pan-x', xy: 'none', yx: 'none' };

/** 1 if steps run to the right or upwards. */
function directionOf({ stops }: BrushAxis): 1 | -1 {
  return stops[0]! < stops.at(-1)! ? 1 : -1;
}

function isSame(a: StepBox, b: StepBox): boolean {
  return a.x[0] === b.x[0] && a.x[1] === b.x[1] && a.y[0] === b.y[0] && a.y[1] === b.y[1];
}
