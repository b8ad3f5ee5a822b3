import { PikaError } from '../../errors';
import { COMMON_ATTRIBUTES, TABLE_ATTRIBUTES } from '../../grammar/plot-attributes';
import type { PositionChannel } from '../../grammar/position-channel';
import { dodge } from '../layout/dodge';
import { pointsOf, slotsOf } from '../layout/slots';
import { pointsAt, wholePanel, type Ranges } from '../instances';
import type { Mark, Placing, TableMark } from '../mark';
import { tableNeeds } from '../table-needs';
import { sidesPx } from '../shapes/pixels';
import { segments } from '../shapes/segments';
import { seriesOf } from '../layout/series';

const WIDTH_CSS = 1.5;
/** The fraction of its band that a tick crosses. */
const PART_OF_BAND = 0.7;
/** The length of a tick without a band. */
const LENGTH_CSS = 14;

/**
 * Short lines across their values: over a band of categories (a strip plot), at the edge of the panel for a single
 * position, or around a point.
 */
const tableTicks: TableMark = {
  noun: 'tick',
  pointing: 'nearest',
  hasBaseline: false,
  hasValueAxis: false,

  place(placing) {
    const { table } = placing;
    const value = valueOf(placing);
    const other = value === 'x' ? 'y' : 'x';
    const at = pointsAt(pointsOf(placing, value));
    const across = table.columns.has(other) ? acrossOf(placing, other) : wholePanel(table.rows);
    return value === 'x' ? { x: at, y: across } : { x: across, y: at };
  },

  paint(scene) {
    const { box, pixelRatio, table } = scene;
    const [x, y] = [sidesPx(scene, 'x'), sidesPx(scene, 'y')];
    const value = valueOf(scene);
    const lengthPx = LENGTH_CSS * pixelRatio;
    const across = value === 'x' ? y : x;
    if (!table.columns.has(value === 'x' ? 'y' : 'x')) {
      // Draw ticks of a single position at the bottom edge, or at the left one.
      const edge = value === 'x' ? box.height : 0;
      across.from.fill(edge);
      across.to.fill(value === 'x' ? edge - lengthPx : lengthPx);
    } else if (across.from === across.to) {
      const { from } = across;
      const around = { from: from.map((at) => at - lengthPx / 2), to: from.map((at) => at + lengthPx / 2) };
      return [value === 'x' ? segments(scene, x, around, WIDTH_CSS) : segments(scene, around, y, WIDTH_CSS)];
    }
    return [segments(scene, x, y, WIDTH_CSS)];
  },
};

/** The position channel whose values ticks mark: an aggregate, numbers or times. Ticks are drawn across it. */
function valueOf({ table, valueChannel }: Pick<Placing, 'table' | 'valueChannel'>): PositionChannel {
  if (valueChannel) return valueChannel;
  const isCategory = (channel: PositionChannel): boolean => table.columns.get(channel)?.type.kind === 'category';
  if (!table.columns.has('y')) return 'x';
  if (!table.columns.has('x')) return 'y';
  return isCategory('y') && !isCategory('x') ? 'x' : 'y';
}

/** The middle part of a band, or of the series' share of it; a single position for a column without bands. */
function acrossOf(placing: Placing, channel: PositionChannel): Ranges {
  const { table, options } = placing;
  const isBinned = table.columns.has(`${channel}2`);
  if (table.columns.get(channel)!.type.kind !== 'category' && !isBinned) return pointsAt(pointsOf(placing, channel));
  const slots = slotsOf(table, channel);
  const series = options.stack === 'dodge' ? seriesOf(placing) : null;
  const { from, to } = series ? dodge(slots, series, placing.seriesOrder.length) : slots;
  const margin = (1 - PART_OF_BAND) / 2;
  return {
    from: from.map((start, row) => start + margin * (to[row]! - start)),
    to: to.map((end, row) => end - margin * (end - from[row]!)),
  };
}

export const tick: Mark = {
  name: 'tick',
  attributes: [...COMMON_ATTRIBUTES, ...TABLE_ATTRIBUTES, 'series', 'stack', 'size', 'stroke-width'],
  counts: null,
  table: tableTicks,

  needs(layer) {
    const { from, channels } = layer;
    if (channels.has('x') || channels.has('y')) return tableNeeds(layer);
    throw new PikaError('spec/missing-channel', {
      subject: `tick plot from "${from}"`,
      expected: 'x="…" or y="…"',
      found: 'neither',
      next: 'Write x="amount" y="region" for a line at each amount.',
    });
  },
};
