import type { BinnedAxis } from '../scales/binned-axis';
import type { ViewBins } from '../link/linked-views';
import type { Selection } from '../link/selection';
import type { SelectionClause } from '../grammar/selection-clause';
import type { ByChannel } from '../grammar/channel-name';
import { lengthAlong, type PerAxis, type Size } from '../grammar/position-channel';
import type { Brush, Plan } from '../plan/plan';
import { brushClause, brushPixels, brushTicks } from './brush-selection';
import { selectNearest, nearestClause } from './nearest-selection';
import { selectLasso, polygonClause } from './lasso-selection';
import { drawPoints, pickPoint, pointsClause } from './points-selection';
import type { BrushPx, SelectAxis, SideRange, Ticks, ViewSelection } from './view-selection';
import { parseSelect, type SelectedSide, type SelectRanges } from './select-values';

/**
 * What one view selects: kept in values, drawn in pixels of the axes as they are cut now, said in a {@link Selection}.
 */
export class PlotSelector {
  readonly #view: object;
  readonly #onDrawn: (drawn: ViewSelection | null) => void;
  #from = '';
  #selection: Selection | null = null;
  #off: (() => void) | null = null;
  #rows: object | null = null;
  #resident = true;
  #axes: readonly SelectAxis[] = [];
  #brushAxes: readonly SelectAxis[] = [];
  #brushable: ViewBins | null = null;
  #drawn: ViewSelection | null = null;

  /** @param onDrawn told whatever is drawn from now on */
  constructor(view: object, onDrawn: (drawn: ViewSelection | null) => void) {
    this.#view = view;
    this.#onDrawn = onDrawn;
  }

  /** The query whose rows it speaks of. */
  get from(): string {
    return this.#from;
  }

  get drawn(): ViewSelection | null {
    return this.#drawn;
  }

  get brushable(): ViewBins | null {
    return this.#brushable;
  }

  /** Where it is said; null before the plot knows its query. */
  get selection(): Selection | null {
    return this.#selection;
  }

  /** Whose rows it speaks of, and where it says so from now on. */
  join(from: string, selection: Selection): void {
    if (selection === this.#selection && from === this.#from) return;
    this.leave();
    this.#from = from;
    this.#selection = selection;
    this.#off = selection.onChange(() => this.#heed());
  }

  /** Nothing is said any more. */
  leave(): void {
    this.suspend();
    this.#axes = [];
    this.#brushAxes = [];
    this.#off?.();
    this.#off = null;
    this.#selection?.say(this.#view, null);
    this.#selection = null;
    this.#drawn = null;
  }

  /**
   * The axes are cut anew, over columns of these rows, resident or not: what is selected is drawn again in their
   * pixels.
   */
  layOut(rows: object, resident: boolean, axes: readonly SelectAxis[], brush: Brush | null): void {
    const seen = rows === this.#rows && sameColumns(axes, this.#axes);
    this.#rows = rows;
    this.#resident = resident;
    this.#axes = axes;
    // With a lasso, the keyboard selects a rectangle.
    this.#brushAxes = axes.filter(({ channel }) => brush?.kind !== 'nearest' && brush?.channels.includes(channel));
    const [x, y] = this.#brushAxes.map(({ axis, lengthCss }) => axis.pixelBins(lengthCss));
    this.#brushable = x && brush?.kind !== 'lasso' ? (y ? [x, y] : [x]) : null;
    const before = this.#drawn;
    const redrawn = before?.redraw(axes) ?? null;
    // Another part of the same axes: not a bit of what is selected is another, and nobody need be told.
    if (seen) this.#drawn = before && redrawn && { ...redrawn, filter: before.filter, text: before.text };
    else if (before) this.#set(redrawn, false);
    if (!seen) this.#offer();
  }

  /**
   * The columns go: what is selected stands, and is drawn again when others are laid out. So is what is selected
   * meanwhile, in the axes of the picture that the reader still sees.
   */
  suspend(): void {
    this.#rows = null;
    this.#brushable = null;
    this.#selection?.suspend(this.#view);
  }

  /** Selects whole pixels, or nothing. Axes the plot has no brush on are ignored. */
  brushTo(wanted: BrushPx | null): void {
    if (!wanted) this.#set(null);
    else if (this.#brushAxes.length > 0) this.#set(brushPixels(this.#brushAxes, wanted));
  }

  /** Remembers what is selected; calling the answer selects it again. */
  hold(): () => void {
    const [drawn, axes] = [this.#drawn, this.#axes];
    return () => this.#set(axes === this.#axes ? drawn : (drawn?.redraw(this.#axes) ?? null));
  }

  /**
   * Selects by value on the axes named, whatever axes the plot's own brush has: lo ≤ value < hi, or categories; null
   * clears.
   * @throws PikaError `spec/bad-selection`, and then nothing changes
   */
  select(wanted: SelectRanges | null): void {
    if (this.#axes.length === 0) return;
    const sides = wanted === null ? [] : parseSelect(this.#axes, wanted);
    this.#set(sides.length > 0 ? drawSides(sides) : null);
  }

  /** Picks the bar, category or cell at a point; `add` keeps what is picked already. */
  pick(at: { readonly x: number; readonly y: number }, add: boolean): void {
    if (this.#axes.length > 0) this.#set(pickPoint(this.#axes, at, add, this.#drawn));
  }

  /** Selects what lies inside a curve over the plot. */
  lasso(corners: readonly (readonly [x: number, y: number])[]): void {
    if (this.#axes.length > 0) this.#set(selectLasso(this.#axes, corners));
  }

  /**
   * Selects the values that lie between these thresholds and no others; null gives up what was selected so, and nothing
   * else.
   */
  nearest(values: PerAxis<Ticks> | null): void {
    const before = this.#drawn?.shape.kind === 'nearest' ? this.#drawn : null;
    if (!values) {
      if (before) this.#set(null);
      return;
    }
    const ranges = this.#axes.flatMap((side): SideRange[] => {
      const ticks = values[side.channel];
      return ticks ? [{ side, values: ticks }] : [];
    });
    if (!this.#rows || ranges.length === 0) return;
    const drawn = selectNearest(ranges);
    // The pointer moves on, and the row is the same.
    if (JSON.stringify(before?.ranges) !== JSON.stringify(drawn.ranges)) this.#set(drawn);
  }

  #set(drawn: ViewSelection | null, tell = true): void {
    this.#drawn = drawn;
    this.#selection?.say(
      this.#view,
      drawn && {
        clause: drawn.clause(this.#from),
        kernel: this.#rows && { rows: this.#rows, filter: drawn.filter, resident: this.#resident },
        free: false,
      },
    );
    if (tell) this.#onDrawn(drawn);
  }

  /** Somebody else cleared or replaced what this view says, or restored what it may say. */
  #heed(): void {
    if (this.#drawn && !this.#selection!.holds(this.#view)) {
      this.#drawn = null;
      this.#onDrawn(null);
    }
    this.#offer();
  }

  #offer(): void {
    if (this.#rows) this.#selection!.offer((clause) => this.#take(clause));
  }

  /** Takes over a clause that speaks of this plot's own axes. */
  #take(clause: SelectionClause): boolean {
    const drawn = clause.from === this.#from ? drawClause(this.#axes, clause) : null;
    if (drawn) this.#set(drawn);
    return drawn !== null;
  }
}

/** One range on each side is a brush; several categories are as if each were picked. */
function drawSides(sides: readonly SelectedSide[]): ViewSelection {
  const boxes = sides.reduce<readonly (readonly SideRange[])[]>(
    (rest, { side, ranges }) => rest.flatMap((box) => ranges.map((values) => [...box, { side, values }])),
    [[]],
  );
  return boxes.length === 1 ? brushTicks(boxes[0]!) : drawPoints(boxes);
}

function sameColumns(a: readonly SelectAxis[], b: readonly SelectAxis[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ channel, axis }) => b.some((other) => channel === other.channel && axis.column === other.axis.column))
  );
}

function drawClause(axes: readonly SelectAxis[], clause: SelectionClause): ViewSelection | null {
  switch (clause.kind) {
    case 'interval':
      return brushClause(axes, clause);
    case 'points':
      return pointsClause(axes, clause);
    case 'polygon':
      return polygonClause(axes, clause);
    case 'nearest':
      return nearestClause(axes, clause);
    case 'sql':
      return null;
  }
}

/** The sides of a plot that something can be selected on. */
export function selectAxes({ selectable, columns }: Plan, axes: ByChannel<BinnedAxis>, box: Size): SelectAxis[] {
  return selectable.map((channel) => ({
    channel,
    expression: columns.get(channel)!.expression,
    axis: axes.get(channel)!,
    lengthCss: lengthAlong(channel, box),
  }));
}
