import type { ChannelName } from '../../grammar/channel-name';
import { FACET_CHANNELS } from '../../grammar/facet-channel';
import { addsUp } from '../../grammar/measure';
import { POSITION_CHANNELS, type PositionChannel } from '../../grammar/position-channel';
import type { TableMark } from '../mark';
import { dodge } from '../layout/dodge';
import { slotsOf } from '../layout/slots';
import { seriesOf } from '../layout/series';
import { stack } from '../layout/stack';
import { valuesOf } from '../layer-table';
import { measureOf } from '../table-needs';
import { gapBetween } from './bar-gap';
import { sidesPx } from './pixels';

/** The part of a category's band that its bar leaves free, and its longest length in CSS pixels. */
const BAND_GAP = 0.2;
const WIDEST_BAND_GAP_CSS = 32;

/**
 * Bars of a table: vertical, or horizontal if x shows the values; stacked, side by side, or from one value to another.
 */
export const tableBars: TableMark = {
  noun: 'bar',
  hasBaseline: true,
  pointing: 'inside',
  hasValueAxis: true,

  /**
   * Bars whose values add up: those of the rows that pass are a part of those of all rows. Averages and the like would
   * look like a part, but are none.
   */
  showsContext({ channels, options }) {
    const [measure, ...others] = POSITION_CHANNELS.flatMap((name) => measureOf(channels.get(name)) ?? []);
    const isTotal = measure ? others.length === 0 && addsUp(measure) : !channels.has('y');
    const isStacked = options.stack === null || options.stack === 'zero';
    return (
      isTotal && isStacked && [...channels].every(([name, channel]) => CONTEXT.has(name) || channel.kind === 'constant')
    );
  },

  place({ table, options, valueChannel, seriesOrder }) {
    const value = valueChannel ?? 'y';
    const other: PositionChannel = value === 'y' ? 'x' : 'y';
    const slots = slotsOf(table, other);
    const upper = table.columns.get(`${value}2`);
    const series = seriesOf({ table, seriesOrder });
    const isDodged = options.stack === 'dodge';
    const lengths = upper
      ? { from: valuesOf(table, value), to: upper.values }
      : stack(
          slots.from,
          valuesOf(table, value),
          series,
          isDodged ? 'off' : ((options.stack as Exclude<typeof options.stack, 'dodge'>) ?? 'zero'),
        );
    const places = isDodged && series ? dodge(slots, series, seriesOrder.length) : slots;
    return value === 'y' ? { x: places, y: lengths } : { x: lengths, y: places };
  },

  paint(scene) {
    const { instances, box, options, pixelRatio, fill, table, valueChannel } = scene;
    const isVertical = valueChannel !== 'x';
    const [x, y] = [sidesPx(scene, 'x'), sidesPx(scene, 'y')];
    const n = table.rows;
    const along = isVertical ? x : y;
    const slot = isVertical ? instances.x : instances.y;
    const band = scene.scales[isVertical ? 'x' : 'y'].kind === 'band';
    const out = {
      x: new Float64Array(n),
      y: new Float64Array(n),
      width: new Float64Array(n),
      height: new Float64Array(n),
    };
    for (let i = 0; i < n; i++) {
      const pitch = Math.abs(along.to[i]! - along.from[i]!);
      const part = band ? Math.abs(slot.to[i]! - slot.from[i]!) : 1;
      const gap = band
        ? Math.max(gapBetween(pitch), Math.min(BAND_GAP * pitch, WIDEST_BAND_GAP_CSS * pixelRatio * part))
        : gapBetween(pitch);
      const low = Math.min(along.from[i]!, along.to[i]!) + gap / 2;
      const [left, width] = isVertical ? [low, pitch - gap] : [x.from[i]!, x.to[i]! - x.from[i]!];
      const [top, height] = isVertical ? [y.from[i]!, y.to[i]! - y.from[i]!] : [low, pitch - gap];
      [out.x[i], out.y[i], out.width[i], out.height[i]] = [left, top, width, height];
    }
    const radiusPx = (options.cornerRadius ?? 0) * pixelRatio;
    return box.width > 0 ? [{ paint: 'rects', ...out, fill, ...(radiusPx > 0 && { radiusPx }) }] : [];
  },
};

/** The channels of bars that have a context. */
const CONTEXT: ReadonlySet<ChannelName> = new Set<ChannelName>([
  'x',
  'y',
  'color',
  'series',
  'order',
  ...FACET_CHANNELS,
]);
