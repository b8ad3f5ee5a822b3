import { COMMON_ATTRIBUTES, TABLE_ATTRIBUTES } from '../../grammar/plot-attributes';
import { missingChannel } from '../missing-channel';
import { dodge } from '../layout/dodge';
import { pointsOf, slotsOf } from '../layout/slots';
import { largestSlices } from '../layout/largest-slices';
import { sliceLabels } from '../layout/slice-labels';
import { stack } from '../layout/stack';
import { isWhole, pointsAt, wholePanel, type Instances, type Ranges } from '../instances';
import { valuesOf, type LayerTable } from '../layer-table';
import type { LabelPlace, Mark, Placing, TableMark, TableScene } from '../mark';
import { tableNeeds } from '../table-needs';
import { sidesPx } from '../shapes/pixels';
import { hasSeries, seriesOf } from '../layout/series';

/** The distance of a label from the end of a bar or from a line, and from the middle of a point, in CSS pixels. */
const GAP_CSS = 4;
const POINT_GAP_CSS = 7;
/** The least arc length of a slice with a label: room for a line of text. */
const LINE_CSS = 16;

/**
 * A text for each row or group: beyond the end of a bar, in the middle of a cell or of a stacked bar, above a point, or
 * beside a line across the panel.
 */
const tableTexts: TableMark = {
  noun: 'label',
  hasBaseline: false,
  hasValueAxis: false,
  isInk: true,
  pointing: 'last',
  drawsPoints: true,

  isRadial: (channels) => channels.has('theta'),
  reduce: (table, layer, all) => (table.columns.has('theta') ? largestSlices(table, layer, all) : table),

  place(placing) {
    const { table } = placing;
    if (table.columns.has('theta')) {
      const nowhere = pointsAt(new Float64Array(table.rows).fill(NaN));
      return { x: nowhere, y: nowhere };
    }
    if (!table.columns.has('x')) return { x: wholePanel(table.rows), y: pointsAt(pointsOf(placing, 'y')) };
    if (!table.columns.has('y')) return { x: pointsAt(pointsOf(placing, 'x')), y: wholePanel(table.rows) };
    return isOnBars(placing)
      ? onBars(placing)
      : { x: pointsAt(pointsOf(placing, 'x')), y: pointsAt(pointsOf(placing, 'y')) };
  },

  paint: () => [],

  labels(scene) {
    if (scene.table.columns.has('theta')) return sliceLabels(scene, LINE_CSS);
    const [x, y] = [sidesPx(scene, 'x'), sidesPx(scene, 'y')];
    const { pixelRatio, options } = scene;
    return Array.from({ length: scene.table.rows }, (_, row): LabelPlace => {
      const at = { x: middle(x, row) / pixelRatio, y: middle(y, row) / pixelRatio };
      const place = placeOf(scene, row, at.x, at.y);
      return { ...place, x: place.x + (options.dx ?? 0), y: place.y + (options.dy ?? 0), at };
    });
  },
};

/** Where the label of a row is, before the author moves it. */
function placeOf(scene: TableScene, row: number, x: number, y: number): Omit<LabelPlace, 'at'> {
  const { table, instances, options, valueChannel, box, pixelRatio } = scene;
  const given = options.anchor;
  if (isWhole(instances.x.from[row]!, instances.x.to[row]!)) {
    const anchor = given ?? 'end';
    const width = box.width / pixelRatio;
    const left = anchor === 'end' ? width - GAP_CSS : anchor === 'start' ? GAP_CSS : width / 2;
    return { x: left, y: y - GAP_CSS, anchor, baseline: 'bottom' };
  }
  if (isWhole(instances.y.from[row]!, instances.y.to[row]!)) {
    const anchor = given ?? 'start';
    const side = anchor === 'start' ? 1 : anchor === 'end' ? -1 : 0;
    return { x: x + side * GAP_CSS, y: GAP_CSS, anchor, baseline: 'top' };
  }
  if (isOnBars(scene) && !isStacked(scene)) {
    const value = valueChannel!;
    const isUp = valuesOf(table, value)[row]! >= 0 !== scene.scales[value].reversed;
    if (value === 'y') {
      return { x, y: y + (isUp ? -GAP_CSS : GAP_CSS), anchor: given ?? 'middle', baseline: isUp ? 'bottom' : 'top' };
    }
    return { x: x + (isUp ? GAP_CSS : -GAP_CSS), y, anchor: given ?? (isUp ? 'start' : 'end'), baseline: 'middle' };
  }
  const isPoint = !isOnBars(scene) && !(isSlot(table, 'x') && isSlot(table, 'y'));
  if (!isPoint) return { x, y, anchor: given ?? 'middle', baseline: 'middle' };
  if (given === 'start') return { x: x + POINT_GAP_CSS, y, anchor: given, baseline: 'middle' };
  if (given === 'end') return { x: x - POINT_GAP_CSS, y, anchor: given, baseline: 'middle' };
  return { x, y: y - POINT_GAP_CSS, anchor: 'middle', baseline: 'bottom' };
}

/** The ends of bars with the same channels; labels of stacked bars are in the middle. */
function onBars(placing: Placing): Instances {
  const { table, options, valueChannel } = placing;
  const value = valueChannel!;
  const other = value === 'y' ? 'x' : 'y';
  const series = seriesOf(placing);
  const slots = slotsOf(table, other);
  const lengths = isStacked(placing)
    ? stack(slots.from, valuesOf(table, value), series, stackOf(placing))
    : pointsAt(valuesOf(table, value));
  const places = options.stack === 'dodge' && series ? dodge(slots, series, placing.seriesOrder.length) : slots;
  return value === 'y' ? { x: places, y: lengths } : { x: lengths, y: places };
}

function stackOf({ options }: Placing): 'zero' | 'normalize' | 'center' {
  return options.stack === 'normalize' || options.stack === 'center' ? options.stack : 'zero';
}

/** Whether one position shows values, and the other has room for a bar. */
function isOnBars({ table, valueChannel }: Pick<Placing, 'table' | 'valueChannel'>): boolean {
  return valueChannel !== null && isSlot(table, valueChannel === 'y' ? 'x' : 'y');
}

function isStacked({ table, options }: Pick<Placing, 'table' | 'options'>): boolean {
  if (options.stack === 'off' || options.stack === 'dodge') return false;
  return options.stack !== null || hasSeries(table);
}

/** Whether the column holds categories or is binned. */
function isSlot({ columns }: LayerTable, channel: 'x' | 'y'): boolean {
  return columns.get(channel)?.type.kind === 'category' || columns.has(`${channel}2`);
}

function middle({ from, to }: Ranges, row: number): number {
  return (from[row]! + to[row]!) / 2;
}

export const text: Mark = {
  name: 'text',
  attributes: [
    ...COMMON_ATTRIBUTES,
    ...TABLE_ATTRIBUTES,
    'theta',
    'inner-radius',
    'text',
    'text-format',
    'font-size',
    'anchor',
    'dx',
    'dy',
    'series',
    'stack',
    'order',
  ],
  counts: null,
  table: tableTexts,

  needs(layer) {
    const { channels } = layer;
    if (!channels.has('label')) throw missingChannel(layer, 'label', 'Write text="country" or text="avg(delay)".');
    if (!channels.has('x') && !channels.has('y') && !channels.has('theta'))
      throw missingChannel(layer, 'x', 'Write x="region" y="amount" for a text at each of them, or y="100".');
    return tableNeeds(layer);
  },
};
