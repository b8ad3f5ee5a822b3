import { missingChannel } from '../missing-channel';
import { COMMON_ATTRIBUTES, TABLE_ATTRIBUTES } from '../../grammar/plot-attributes';
import { pointsAt } from '../instances';
import { pointsOf } from '../layout/slots';
import type { Mark, TableMark } from '../mark';
import { tableNeeds } from '../table-needs';
import { sidesPx } from './pixels';

/** The area of a symbol in square CSS pixels. */
const AREA_CSS = 40;
const STROKE_CSS = 1.5;

/** A symbol for each row or group. */
const tablePoints: TableMark = {
  hasBaseline: false,
  isFilled: false,
  hasValueAxis: false,

  place({ table }) {
    return { x: pointsAt(pointsOf(table, 'x')), y: pointsAt(pointsOf(table, 'y')) };
  },

  paint(scene) {
    const { options, pixelRatio, fill, areasCss } = scene;
    const squared = pixelRatio * pixelRatio;
    const size = areasCss?.map((area) => area * squared) ?? AREA_CSS * squared;
    const symbol = options.symbol === 'triangle' ? 'triangle-up' : (options.symbol ?? 'circle');
    const colours = options.hollow
      ? { stroke: { colour: fill, widthPx: (options.strokeWidth ?? STROKE_CSS) * pixelRatio } }
      : { fill };
    return [
      { paint: 'symbols', x: sidesPx(scene, 'x').from, y: sidesPx(scene, 'y').from, size, shape: symbol, ...colours },
    ];
  },
};

export const point: Mark = {
  name: 'point',
  attributes: [...COMMON_ATTRIBUTES, ...TABLE_ATTRIBUTES, 'symbol', 'hollow', 'stroke-width'],
  counts: null,
  table: tablePoints,

  needs(layer) {
    for (const channel of ['x', 'y'] as const)
      if (!layer.channels.has(channel))
        throw missingChannel(layer, channel, 'A point has a place on both axes: write x="weight" y="price".');
    return tableNeeds(layer);
  },
};
