import { COMMON_ATTRIBUTES, TABLE_ATTRIBUTES } from '../../grammar/plot-attributes';
import { pointsAt } from '../instances';
import { largestSlices } from '../layout/largest-slices';
import { middleOfSlice, sliceAt, slicesOf } from '../layout/slices';
import { missingChannel } from '../missing-channel';
import type { Mark, TableMark } from '../mark';
import { tableNeeds } from '../table-needs';

/** The gap between slices, at the rim. */
const GAP_CSS = 1.5;

/** The slices of a pie, or of a ring with inner-radius. */
const tableArcs: TableMark = {
  noun: 'slice',
  hasBaseline: false,
  hasValueAxis: false,
  pointing: 'inside',
  isRadial: () => true,
  reduce: largestSlices,

  /** A pie has no axes. */
  place({ table }) {
    const nowhere = pointsAt(new Float64Array(table.rows).fill(NaN));
    return { x: nowhere, y: nowhere };
  },

  shapes({ table, options, box }) {
    const slices = slicesOf(table, options, box);
    return { at: (point) => sliceAt(slices, point), middle: (row) => middleOfSlice(slices, row) };
  },

  paint({ table, options, box, fill, pixelRatio }) {
    const { start, end, x, y, inner, outer } = slicesOf(table, options, box);
    const isAlone = start.filter((angle) => !Number.isNaN(angle)).length < 2;
    return [
      {
        paint: 'arcs',
        x,
        y,
        innerRadius: inner,
        outerRadius: outer,
        startAngle: start,
        endAngle: end,
        padAngle: isAlone ? 0 : (GAP_CSS * pixelRatio) / outer,
        fill,
      },
    ];
  },
};

export const arc: Mark = {
  name: 'arc',
  attributes: [...COMMON_ATTRIBUTES, ...TABLE_ATTRIBUTES, 'theta', 'inner-radius', 'series', 'order'],
  counts: null,
  table: tableArcs,

  needs(layer) {
    if (!layer.channels.has('theta'))
      throw missingChannel(
        layer,
        'theta',
        'The angles of slices show values: write theta="sum(amount)" color="region".',
      );
    const positions = new Map([...layer.channels].filter(([channel]) => !/^[xy]2?$/.test(channel)));
    return tableNeeds({ ...layer, channels: positions });
  },
};
