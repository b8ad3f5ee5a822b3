import type { Bins, Filter } from '../frame/recording';
import type { PositionChannel } from '../grammar/position-channel';
import type { FilterPart } from '../link/linked-views';
import type { Selection } from '../link/selection';
import type { CellsPaint } from '../paints/cells';
import type { BarsPaint } from '../paints/bars';
import type { CountsLayer } from '../plot/counts-layer';
import type { Mirror } from '../plot/mirror';
import type { PlotScene } from '../plot/plot-scene';
import type { LoadedLayer, PlotLayer } from '../plot/plot-layer';
import { binText } from '../scales/bin-text';
import type { SelectAxis, SelectionShape } from '../select/view-selection';
import { stepsOfBins, stepsOfPixels, type BrushSteps } from './brush-steps';
import type { PageBars, PageCells, SavedSelection } from './page-index';

/** A plot to save, and how users select in it. */
export interface PlotToSave {
  readonly scene: PlotScene;
  /** Whether a click selects a bar. */
  readonly picks: boolean;
}

/** A counted plot as it is at one moment: filters and bins are immutable. */
export interface CapturedPlot {
  readonly layer: CountsLayer;
  readonly loaded: LoadedLayer;
  readonly bins: readonly Bins[];
  readonly texts: readonly (readonly string[])[];
  readonly marks: PageBars | PageCells;
  readonly parts: readonly FilterPart[];
  readonly brush: CapturedBrush | null;
}

export interface CapturedBrush {
  readonly drags: boolean;
  readonly picks: boolean;
  readonly steps: readonly BrushSteps[];
  readonly selection: Selection;
  readonly mirror: Mirror;
  readonly saved: SavedSelection | null;
  /** The rows that it selects; null if nothing is selected. */
  readonly filter: Filter | null;
}

/** Captures a plot; a text says why it can only be a picture. */
export function capturePlot({ scene, picks }: PlotToSave): CapturedPlot | string {
  const { plan, layer } = scene;
  if (!plan || !layer || !isCounts(layer)) return 'it is not a density or unsorted vertical bars of counts';
  const counts = layer;
  const { loaded, counted } = counts;
  if (plan.layers.length > 1) return 'it has several layers';
  if (!loaded || !counted) return 'it has no counts';
  if (loaded.facets.channels.size > 0) return 'it has several panels';
  if (!counts.resident) return 'its columns are not in memory';
  const parts = counts.filterParts;
  if (parts.some(({ resident }) => !resident) || loaded.incomingFilters.awaitsPlot)
    return 'the database computes its filter';
  const panel = scene.drawnAt(1)?.panels[0];
  const paint = panel?.paints.at(-1);
  if (!panel || !paint || (paint.paint !== 'bars' && paint.paint !== 'cells')) return 'it draws no bars or cells';
  const axes = [...counted.axes.values()];
  const showsContext = loaded.plan.spec.context ?? counts.loaded!.plan.draw.showsContext;
  const marks =
    paint.paint === 'bars' ? barsOf(paint, panel.box, axes[0]!.shareOf(0), showsContext) : cellsOf(paint, panel.box);
  return {
    layer: counts,
    loaded,
    bins: axes.map(({ bins }) => bins),
    texts: axes.map((axis) => Array.from({ length: axis.bins.count }, (_, bin) => binText(axis, bin))),
    marks,
    parts,
    brush: captureBrush(scene, picks, marks.kind === 'cells'),
  };
}

function isCounts(layer: PlotLayer): layer is CountsLayer {
  return layer.kind === 'counts';
}

function barsOf(paint: BarsPaint, box: { readonly width: number }, pitch: number, hasContext: boolean): PageBars {
  const edges = Array.from(paint.edgesPx, (px) => short(px / box.width));
  return { kind: 'bars', edges, pitch, yMax: paint.yMax, color: paint.color, hasContext };
}

function cellsOf(paint: CellsPaint, box: { readonly width: number; readonly height: number }): PageCells {
  const { grid, reversed = { x: false, y: false }, transfer, ramp } = paint;
  return {
    kind: 'cells',
    left: grid.x / box.width,
    bottom: (box.height - grid.y - grid.height) / box.height,
    width: grid.width / box.width,
    height: grid.height / box.height,
    reversed,
    transfer,
    ramp: [...new Uint32Array(ramp.slice(0, 1024).buffer)],
  };
}

/** Null if nothing can be selected in the plot, or not by steps. */
function captureBrush({ selector, plan, mirror }: PlotScene, picks: boolean, isGrid: boolean): CapturedBrush | null {
  const { selection, axes, brushAxes, drawn } = selector;
  const drags = plan?.brush != null && brushAxes.length > 0;
  if (!selection || !mirror || selection.mode === 'union' || (!drags && !picks)) return null;
  const positions = axes.filter((side): side is SelectAxis<PositionChannel> => isPosition(side.channel));
  const sides = drags ? brushAxes : positions;
  if (sides.length === 0 || sides.some(({ band, ofPanels }) => band ?? ofPanels)) return null;
  const isBinned = isGrid || !drags || sides.some(({ axis }) => axis.scale.kind === 'band');
  const steps = sides.map((side) => (isBinned ? stepsOfBins(side) : stepsOfPixels(side, axes)));
  return {
    drags,
    // A click selects a step: a bar must be one.
    picks: picks && isBinned && sides.length === positions.length,
    steps,
    selection,
    mirror,
    saved: drawn && { shapes: shapesOf(mirror.shape(drawn.shape), sides, positions), text: drawn.text },
    filter: drawn?.filter ?? null,
  };
}

function isPosition(channel: string): channel is PositionChannel {
  return channel === 'x' || channel === 'y';
}

/** A selection as polygons in fractions of the panel. */
function shapesOf(
  shape: SelectionShape,
  sides: readonly SelectAxis<PositionChannel>[],
  positions: readonly SelectAxis<PositionChannel>[],
): SavedSelection['shapes'] {
  const along = (channel: PositionChannel, px: number): number => {
    const side = [...positions, ...sides].find((one) => one.channel === channel);
    return side ? short(px / side.lengthCss) : 0;
  };
  if (shape.kind === 'lasso') return [shape.corners.map(([x, y]) => [along('x', x), along('y', y)])];
  const boxes = shape.kind === 'hidden' ? [] : shape.kind === 'picked' ? shape.boxes : [shape.px];
  return boxes.map(({ x, y }) => {
    const [left, right] = x ? [along('x', x[0]), along('x', x[1])] : [0, 1];
    const [low, high] = y ? [along('y', y[0]), along('y', y[1])] : [0, 1];
    return [
      [left, low],
      [right, low],
      [right, high],
      [left, high],
    ];
  });
}

function short(fraction: number): number {
  return Math.round(fraction * 1e6) / 1e6;
}
