import { missingChannel } from '../missing-channel';
import { COMMON_ATTRIBUTES, TABLE_ATTRIBUTES } from '../../grammar/plot-attributes';
import { pointsAt } from '../instances';
import { valuesOf } from '../layer-table';
import { pointsOf } from '../layout/slots';
import type { Mark, TableMark } from '../mark';
import { tableNeeds } from '../table-needs';
import { lineRows } from '../shapes/line-rows';
import { sidesPx } from '../shapes/pixels';
import { seriesPoints } from '../shapes/series-points';

const WIDTH_CSS = 2;

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
    return [{ paint: 'lines', x, y, starts, widthPx, color, ...(dash && { dash }) }];
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
