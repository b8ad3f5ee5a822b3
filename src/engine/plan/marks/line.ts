import { missingChannel } from '../missing-channel';
import { COMMON_ATTRIBUTES, TABLE_ATTRIBUTES } from '../../grammar/plot-attributes';
import { pointsAt } from '../instances';
import { valuesOf } from '../layer-table';
import { pointsOf } from '../layout/slots';
import type { Mark, TableMark } from '../mark';
import { tableNeeds } from '../table-needs';
import type { LinesPaint } from '../../paints/lines';
import { isolatedPoints } from '../shapes/isolated-points';
import { lineRows } from '../shapes/line-rows';
import { sidesPx } from '../shapes/pixels';
import { seriesPoints } from '../shapes/series-points';

const WIDTH_CSS = 2;
/** The diameter of a point that no neighbor joins, in widths of the line: one width is easily overlooked. */
const DOT_WIDTHS = 3;

/** A line through the values in the order of the other axis, one for each series or color. NULL makes a gap. */
const tableLines: TableMark = {
  noun: 'point',
  hasBaseline: false,
  pointing: 'along',
  drawsPoints: true,
  hasValueAxis: true,
  hasGaps: true,

  place(placing) {
    const { table } = placing;
    const value = placing.valueChannel ?? 'y';
    const values = pointsAt(valuesOf(table, value));
    const places = pointsAt(pointsOf(placing, value === 'y' ? 'x' : 'y'));
    return value === 'y' ? { x: places, y: values } : { x: values, y: places };
  },

  paint(scene) {
    const { table, options, pixelRatio, fill } = scene;
    const across = scene.valueChannel === 'x' ? 'y' : 'x';
    const [xs, ys] = [sidesPx(scene, 'x').from, sidesPx(scene, 'y').from];
    const lines = lineRows(table, scene.instances[across].from, scene.beneath);
    const [at, along] = across === 'x' ? [xs, ys] : [ys, xs];
    const { at: placed, values, starts } = seriesPoints(lines, at, [along] as const, options.curve);
    const [x, y] = across === 'x' ? [placed, values[0]] : [values[0], placed];
    const widthPx = (options.strokeWidth ?? WIDTH_CSS) * pixelRatio;
    const color = Uint32Array.from(lines, (rows) => fill[rows[0]!]!);
    const dash = options.dash?.map((length) => length * pixelRatio);
    const drawn = { paint: 'lines', x, y, starts, widthPx, color, ...(dash && { dash }) } as const;
    const { points, lines: owners } = isolatedPoints(x, y, starts);
    if (points.length === 0) return [drawn];
    const dots: LinesPaint = {
      paint: 'lines',
      x: Float64Array.from(points, (p) => x[p]!),
      y: Float64Array.from(points, (p) => y[p]!),
      starts: Uint32Array.from({ length: points.length + 1 }, (_, i) => i),
      widthPx: DOT_WIDTHS * widthPx,
      color: Uint32Array.from(owners, (owner) => color[owner]!),
    };
    return [drawn, dots];
  },
};

export const line: Mark = {
  name: 'line',
  attributes: [...COMMON_ATTRIBUTES, ...TABLE_ATTRIBUTES, 'series', 'curve', 'dash', 'stroke-width'],
  counts: null,
  table: tableLines,

  needs(layer) {
    for (const channel of ['x', 'y'] as const)
      if (!layer.channels.has(channel))
        throw missingChannel(layer, channel, 'A line connects values: write x="date" y="avg(price)".');
    return tableNeeds(layer);
  },
};
