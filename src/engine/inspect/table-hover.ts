import type { ChannelName } from '../grammar/channel-name';
import type { PositionChannel } from '../grammar/position-channel';
import { valuesOf } from '../plan/layer-table';
import { intervalText } from '../scales/bin-text';
import { percentOf } from '../scales/percent-of';
import { withoutFormat } from '../scales/presentation';
import { NO_VALUE, valueText } from '../scales/value-text';
import type { FacetText, HoverValue, PlotHover, PointPx } from './hover';
import { hitsAt, middleOf, spanOf, type Hit, type HoverLayer, type TableHoverScene } from './table-hits';

/** What tables show at a place. */
export interface TableHover extends PlotHover {
  readonly values: readonly HoverValue[];
  /** Whether it is a point of a line far from the place: a bar at the place then takes precedence. */
  readonly isFar: boolean;
}

/** Half the size of the mark around a point. */
const POINT_CSS = 4;
const CHANNELS: readonly ChannelName[] = ['label', 'x', 'y', 'theta', 'color', 'size', 'shape', 'opacity', 'series'];

/**
 * What the tables show at a place: the topmost bar or cell there, or the nearest point, and the values of the other
 * layers there. Null if there is none.
 */
export function tableHover(scene: TableHoverScene, at: PointPx): TableHover | null {
  const [first, ...beside] = hitsAt(scene, at);
  if (!first) return null;
  const values = [first, ...beside].flatMap((hit) => valuesAt(scene, hit));
  const all = withoutRepeats([...facetValues(scene.facets), ...values]);
  return { ...hoverOf(scene, first, at), values: all, isFar: first.isFar };
}

/** What the counts show at a place, with the values of the tables there. */
export function withTable(counted: PlotHover, table: TableHover): PlotHover {
  const { sides, count, of, countTitle = 'rows' } = counted;
  const rows = { title: countTitle, text: rowsText(count, of), color: null };
  const ofCounts = [...sides.map(({ title, text }) => ({ title, text, color: null })), rows];
  const [first, values] = table.isFar
    ? [counted, [...ofCounts, ...table.values]]
    : [table, [...table.values, ...ofCounts]];
  return { ...first, sides: [], count, of, values: withoutRepeats(values) };
}

function rowsText(count: number, of: number | null): string {
  return [count, ...(of === null ? [] : [of])].map((number) => number.toLocaleString('en')).join(' of ');
}

function facetValues(facets: readonly FacetText[]): HoverValue[] {
  return facets.map(({ title, text }) => ({ title, text, color: null }));
}

/** A column on two channels, or in two layers, gets one line. */
function withoutRepeats(values: readonly HoverValue[]): readonly HoverValue[] {
  return [...new Map(values.map((value) => [`${value.title} ${value.text}`, value])).values()];
}

function hoverOf(scene: TableHoverScene, { layer, row }: Hit, at: PointPx): PlotHover {
  const middle = middleOf(scene, { layer, row });
  const cellOf = (channel: PositionChannel): readonly [number, number] => {
    const [from, to] = layer.shapes ? [middle[channel], middle[channel]] : spanOf(scene, layer, row, channel);
    return from === to ? [from - POINT_CSS, to + POINT_CSS] : [from, to];
  };
  return {
    from: layer.from,
    at,
    cell: { x: cellOf('x'), y: cellOf('y') },
    sides: [],
    count: 1,
    of: null,
    row: null,
    pending: false,
    problem: null,
  };
}

function valuesAt(scene: TableHoverScene, { layer, row }: Hit): readonly HoverValue[] {
  const values = CHANNELS.flatMap((channel): HoverValue[] => {
    if (layer.summary !== null && channel === layer.valueChannel) return [];
    if (layer.weight !== null && (channel === layer.weight || channel === 'color')) return [];
    // The table has no colors if only another layer of the plot has them.
    const value = channel === 'color' ? layer.table.columns.get(channel)?.values[row] : undefined;
    const color = value === undefined ? null : (layer.css?.(value) ?? null);
    return textsOf(layer, row, channel).map(({ title, text }) => ({ title, text, color }));
  });
  const mix = layer.weight === null ? [] : mixOf(layer, row, layer.weight);
  const summary = layer.summary === null ? [] : summaryOf(scene, { layer, row });
  return [...values, ...mix, ...summary];
}

/**
 * The value of a channel in words: of a bin from its lower to its upper edge, of a range both values, each under its
 * title. None for a channel that the table lacks.
 */
function textsOf(
  { table, scales, titles, valueChannel, isShare, instances }: HoverLayer,
  row: number,
  channel: ChannelName,
): readonly TitledText[] {
  const column = table.columns.get(channel);
  if (!column) return [];
  const value = column.values[row]!;
  const title = titles.get(channel) ?? channel;
  const isPosition = channel === 'x' || channel === 'y';
  const scale = isPosition ? scales[channel] : null;
  if (isShare && isPosition && channel === valueChannel && !Number.isNaN(value)) {
    const { from, to } = instances[channel];
    const share = Math.abs(to[row]! - from[row]!);
    const text = valueText(withoutFormat(column.type), column.values)(value);
    return [{ title, text: `${text} (${percentOf(share, Float64Array.of(share, 1 - share))})` }];
  }
  const format = valueText(column.type, column.values, scale);
  const text = Number.isNaN(value) ? NO_VALUE : format(value);
  if (channel === 'theta' && !Number.isNaN(value))
    return [{ title, text: `${text} (${percentOf(value, column.values)})` }];
  const other = isPosition ? table.columns.get(`${channel}2`) : undefined;
  const upper = other?.values[row];
  if (!isPosition || !other || upper === undefined) return [{ title, text }];
  const ofOther = titles.get(`${channel}2`);
  if (ofOther !== undefined && ofOther !== title) {
    const otherText = Number.isNaN(upper) ? NO_VALUE : valueText(other.type, other.values, scale)(upper);
    return [
      { title, text },
      { title: ofOther, text: otherText },
    ];
  }
  if (Number.isNaN(value) || Number.isNaN(upper)) return [{ title, text }];
  if (scale?.kind === 'time') return [{ title, text: intervalText(scale, value, upper) }];
  // As binText writes bins of counts.
  const isOneNumber =
    channel !== valueChannel && 'integer' in column.type && column.type.integer && upper - value === 1;
  return [{ title, text: isOneNumber ? text : `${text} to ${format(upper)}` }];
}

type TitledText = Pick<HoverValue, 'title' | 'text'>;

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
