import type { ByChannel, ChannelName } from '../grammar/channel-name';
import { lengthAlong, POSITION_CHANNELS, type PositionChannel } from '../grammar/position-channel';
import type { BoxCss } from '../guides/layout';
import { isWhole, type Instances } from '../plan/instances';
import type { Pointing, RowShapes } from '../plan/mark';
import { valuesOf, type LayerTable } from '../plan/layer-table';
import { intervalText } from '../scales/bin-text';
import { percentOf } from '../scales/percent-of';
import type { Scale } from '../scales/scale';
import { NO_VALUE, valueText } from '../scales/value-text';
import type { FacetText, HoverValue, PlotHover, PointPx } from './hover';

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
  /** Layers with the same number summarize the same groups; null for a layer that belongs to no summary. */
  readonly summary: number | null;
  /** The shapes of rows, in CSS pixels of the box, for marks without axes; otherwise null. */
  readonly shapes: RowShapes | null;
  /** The channel that counts the rows of each category of a cell; null if no cell has several categories. */
  readonly weight: ChannelName | null;
  /** The color of a value of the color channel, as CSS. */
  readonly css: ((value: number) => string) | null;
}

interface Hit {
  readonly layer: HoverLayer;
  readonly row: number;
}

/** How far from the pointer a point may be, in CSS pixels. */
const REACH_CSS = 24;
/** How far from the pointer a rule may be, in CSS pixels. */
const ON_CSS = 6;
/** How much nearer a line is across its axis than it looks: the pointer need not be on it. */
const ALONG = 100;
/** Half the size of the mark around a point. */
const POINT_CSS = 4;
const CHANNELS: readonly ChannelName[] = ['label', 'x', 'y', 'theta', 'color', 'size', 'shape', 'opacity', 'series'];

/** What a table shows at a place: the topmost bar or cell there, or the nearest point. Null if there is none. */
export function tableHover(scene: TableHoverScene, at: PointPx): PlotHover | null {
  const hit = hitAt(scene, at);
  return hit && hoverOf(scene, hit, at);
}

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

function hitAt(scene: TableHoverScene, at: PointPx): Hit | null {
  const layers = scene.layers.toReversed();
  const isLast = ({ pointing }: HoverLayer): boolean => pointing === 'last';
  for (const layer of [...layers.filter((one) => !isLast(one)), ...layers.filter(isLast)]) {
    const row =
      layer.pointing === 'inside'
        ? containing(scene, layer, at)
        : nearestRow(scene, layer, at, POSITION_CHANNELS, layer.pointing === 'on' ? ON_CSS : REACH_CSS);
    if (row !== null) return { layer, row };
  }
  return null;
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

function containing(scene: TableHoverScene, layer: HoverLayer, at: PointPx): number | null {
  if (layer.shapes) return layer.shapes.at({ x: at.x, y: scene.box.height - at.y });
  for (let row = layer.table.rows - 1; row >= 0; row--) {
    const [x, y] = [spanOf(scene, layer, row, 'x'), spanOf(scene, layer, row, 'y')];
    if (at.x >= x[0] && at.x <= x[1] && at.y >= y[0] && at.y <= y[1]) return row;
  }
  return null;
}

/** From and to in pixels of the box, ascending. */
function spanOf(
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

function middleOf(scene: TableHoverScene, { layer, row }: Hit): PointPx {
  const panel = scene.panel > 0 && { panel: scene.panel };
  if (layer.shapes) {
    const { x, y } = layer.shapes.middle(row);
    return { x, y: scene.box.height - y, ...panel };
  }
  const [x, y] = [spanOf(scene, layer, row, 'x'), spanOf(scene, layer, row, 'y')];
  return { x: (x[0] + x[1]) / 2, y: (y[0] + y[1]) / 2, ...panel };
}

function hoverOf(scene: TableHoverScene, { layer, row }: Hit, at: PointPx): PlotHover {
  const middle = middleOf(scene, { layer, row });
  const cellOf = (channel: PositionChannel): readonly [number, number] => {
    const [from, to] = layer.shapes ? [middle[channel], middle[channel]] : spanOf(scene, layer, row, channel);
    return from === to ? [from - POINT_CSS, to + POINT_CSS] : [from, to];
  };
  const values = CHANNELS.flatMap((channel): HoverValue[] => {
    if (layer.summary !== null && channel === layer.valueChannel) return [];
    if (layer.weight !== null && (channel === layer.weight || channel === 'color')) return [];
    const text = textOf(layer, row, channel);
    if (text === null) return [];
    const color = channel === 'color' && layer.css ? layer.css(layer.table.columns.get('color')!.values[row]!) : null;
    return [{ title: layer.titles.get(channel) ?? channel, text, color }];
  });
  const mix = layer.weight === null ? [] : mixOf(layer, row, layer.weight);
  const summary = layer.summary === null ? [] : summaryOf(scene, { layer, row });
  const all = [...values, ...mix, ...summary];
  // A column on two channels gets one line.
  const facets = scene.facets.map(({ title, text }) => ({ title, text, color: null }));
  const lines = [...new Map([...facets, ...all].map((value) => [`${value.title} ${value.text}`, value])).values()];
  return {
    from: layer.from,
    at,
    cell: { x: cellOf('x'), y: cellOf('y') },
    sides: [],
    count: 1,
    of: null,
    values: lines,
    row: null,
    pending: false,
    problem: null,
  };
}

/** The value of a channel in words, a bin from its lower to its upper edge; null for a channel that the table lacks. */
function textOf({ table, scales }: HoverLayer, row: number, channel: ChannelName): string | null {
  const column = table.columns.get(channel);
  if (!column) return null;
  const value = column.values[row]!;
  if (Number.isNaN(value)) return NO_VALUE;
  const upper = channel === 'x' || channel === 'y' ? table.columns.get(`${channel}2`)?.values[row] : undefined;
  const format = valueText(column.type, column.values, channel === 'x' || channel === 'y' ? scales[channel] : null);
  if (channel === 'theta') return `${format(value)} (${percentOf(value, column.values)})`;
  if (upper === undefined || Number.isNaN(upper)) return format(value);
  const scale = channel === 'x' || channel === 'y' ? scales[channel] : null;
  return scale?.kind === 'time' ? intervalText(scale, value, upper) : `${format(value)} to ${format(upper)}`;
}

/** How many rows of each category a cell has, the most first. */
function mixOf({ table, css, titles }: HoverLayer, row: number, weight: ChannelName): HoverValue[] {
  const keys = (['x', 'y'] as const).map((channel) => valuesOf(table, channel));
  const [colors, counts] = [table.columns.get('color'), table.columns.get(weight)];
  if (!colors || !counts) return [];
  const [category, count] = [colors, counts].map(({ type, values }) => valueText(type, values)) as [Text, Text];
  return Array.from({ length: table.rows }, (_, other) => other)
    .filter((other) => keys.every((values) => values[other] === values[row]))
    .sort((a, b) => counts.values[b]! - counts.values[a]!)
    .map((other) => {
      const value = colors.values[other]!;
      const name = Number.isNaN(value) ? `${titles.get('color') ?? 'color'}: ${NO_VALUE}` : category(value);
      return { title: name, text: count(counts.values[other]!), color: css?.(value) ?? null };
    });
}

type Text = (value: number) => string;

/** The values of a group in all layers that summarize it, the greatest first. */
function summaryOf({ layers }: TableHoverScene, { layer, row }: Hit): HoverValue[] {
  const keys: readonly ChannelName[] = [layer.valueChannel === 'y' ? 'x' : 'y', 'color', 'series'];
  const keyOf = ({ table }: HoverLayer, at: number): string =>
    keys.map((channel) => table.columns.get(channel)?.values[at]).join(' ');
  const key = keyOf(layer, row);
  const found = layers.flatMap((other) => {
    const value = other.valueChannel;
    if (other.summary !== layer.summary || value === null) return [];
    const at = Array.from({ length: other.table.rows }, (_, i) => i).find((i) => keyOf(other, i) === key);
    return ([value, `${value}2`] as const).flatMap((channel) => {
      const column = other.table.columns.get(channel);
      return column && at !== undefined && !Number.isNaN(column.values[at]!)
        ? [{ title: other.titles.get(channel) ?? channel, column, value: column.values[at]! }]
        : [];
    });
  });
  return found
    .sort((a, b) => b.value - a.value)
    .map(({ title, column, value }) => ({ title, text: valueText(column.type, column.values)(value), color: null }));
}
