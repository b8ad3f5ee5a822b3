import type { ByChannel, ChannelName } from '../grammar/channel-name';
import { lengthAlong, POSITION_CHANNELS, type PositionChannel } from '../grammar/position-channel';
import type { BoxCss } from '../guides/layout';
import { isWhole, type Instances } from '../plan/instances';
import type { LayerTable } from '../plan/layer-table';
import type { Pointing, RowShapes } from '../plan/mark';
import type { Scale } from '../scales/scale';
import type { FacetText, PointPx } from './hover';

/** The tables of a panel as they are drawn, in painter's order. */
export interface TableHoverScene {
  /** The number of the panel. */
  readonly panel: number;
  readonly facets: readonly FacetText[];
  readonly layers: readonly HoverLayer[];
  /** How many layers, from the first, the plot's counts cover. */
  readonly beneathCounts: number;
  readonly box: BoxCss;
}

export interface HoverLayer {
  readonly from: string;
  readonly table: LayerTable;
  readonly instances: Instances;
  readonly scales: Readonly<Record<PositionChannel, Scale>>;
  readonly titles: ByChannel<string>;
  /** The position whose values the layer shows; null for points. */
  readonly valueChannel: PositionChannel | null;
  readonly pointing: Pointing;
  /** Whether values are drawn as shares of their stack. */
  readonly isShare: boolean;
  /** Layers with the same number summarize the same groups; null for a layer that belongs to no summary. */
  readonly summary: number | null;
  /** The shapes of rows, in CSS pixels of the box, for marks without axes; otherwise null. */
  readonly shapes: RowShapes | null;
  /** The channel that counts the rows of each category of a cell; null if no cell has several categories. */
  readonly weight: ChannelName | null;
  /** The color of a value of the color channel, as CSS. */
  readonly css: ((value: number) => string) | null;
}

export interface Hit {
  readonly layer: HoverLayer;
  readonly row: number;
}

export interface PointHit extends Hit {
  /** Whether it is a point of a line far from the place: a bar at the place then takes precedence. */
  readonly isFar: boolean;
}

/** How far from the pointer a point may be, in CSS pixels. */
const REACH_CSS = 24;
/** How far from the pointer a rule may be, in CSS pixels. */
const ON_CSS = 6;
/** Divides distances from a line across its axis, because the pointer need not be on the line. */
const ALONG = 100;

/** The tables that the counts of the plot cover. */
export function tablesBeneath(scene: TableHoverScene): TableHoverScene {
  return { ...scene, layers: scene.layers.slice(0, scene.beneathCounts) };
}

/** The tables drawn above the counts. */
export function tablesAbove(scene: TableHoverScene): TableHoverScene {
  return { ...scene, layers: scene.layers.slice(scene.beneathCounts) };
}

/** The middle of the next instance in a direction; without `from`, of the first one. Null if there is none. */
export function nextInstance(scene: TableHoverScene, from: PointPx | null, dx: number, dy: number): PointPx | null {
  const seen = middlesOf(scene);
  if (!from) return seen.reduce<PointPx | null>((a, b) => (a === null || b.x < a.x ? b : a), null);
  const along = (point: PointPx): number => (point.x - from.x) * Math.sign(dx) + (point.y - from.y) * Math.sign(dy);
  const aside = (point: PointPx): number => Math.abs(dx !== 0 ? point.y - from.y : point.x - from.x);
  const ahead = seen.filter((point) => along(point) > 0.5);
  const cost = (point: PointPx): number => along(point) + aside(point) / 4;
  return ahead.reduce<PointPx | null>((a, b) => (a === null || cost(b) < cost(a) ? b : a), null) ?? from;
}

/**
 * The middle of the instance where a cursor enters the panel at a place on its border: the nearest one along x, and of
 * several at this x the nearest along y. Null if there is none.
 */
export function firstInstance(scene: TableHoverScene, at: PointPx): PointPx | null {
  const distance = (point: PointPx): number => Math.abs(point.x - at.x);
  const aside = (point: PointPx): number => Math.abs(point.y - at.y);
  const isCloser = (a: PointPx, b: PointPx): boolean =>
    Math.abs(distance(a) - distance(b)) > 0.5 ? distance(a) < distance(b) : aside(a) < aside(b);
  return middlesOf(scene).reduce<PointPx | null>((a, b) => (a === null || isCloser(b, a) ? b : a), null);
}

/** The middles of all instances that have a position. */
function middlesOf(scene: TableHoverScene): PointPx[] {
  return scene.layers
    .flatMap((layer) => Array.from({ length: layer.table.rows }, (_, row) => middleOf(scene, { layer, row })))
    .filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
}

/**
 * The row under a place, and the rows of other layers that show a value there too. The first one is of the topmost
 * layer, but a line answers far from its points only if no bar is there.
 */
export function hitsAt(scene: TableHoverScene, at: PointPx): readonly PointHit[] {
  const layers = scene.layers.toReversed();
  const isLast = ({ pointing }: HoverLayer): boolean => pointing === 'last';
  const ordered = [...layers.filter((one) => !isLast(one)), ...layers.filter(isLast)];
  const hits = new Map(ordered.map((layer) => [layer, hitOf(scene, layer, at)]));
  const found = [...hits.values()].filter((hit) => hit !== null);
  const [first] = found.toSorted((a, b) => Number(a.isFar) - Number(b.isFar));
  if (!first) return [];
  const others = ordered
    .filter((layer) => layer !== first.layer)
    .map((layer) =>
      isBar(first.layer) && layer.pointing === 'along'
        ? besideBar(scene, layer, first, at)
        : (hits.get(layer) ?? slotHit(scene, layer, at)),
    );
  return [first, ...others.filter((hit): hit is PointHit => hit !== null && isBeside(hit, first))];
}

function hitOf(scene: TableHoverScene, layer: HoverLayer, at: PointPx): PointHit | null {
  if (layer.pointing === 'inside') {
    const row = containing(scene, layer, at);
    return row === null ? null : { layer, row, isFar: false };
  }
  const row = nearestRow(scene, layer, at, POSITION_CHANNELS, layer.pointing === 'on' ? ON_CSS : REACH_CSS);
  return row === null ? null : { layer, row, isFar: !isWithinReach(scene, layer, row, at) };
}

/** The only bar in the slot at a place, also above or below the bar itself. */
function slotHit(scene: TableHoverScene, layer: HoverLayer, at: PointPx): PointHit | null {
  if (layer.pointing !== 'inside' || layer.shapes || layer.valueChannel === null) return null;
  const along = layer.valueChannel === 'y' ? 'x' : 'y';
  const rows = Array.from({ length: layer.table.rows }, (_, row) => row).filter((row) => {
    const [from, to] = spanOf(scene, layer, row, along);
    return at[along] >= from && at[along] <= to;
  });
  return rows.length === 1 ? { layer, row: rows[0]!, isFar: true } : null;
}

function isBar({ pointing, shapes, valueChannel }: HoverLayer): boolean {
  return pointing === 'inside' && !shapes && valueChannel !== null;
}

/** The point of a line in the slot of a bar, however wide it is, nearest to a place along the values. */
function besideBar(
  scene: TableHoverScene,
  layer: HoverLayer,
  { layer: bars, row: bar }: Hit,
  at: PointPx,
): PointHit | null {
  const value = bars.valueChannel!;
  const along = value === 'y' ? 'x' : 'y';
  const [start, end] = spanOf(scene, bars, bar, along);
  let [best, least] = [null as number | null, Infinity];
  for (let row = 0; row < layer.table.rows; row++) {
    const [from, to] = spanOf(scene, layer, row, along);
    const [low, high] = spanOf(scene, layer, row, value);
    const away = Math.max(low - at[value], at[value] - high, 0);
    if (from <= end && to >= start && away < least) [best, least] = [row, away];
  }
  return best === null ? null : { layer, row: best, isFar: true };
}

/** Whether another layer's hit is worth naming too: it shows a value at the same place, of the same category. */
function isBeside({ layer, row }: Hit, first: Hit): boolean {
  if (layer.valueChannel === null || (layer.pointing !== 'inside' && layer.pointing !== 'along')) return false;
  if (layer.shapes || (layer.summary !== null && layer.summary === first.layer.summary)) return false;
  const [color, ofFirst] = [layer.table.columns.get('color'), first.layer.table.columns.get('color')];
  return !color || !ofFirst || color.values[row] === ofFirst.values[first.row];
}

/**
 * The row of a layer drawn nearest to a place along these positions. Null if none is within reach.
 */
export function nearestRow(
  scene: TableHoverScene,
  layer: HoverLayer,
  at: PointPx,
  positions: readonly PositionChannel[],
  reachCss: number,
): number | null {
  const across = layer.pointing === 'along' ? layer.valueChannel : null;
  const distance = (channel: PositionChannel, row: number): number => {
    const [from, to] = spanOf(scene, layer, row, channel);
    const away = from > at[channel] ? from - at[channel] : at[channel] > to ? at[channel] - to : from <= to ? 0 : NaN;
    return across === channel ? away / ALONG : away;
  };
  let [best, least] = [null as number | null, Infinity];
  for (let row = 0; row < layer.table.rows; row++) {
    const squared = positions.reduce((sum, channel) => sum + distance(channel, row) ** 2, 0);
    if (squared < least) [best, least] = [row, squared];
  }
  return least <= reachCss * reachCss ? best : null;
}

/** Whether the mark of a row is near a place, along both positions. */
function isWithinReach(scene: TableHoverScene, layer: HoverLayer, row: number, at: PointPx): boolean {
  const away = POSITION_CHANNELS.map((channel) => {
    const [from, to] = spanOf(scene, layer, row, channel);
    return Math.max(from - at[channel], at[channel] - to, 0);
  });
  return Math.hypot(...away) <= REACH_CSS;
}

function containing(scene: TableHoverScene, layer: HoverLayer, at: PointPx): number | null {
  if (layer.shapes) return layer.shapes.at({ x: at.x, y: scene.box.height - at.y });
  for (let row = layer.table.rows - 1; row >= 0; row--) {
    const [x, y] = [spanOf(scene, layer, row, 'x'), spanOf(scene, layer, row, 'y')];
    if (at.x >= x[0] && at.x <= x[1] && at.y >= y[0] && at.y <= y[1]) return row;
  }
  return null;
}

/** From and to in pixels of the box, ascending. */
export function spanOf(
  { box }: TableHoverScene,
  { instances, scales }: HoverLayer,
  row: number,
  channel: PositionChannel,
): readonly [from: number, to: number] {
  const ends = [instances[channel].from[row]!, instances[channel].to[row]!] as const;
  if (isWhole(...ends)) return [0, lengthAlong(channel, box)];
  const [a, b] = ends.map((value) => scales[channel].position(value) * lengthAlong(channel, box)) as [number, number];
  return a <= b ? [a, b] : [b, a];
}

export function middleOf(scene: TableHoverScene, { layer, row }: Hit): PointPx {
  const panel = scene.panel > 0 && { panel: scene.panel };
  if (layer.shapes) {
    const { x, y } = layer.shapes.middle(row);
    return { x, y: scene.box.height - y, ...panel };
  }
  const [x, y] = [spanOf(scene, layer, row, 'x'), spanOf(scene, layer, row, 'y')];
  return { x: (x[0] + x[1]) / 2, y: (y[0] + y[1]) / 2, ...panel };
}
