import { PikaError } from '../../errors';
import type { ByChannel } from '../../grammar/channel-name';
import { COMMON_ATTRIBUTES, TABLE_ATTRIBUTES } from '../../grammar/plot-attributes';
import { dodge } from '../layout/dodge';
import { pointsOf, slotsOf } from '../layout/slots';
import { pointsAt, wholePanel, type Ranges } from '../instances';
import { valuesOf } from '../layer-table';
import type { Mark, Placing, TableMark } from '../mark';
import { tableNeeds } from '../table-needs';
import { sidesPx } from '../shapes/pixels';
import { segments } from '../shapes/segments';
import { seriesOf } from '../layout/series';

const WIDTH_CSS = 1.5;

/**
 * Straight lines: across the whole panel at a value of x or y; from one value to another, with x2 or y2; or, with both
 * positions, stems from 0 to the value.
 */
const tableRules: TableMark = {
  noun: 'rule',
  pointing: 'on',
  isInk: true,
  drawsPoints: true,
  hasValueAxis: true,
  hasBaseline: (channels) => isStem({ channels }),

  place(placing) {
    const { table, valueChannel } = placing;
    const [hasX, hasY] = [table.columns.has('x'), table.columns.has('y')];
    if (!hasX || !hasY) {
      const whole = wholePanel(table.rows);
      return hasX ? { x: placeAlong(placing, 'x'), y: whole } : { x: whole, y: placeAlong(placing, 'y') };
    }
    if (!isStem(placing)) return { x: placeAlong(placing, 'x'), y: placeAlong(placing, 'y') };
    const value = valueChannel ?? 'y';
    const stem = { from: new Float64Array(table.rows), to: valuesOf(table, value) };
    return value === 'y' ? { x: placeAlong(placing, 'x'), y: stem } : { x: stem, y: placeAlong(placing, 'y') };
  },

  paint(scene) {
    return [segments(scene, sidesPx(scene, 'x'), sidesPx(scene, 'y'), WIDTH_CSS)];
  },
};

/** A range from one value to another, or a single position. */
function placeAlong(placing: Placing, channel: 'x' | 'y'): Ranges {
  const { table, channels } = placing;
  return channels.has(`${channel}2`)
    ? { from: valuesOf(table, channel), to: valuesOf(table, `${channel}2`) }
    : middlesOf(placing, channel);
}

/** The middle of a band, or of the series' share of it. */
function middlesOf(placing: Placing, channel: 'x' | 'y'): Ranges {
  const { table, options } = placing;
  const series = options.stack === 'dodge' ? seriesOf(placing) : null;
  if (!series || table.columns.get(channel)?.type.kind !== 'category') return pointsAt(pointsOf(placing, channel));
  const { from, to } = dodge(slotsOf(table, channel), series, placing.seriesOrder.length);
  return pointsAt(from.map((start, row) => (start + to[row]!) / 2));
}

/** Whether both positions are given, without a second end. */
function isStem({ channels }: { readonly channels: ByChannel<unknown> }): boolean {
  return channels.has('x') && channels.has('y') && !channels.has('x2') && !channels.has('y2');
}

export const rule: Mark = {
  name: 'rule',
  attributes: [
    ...COMMON_ATTRIBUTES,
    ...TABLE_ATTRIBUTES,
    'x2',
    'y2',
    'series',
    'stack',
    'size',
    'dash',
    'stroke-width',
  ],
  counts: null,
  table: tableRules,

  needs(layer) {
    const { from, channels } = layer;
    if (channels.has('x') || channels.has('y')) return tableNeeds(layer);
    throw new PikaError('spec/missing-channel', {
      subject: `rule plot from "${from}"`,
      expected: 'x="…" or y="…"',
      found: 'neither',
      next: 'Write y="100" or x="avg(delay)" for a line across the plot, or x="date" y="low" y2="high".',
    });
  },
};
