import { missingChannel } from '../missing-channel';
import { COMMON_ATTRIBUTES, TABLE_ATTRIBUTES } from '../../grammar/plot-attributes';
import { valuesOf } from '../layer-table';
import { pointsAt } from '../instances';
import { pointsOf } from '../layout/slots';
import { stack } from '../layout/stack';
import type { Mark, TableMark } from '../mark';
import { tableNeeds } from '../table-needs';
import type { LinesPaint } from '../../paints/lines';
import { isolatedPoints } from '../shapes/isolated-points';
import { lineRows } from '../shapes/line-rows';
import { sidesPx } from '../shapes/pixels';
import { seriesPoints } from '../shapes/series-points';
import { seriesOf } from '../layout/series';

/** The width of a point that no neighbor joins: its area would have none. */
const ISOLATED_CSS = 3;

/** Areas between a baseline and the values, stacked by series or color, or between two values. NULL makes a gap. */
const tableAreas: TableMark = {
  noun: 'point',
  hasBaseline: true,
  pointing: 'along',
  drawsPoints: true,
  hasValueAxis: true,
  hasGaps: true,

  place(placing) {
    const { table, options } = placing;
    const value = placing.valueChannel ?? 'y';
    const places = pointsOf(placing, value === 'y' ? 'x' : 'y');
    const upper = table.columns.get(`${value}2`);
    const mode = options.stack === 'dodge' ? 'off' : (options.stack ?? 'zero');
    const lengths = upper
      ? { from: valuesOf(table, value), to: upper.values }
      : stack(places, valuesOf(table, value), seriesOf(placing), mode);
    return value === 'y' ? { x: pointsAt(places), y: lengths } : { x: lengths, y: pointsAt(places) };
  },

  paint(scene) {
    const { table, options, fill, valueChannel, pixelRatio } = scene;
    const isVertical = valueChannel !== 'x';
    const along = isVertical ? 'x' : 'y';
    const places = sidesPx(scene, along).from;
    const lengths = sidesPx(scene, isVertical ? 'y' : 'x');
    const lines = lineRows(table, scene.instances[along].from, scene.beneath);
    const { at, values, starts } = seriesPoints(lines, places, [lengths.from, lengths.to] as const, options.curve);
    const colors = Uint32Array.from(lines, (rows) => fill[rows[0]!]!);
    const drawn = { paint: 'areas', along, at, from: values[0], to: values[1], starts, fill: colors } as const;
    const { points, lines: owners } = isolatedPoints(at, values[1], starts);
    if (points.length === 0) return [drawn];
    const middles = Float64Array.from(points.flatMap((p) => [at[p]!, at[p]!]));
    const ends = Float64Array.from(points.flatMap((p) => [values[0][p]!, values[1][p]!]));
    const bars: LinesPaint = {
      paint: 'lines',
      x: isVertical ? middles : ends,
      y: isVertical ? ends : middles,
      starts: Uint32Array.from({ length: points.length + 1 }, (_, i) => 2 * i),
      widthPx: ISOLATED_CSS * pixelRatio,
      color: Uint32Array.from(owners, (owner) => colors[owner]!),
      cap: 'butt',
    };
    return [drawn, bars];
  },
};

export const area: Mark = {
  name: 'area',
  attributes: [...COMMON_ATTRIBUTES, ...TABLE_ATTRIBUTES, 'y2', 'x2', 'series', 'curve', 'stack'],
  counts: null,
  table: tableAreas,

  needs(layer) {
    for (const channel of ['x', 'y'] as const)
      if (!layer.channels.has(channel))
        throw missingChannel(layer, channel, 'An area spans values: write x="date" y="sum(amount)".');
    return tableNeeds(layer);
  },
};
