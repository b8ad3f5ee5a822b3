import { missingChannel } from '../missing-channel';
import { COMMON_ATTRIBUTES, TABLE_ATTRIBUTES } from '../../grammar/plot-attributes';
import { slotsOf } from '../layout/slots';
import type { Mark, TableMark } from '../mark';
import { tableNeeds } from '../table-needs';
import { sidesPx } from '../shapes/pixels';

/** A cell for each row or group: a heat map if color is an aggregate. */
export const tableRects: TableMark = {
  noun: 'cell',
  hasBaseline: false,
  pointing: 'inside',
  hasValueAxis: false,

  place({ table }) {
    return { x: slotsOf(table, 'x'), y: slotsOf(table, 'y') };
  },

  paint(scene) {
    const [x, y] = [sidesPx(scene, 'x'), sidesPx(scene, 'y')];
    const length = ({ from, to }: typeof x): Float64Array<ArrayBuffer> => from.map((start, i) => to[i]! - start);
    const radiusPx = (scene.options.cornerRadius ?? 0) * scene.pixelRatio;
    return [
      {
        paint: 'rects',
        x: x.from,
        y: y.from,
        width: length(x),
        height: length(y),
        fill: scene.fill,
        ...(radiusPx > 0 && { radiusPx }),
      },
    ];
  },
};

export const rect: Mark = {
  name: 'rect',
  attributes: [...COMMON_ATTRIBUTES, ...TABLE_ATTRIBUTES, 'x2', 'y2', 'corner-radius'],
  counts: null,
  table: tableRects,

  needs(layer) {
    for (const channel of ['x', 'y'] as const)
      if (!layer.channels.has(channel))
        throw missingChannel(
          layer,
          channel,
          'A cell has a place on both axes: write x="hour" y="weekday" color="count()".',
        );
    return tableNeeds(layer);
  },
};
