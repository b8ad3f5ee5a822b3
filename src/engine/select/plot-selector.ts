import type { BinnedAxis } from '../scales/binned-axis';
import type { ViewBins } from '../link/linked-views';
import type { Selection } from '../link/selection';
import type { SelectionClause } from '../grammar/selection-clause';
import type { ByChannel } from '../grammar/channel-name';
import { lengthAlong, type PerAxis, type Size } from '../grammar/position-channel';
import { titleOf, type Brush, type Plan } from '../plan/plan';
import { brushClause, brushPixels, brushTicks } from './brush-selection';
import { selectNearest, nearestClause } from './nearest-selection';
import { selectLasso, polygonClause } from './lasso-selection';
import { drawPoints, pickPoint, pointsClause } from './points-selection';
import type { BrushPx, SelectAxis, SideRange, Ticks, ViewSelection } from './view-selection';
import { parseSelect, type SelectedSide, type SelectRanges } from './select-values';

/**
 * The selection of one view: stored as data values, drawn in pixels of the current axes, and contributed to a {@link
 * Selection}.
 */
export class PlotSelector {
  /** Identifies the plot as the source of its clause. */
  #view: object = this;
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

  /** @param onDrawn called when the drawn selection changes */
  constructor(onDrawn: (drawn: ViewSelection | null) => void) {
    this.#onDrawn = onDrawn;
  }

  /** The query whose rows are selected. */
  get from(): string {
    return this.#from;
  }

  get drawn(): ViewSelection | null {
    return this.#drawn;
  }

  get brushable(): ViewBins | null {
    return this.#brushable;
  }

  /** The selection that it contributes to; null before the plot knows its query. */
  get selection(): Selection | null {
    return this.#selection;
  }

  /** Sets the query and the selection to contribute to, and the view that the contribution comes from. */
  join(view: object, from: string, selection: Selection): void {
    if (view === this.#view && selection === this.#selection && from === this.#from) return;
    this.leave();
    this.#view = view;
    this.#from = from;
    this.#selection = selection;
    this.#off = selection.onChange(() => this.#onSelectionChange());
  }

  /** Withdraws the contribution and leaves the selection. */
  leave(): void {
    this.suspend();
    this.#axes = [];
    this.#brushAxes = [];
    this.#off?.();
    this.#off = null;
    this.#selection?.update(this.#view, null);
    this.#selection = null;
    this.#drawn = null;
  }

  /** Sets new axes over columns of these rows, resident or not, and redraws the selection in their pixels. */
  layOut(rows: object, resident: boolean, axes: readonly SelectAxis[], brush: Brush | null): void {
    const seen = rows === this.#rows && sameColumns(axes, this.#axes);
    this.#rows = rows;
    this.#resident = resident;
    this.#axes = axes;
    // With a lasso brush, the keyboard selects a rectangle.
    this.#brushAxes = axes.filter(({ channel }) => brush?.kind !== 'nearest' && brush?.channels.includes(channel));
    const [x, y] = this.#brushAxes.map(({ axis, lengthCss }) => axis.pixelBins(lengthCss));
    this.#brushable = x && brush?.kind !== 'lasso' ? (y ? [x, y] : [x]) : null;
    const before = this.#drawn;
    const redrawn = before?.redraw(axes) ?? null;
    // A new domain of the same axes: the selection keeps every bit, and nothing is published.
    if (seen) this.#drawn = before && redrawn && { ...redrawn, filter: before.filter, text: before.text };
    else if (before) this.#set(redrawn, false);
    if (!seen) this.#offer();
  }

  /**
   * Releases the columns but keeps the selection, to redraw it on the next axes. The same goes for a selection made
   * meanwhile on the axes that the user still sees.
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

  /** Remembers the selection; the returned function restores it. */
  hold(): () => void {
    const [drawn, axes] = [this.#drawn, this.#axes];
    return () => this.#set(axes === this.#axes ? drawn : (drawn?.redraw(this.#axes) ?? null));
  }

  /**
   * Selects by value, also on axes without a brush: lo ≤ value < hi, or categories; null clears.
   * @throws PikaError `spec/bad-selection`, and then nothing changes
   */
  select(wanted: SelectRanges | null): void {
    if (this.#axes.length === 0) return;
    const sides = wanted === null ? [] : parseSelect(this.#axes, wanted);
    this.#set(sides.length > 0 ? drawSides(sides) : null);
  }

  /** Picks the bar, category or cell at a point; `add` keeps those picked before. */
  pick(at: { readonly x: number; readonly y: number }, add: boolean): void {
    if (this.#axes.length > 0) this.#set(pickPoint(this.#axes, at, add, this.#drawn));
  }

  /** Selects the inside of a curve over the plot. */
  lasso(corners: readonly (readonly [x: number, y: number])[]): void {
    if (this.#axes.length > 0) this.#set(selectLasso(this.#axes, corners));
  }

  /** Selects the values between these thresholds; null clears a selection made this way, and no other. */
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
    // Publish nothing while the pointer stays near the same row.
    if (JSON.stringify(before?.ranges) !== JSON.stringify(drawn.ranges)) this.#set(drawn);
  }

  #set(drawn: ViewSelection | null, tell = true): void {
    this.#drawn = drawn;
    this.#selection?.update(
      this.#view,
      drawn && {
        clause: drawn.clause(this.#from),
        kernel: this.#rows && { rows: this.#rows, filter: drawn.filter, resident: this.#resident },
        isUnclaimed: false,
      },
    );
    if (tell) this.#onDrawn(drawn);
  }

  /** Another source cleared or replaced this view's contribution, or restored one that it may claim. */
  #onSelectionChange(): void {
    if (this.#drawn && !this.#selection!.owns(this.#view)) {
      this.#drawn = null;
      this.#onDrawn(null);
    }
    this.#offer();
  }

  #offer(): void {
    if (this.#rows) this.#selection!.offerUnclaimed((clause) => this.#claim(clause));
  }

  /** Claims a clause over this plot's own axes. */
  #claim(clause: SelectionClause): boolean {
    const drawn = clause.from === this.#from ? drawClause(this.#axes, clause) : null;
    if (drawn) this.#set(drawn);
    return drawn !== null;
  }
}

/** One range per axis is drawn as a brush; several categories as if each were picked. */
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

/** The axes on which values can be selected. */
export function selectAxes(
  { selectable, layers, primary }: Plan,
  axes: ByChannel<BinnedAxis>,
  box: Size,
): SelectAxis[] {
  const { columns } = layers[primary]!;
  return selectable.flatMap((channel) => {
    const axis = axes.get(channel);
    const column = columns.get(channel)!;
    const { expression } = column;
    const title = column.part ? titleOf(column) : expression;
    return axis ? [{ channel, expression, title, axis, lengthCss: lengthAlong(channel, box) }] : [];
  });
}
