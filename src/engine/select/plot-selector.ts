import type { ColumnMeta } from '../columns/column';
import type { BinnedAxis } from '../scales/binned-axis';
import type { Bins } from '../frame/recording';
import type { PointPx } from '../inspect/hover';
import type { ViewBins } from '../link/linked-views';
import type { Selection } from '../link/selection';
import type { SelectionClause } from '../grammar/selection-clause';
import type { ByChannel } from '../grammar/channel-name';
import { FACET_CHANNELS, type FacetChannel } from '../grammar/facet-channel';
import { lengthAlong, type PerAxis, type PositionChannel, type Size } from '../grammar/position-channel';
import { titleOf, type Brush, type Plan } from '../plan/plan';
import { SELECTING } from './selecting';
import type {
  BrushPx,
  Grain,
  SelectAxis,
  SelectBand,
  SelectChannel,
  SideRange,
  Ticks,
  ViewSelection,
} from './view-selection';
import type { SelectRanges } from './select-values';

/**
 * The selection of one view: stored as data values, drawn in pixels of the current axes, and contributed to a {@link
 * Selection}. A page selects nothing before {@link SELECTING} is loaded, which draws selections.
 */
export class PlotSelector {
  /** Identifies the plot as the source of its clause. */
  #view: object = this;
  readonly #onDrawn: (drawn: ViewSelection | null) => void;
  #from = '';
  #selection: Selection | null = null;
  #off: (() => void) | null = null;
  #rows: object | null = null;
  /** Loading the code that claims clauses; null unless that is under way. */
  #loading: Promise<void> | null = null;
  #resident = true;
  #axes: readonly SelectAxis[] = [];
  #brushAxes: readonly SelectAxis<PositionChannel>[] = [];
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

  /** The axes on which values can be selected. */
  get axes(): readonly SelectAxis[] {
    return this.#axes;
  }

  /** Those of them that a drag selects on. */
  get brushAxes(): readonly SelectAxis<PositionChannel>[] {
    return this.#brushAxes;
  }

  /** Whether the selected rows are in panels of these facet values, among others. */
  readonly isSelected = (channel: FacetChannel, { lo }: { readonly lo: number }): boolean =>
    this.#drawn?.facets.some(({ side, values: [from, to] }) => side.channel === channel && from <= lo && lo < to) ??
    false;

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
    const selection = this.#selection;
    this.#selection = null;
    this.#drawn = null;
    // Last, because the change lays out the legend of a pie.
    selection?.update(this.#view, null);
  }

  /**
   * Sets new axes over columns of these rows, resident or not, and redraws the selection in their pixels. No effect
   * outside of a selection.
   */
  layOut(rows: object, resident: boolean, axes: readonly SelectAxis[], brush: Brush | null): void {
    if (!this.#selection) return;
    const seen = rows === this.#rows && sameColumns(axes, this.#axes);
    this.#rows = rows;
    this.#resident = resident;
    this.#axes = axes;
    // With a lasso brush, the keyboard selects a rectangle.
    this.#brushAxes = axes.filter(
      (side): side is SelectAxis<PositionChannel> =>
        brush?.kind !== 'nearest' && (brush?.channels.some((channel) => channel === side.channel) ?? false),
    );
    this.#brushable = brush?.kind === 'lasso' ? null : brushableBins(this.#brushAxes, axes);
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
    else if (this.#brushAxes.length > 0) this.#set(SELECTING.loaded.brushPixels(this.#brushAxes, this.#axes, wanted));
  }

  /** The least distance by which a brush moves along an axis in a panel, in CSS pixels; 0 for any distance. */
  brushStepCss(channel: PositionChannel, panel: number): number {
    const side = this.#brushAxes.find((one) => one.channel === channel);
    return side ? SELECTING.loaded.brushStepCss(side, panel) : 0;
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
    this.#set(wanted === null ? null : SELECTING.loaded.selectValues(this.#axes, wanted));
  }

  /** Picks the bar, category or cell at a point; `add` keeps those picked before. */
  pick(at: PointPx, add: boolean): void {
    if (this.#axes.length > 0) this.#set(SELECTING.loaded.pickPoint(this.#axes, at, add, this.#drawn));
  }

  /** Picks the categories of a slice in a panel; `add` keeps those picked before. */
  pickCategories(codes: readonly number[], panel: number, add: boolean): void {
    if (this.#axes.length > 0) this.#set(SELECTING.loaded.pickCategories(this.#axes, codes, panel, add, this.#drawn));
  }

  /** Selects the inside of a curve over a panel. */
  lasso(corners: readonly (readonly [x: number, y: number])[], panel: number): void {
    if (this.#axes.length > 0) this.#set(SELECTING.loaded.selectLasso(this.#axes, corners, panel));
  }

  /** Selects the values between these thresholds; null clears a selection made this way, and no other. */
  nearest(values: PerAxis<Ticks> | null): void {
    const before = this.#drawn?.shape.kind === 'nearest' ? this.#drawn : null;
    if (!values) {
      if (before) this.#set(null);
      return;
    }
    const ranges = this.#axes.flatMap((side): SideRange[] => {
      const ticks = side.channel === 'x' || side.channel === 'y' ? values[side.channel] : undefined;
      return ticks ? [{ side, values: ticks }] : [];
    });
    if (!this.#rows || ranges.length === 0) return;
    const drawn = SELECTING.loaded.selectNearest(ranges, this.#axes);
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
    if (this.#rows) this.#selection?.offerUnclaimed(this.#view, (clause) => this.#claim(clause));
  }

  /** Claims a clause over this plot's own axes. */
  #claim(clause: SelectionClause): boolean {
    if (clause.from !== this.#from) return false;
    if (!SELECTING.ifLoaded) {
      this.#loading ??= SELECTING.load()
        .finally(() => (this.#loading = null))
        .then(() => this.#offer(), reportError);
      return false;
    }
    const drawn = SELECTING.loaded.drawClause(this.#axes, clause);
    if (drawn) this.#set(drawn);
    return drawn !== null;
  }
}

function sameColumns(a: readonly SelectAxis[], b: readonly SelectAxis[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ channel, axis }) => b.some((other) => channel === other.channel && axis.column === other.axis.column))
  );
}

/** The bins of a brush: its pixels, and the values of the facets. Null if there are more than two sides. */
function brushableBins(brushed: readonly SelectAxis[], axes: readonly SelectAxis[]): ViewBins | null {
  const [first, second, ...others] = [...brushed, ...axes.filter(({ facet }) => facet)];
  // Where each panel has its own scale, or a limit changes the order of a band, pixels have no fixed values.
  const isShared = brushed.every(({ ofPanels, band }) => !ofPanels && !band);
  if (brushed.length === 0 || !first || others.length > 0 || !isShared) return null;
  const binsOf = ({ facet, axis, lengthCss }: SelectAxis): Bins => (facet ? axis.bins : axis.pixelBins(lengthCss));
  return second ? [binsOf(first), binsOf(second)] : [binsOf(first)];
}

/** The grid of the values of a column; null if doubles can't say exactly where it is. */
function grainOf({ encoding, type }: ColumnMeta): Grain | null {
  if (type.kind === 'category' || !('step' in encoding)) return null;
  const [origin, spacing] = [Number(encoding.origin), Number(encoding.step)];
  return Number.isSafeInteger(origin) && Number.isSafeInteger(spacing) ? { origin, spacing } : null;
}

/** The values of a facet channel, and an axis whose bins hold them. */
interface SelectFacet {
  readonly axis: BinnedAxis;
  readonly values: readonly { readonly lo: number; readonly hi: number }[];
}

/**
 * The axes on which values can be selected, those of facets last.
 * @param box of a panel
 * @param ofPanels the axis of each panel, on positions with free scales
 * @param slices the categories of a pie's slices; null for a plot with axes
 * @param band what the band of a position with a limit shows; null without a limit
 */
export function selectAxes(
  { selectable, layers, primary }: Plan,
  axes: ByChannel<BinnedAxis>,
  box: Size,
  facets: ByChannel<SelectFacet> = new Map(),
  ofPanels: PerAxis<readonly BinnedAxis[]> = {},
  slices: BinnedAxis | null = null,
  band: (SelectBand & { readonly channel: PositionChannel }) | null = null,
): SelectAxis[] {
  const { columns } = layers[primary]!;
  const sideOf = <C extends SelectChannel>(channel: C, axis: BinnedAxis, lengthCss: number): SelectAxis<C> => {
    const { expression } = columns.get(channel)!;
    return { channel, expression, title: titleOf(columns, channel), axis, lengthCss };
  };
  const positions = selectable.flatMap((channel): SelectAxis[] => {
    const axis = axes.get(channel);
    const own = ofPanels[channel];
    if (!axis) return [];
    const side = sideOf(channel, axis, lengthAlong(channel, box));
    const { route, dimensions } = layers[primary]!;
    const isBinned = dimensions.some((one) => one.channel === channel && (route === 'counts' || one.options !== null));
    const grain = axis.slots ?? (isBinned ? grainOf(axis.column) : null);
    return [
      { ...side, ...(grain && { grain }), ...(own && { ofPanels: own }), ...(band?.channel === channel && { band }) },
    ];
  });
  let stride = 1;
  const ofFacets = FACET_CHANNELS.flatMap((channel): SelectAxis[] => {
    const found = facets.get(channel);
    if (!found || !columns.has(channel)) return [];
    const values = found.values.map(({ lo, hi }): Ticks => [lo, hi]);
    const facet = { values, stride };
    stride *= values.length;
    return [{ ...sideOf(channel, found.axis, values.length), facet }];
  });
  return [...(slices ? [sideOf('color', slices, slices.bins.count)] : []), ...positions, ...ofFacets];
}
