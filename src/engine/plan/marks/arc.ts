import { COMMON_ATTRIBUTES, TABLE_ATTRIBUTES } from '../../grammar/plot-attributes';
import { pointsAt } from '../instances';
import { largestSlices } from '../layout/largest-slices';
import { sliceLabels } from '../layout/slice-labels';
import { anglesOf, middleOfSlice, sliceAt, slicesOf } from '../layout/slices';
import { PLAIN } from '../../scales/presentation';
import { missingChannel } from '../missing-channel';
import type { Mark, TableMark } from '../mark';
import { tableNeeds } from '../table-needs';

/** The gap between slices, at the rim. */
const GAP_CSS = 1.5;
/** Room for a share such as 25%: the least arc length of its slice, and the least width of a ring. */
const SHARE_CSS = 32;

/** The slices of a pie, or of a ring with inner-radius. */
const tableArcs: TableMark = {
  noun: 'slice',
  hasBaseline: false,
  hasValueAxis: false,
  pointing: 'inside',
  isRadial: () => true,
  reduce: largestSlices,
  shares: 'theta',

  /** A pie has no axes. */
  place({ table }) {
    const nowhere = pointsAt(new Float64Array(table.rows).fill(NaN));
    return { x: nowhere, y: nowhere };
  },

  shapes({ table, options, box }) {
    const slices = slicesOf(table, options, box);
    return { at: (point) => sliceAt(slices, point), middle: (row) => middleOfSlice(slices, row) };
  },

  /** The share of each slice. */
  ownTexts(table, { textFormat }) {
    if (textFormat === 'off') return null;
    const values = anglesOf(table);
    const total = values.reduce((sum, value) => sum + value, 0);
    const show = table.columns.get('theta')?.type.show ?? PLAIN;
    const format = { specifier: textFormat ?? '.0%', attribute: 'text-format' };
    return {
      type: { kind: 'number', integer: false, show: { ...show, format } },
      values: values.map((value) => value / total),
    };
  },

  labels(scene) {
    const { inner, outer } = slicesOf(scene.table, scene.options, scene.box);
    const isThin = inner > 0 && outer - inner < SHARE_CSS * scene.pixelRatio;
    return sliceLabels(scene, isThin ? Infinity : SHARE_CSS);
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
  attributes: [
    ...COMMON_ATTRIBUTES,
    ...TABLE_ATTRIBUTES,
    'theta',
    'theta-format',
    'inner-radius',
    'text-format',
    'font-size',
    'series',
    'order',
  ],
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
