import { PikaError } from '../../errors';
import { channelText, hasRows, type Channel } from '../../grammar/channel';
import type { ChannelName } from '../../grammar/channel-name';
import type { MeasureOp } from '../../grammar/measure';
import { COMMON_ATTRIBUTES, TABLE_ATTRIBUTES } from '../../grammar/plot-attributes';
import type { LayerSpec } from '../../grammar/plot-spec';
import type { PositionChannel } from '../../grammar/position-channel';
import { dodge } from '../layout/dodge';
import { seriesOf } from '../layout/series';
import { slotsOf } from '../layout/slots';
import { pointsAt, wholePanel, type Instances, type Ranges } from '../instances';
import { valuesOf } from '../layer-table';
import type { Mark, MarkPart, Placing, TableMark, TableScene } from '../mark';
import { tableNeeds } from '../table-needs';
import { crowdedLook } from '../shapes/crowded-look';
import { sidesPx } from '../shapes/pixels';
import { segments } from '../shapes/segments';

/** The fraction of its band that a box fills, and its greatest width in CSS pixels. */
const PART_OF_BAND = 0.6;
const WIDEST_CSS = 56;
const LINE_CSS = 1.5;
const MEDIAN_CSS = 2.5;
const OUTLIER_CSS = 22;
/** Outliers lie on one line, where they cover each other sooner than points of a plane. */
const OUTLIERS = { few: 20, areaCss: OUTLIER_CSS, leastAreaCss: 7 };
/** The opacity of a box's fill, which leaves its median and the grid visible. */
const OPACITY = 0.3;

/** Places the boxes of a layer: across their band, and from one value to another. */
function place(placing: Placing): Instances {
  const { table, valueChannel, channels } = placing;
  const value = valueChannel ?? 'y';
  const lengths = channels.has(`${value}2`)
    ? { from: valuesOf(table, value), to: valuesOf(table, `${value}2`) }
    : pointsAt(valuesOf(table, value));
  const across = acrossOf(placing, value === 'y' ? 'x' : 'y');
  return value === 'y' ? { x: across, y: lengths } : { x: lengths, y: across };
}

/** The band of each box, or its share of the band if color divides it. */
function acrossOf(placing: Placing, other: PositionChannel): Ranges {
  const { table, channels } = placing;
  if (!table.columns.has(other)) return wholePanel(table.rows);
  const slots = slotsOf(table, other);
  const color = channels.get('color');
  const isDivided = color !== undefined && !isSame(color, channels.get(other));
  const series = table.columns.get('series') ?? (isDivided ? table.columns.get('color') : undefined);
  return series?.type.kind === 'category' ? dodge(slots, seriesOf(placing)!, placing.seriesOrder.length) : slots;
}

function isSame(a: Channel, b: Channel | undefined): boolean {
  return b !== undefined && channelText(a) === channelText(b);
}

/** Both sides of each box, and the ends of its values, in device pixels. */
function sidesOf(
  scene: TableScene,
  part: number,
): { readonly across: Ranges; readonly along: Ranges; readonly isUp: boolean } {
  const isUp = scene.valueChannel !== 'x';
  const [slot, along] = [sidesPx(scene, isUp ? 'x' : 'y'), sidesPx(scene, isUp ? 'y' : 'x')];
  const [from, to] = [new Float64Array(slot.from.length), new Float64Array(slot.from.length)];
  for (let row = 0; row < from.length; row++) {
    const middle = (slot.from[row]! + slot.to[row]!) / 2;
    const width = Math.min(PART_OF_BAND * Math.abs(slot.to[row]! - slot.from[row]!), WIDEST_CSS * scene.pixelRatio);
    [from[row], to[row]] = [Math.round(middle - (part * width) / 2), Math.round(middle + (part * width) / 2)];
  }
  return { across: { from, to }, along, isUp };
}

/** A line from the box to the last value within 1.5 times its length, with a cap at the end. */
const whiskers: TableMark = {
  noun: 'whisker',
  hasBaseline: false,
  hasValueAxis: true,
  pointing: 'on',
  place,
  paint(scene) {
    const { across, along, isUp } = sidesOf(scene, 0.4);
    // `along` runs from the end of the whisker to the box.
    const middle = pointsAt(across.from.map((start, row) => (start + across.to[row]!) / 2));
    const line = (x: Ranges, y: Ranges) => segments(scene, isUp ? x : y, isUp ? y : x, LINE_CSS);
    return [line(middle, along), line(across, pointsAt(along.from))];
  },
};

/** A rectangle from the lower to the upper quartile. */
const body: TableMark = {
  noun: 'box',
  hasBaseline: false,
  hasValueAxis: true,
  pointing: 'inside',
  place,
  paint(scene) {
    const { across, along, isUp } = sidesOf(scene, 1);
    const length = ({ from, to }: Ranges): Float64Array<ArrayBuffer> => from.map((start, row) => to[row]! - start);
    const [x, y] = isUp ? [across, along] : [along, across];
    const place = { x: x.from, y: y.from, width: length(x), height: length(y) };
    const stroke = { color: scene.fill, widthPx: LINE_CSS * scene.pixelRatio };
    return [{ paint: 'rects', ...place, fill: scene.fill.map(faded), stroke }];
  },
};

function faded(color: number): number {
  return ((Math.round((color >>> 24) * OPACITY) << 24) | (color & 0xff_ffff)) >>> 0;
}

const median: TableMark = {
  noun: 'median',
  hasBaseline: false,
  hasValueAxis: true,
  pointing: 'on',
  place,
  paint(scene) {
    const { across, along, isUp } = sidesOf(scene, 1);
    return [segments(scene, isUp ? across : along, isUp ? along : across, MEDIAN_CSS)];
  },
};

/** A point for each value beyond the whiskers. */
const outliers: TableMark = {
  noun: 'outlier',
  hasBaseline: false,
  hasValueAxis: true,
  pointing: 'nearest',
  looks: (rows) => crowdedLook(rows, OUTLIERS),
  place,
  paint(scene) {
    const { box, pixelRatio, fill, areasCss } = scene;
    const { across, along, isUp } = sidesOf(scene, 0);
    const inside = (places: Float64Array<ArrayBuffer>, lengthPx: number): Float64Array<ArrayBuffer> =>
      places.map((at) => (at >= 0 && at <= lengthPx ? at : NaN));
    const [x, y] = isUp ? [across.from, along.from] : [along.from, across.from];
    return [
      {
        paint: 'symbols',
        x: inside(x, box.width),
        y: inside(y, box.height),
        size: (typeof areasCss === 'number' ? areasCss : OUTLIER_CSS) * pixelRatio * pixelRatio,
        shape: 'circle',
        stroke: { color: fill, widthPx: pixelRatio },
        overflows: true,
      },
    ];
  },
};

function partsOf(layer: LayerSpec): readonly MarkPart[] {
  const value = valueOf(layer);
  const wanted = layer.channels.get(value)!;
  if (wanted.kind !== 'value') throw notRows(layer, value, wanted);
  const { expression } = wanted;
  const measured = (op: MeasureOp): Channel => ({
    kind: 'aggregate',
    measure: { op, expression },
    text: `${op}(${expression})`,
  });
  const sort = { op: 'box_median', expression } as const;
  const part = (table: TableMark, from: MeasureOp, to: MeasureOp | null, isSummary = true): MarkPart => {
    const channels = new Map<ChannelName, Channel>([...layer.channels, [value, measured(from)]]);
    if (to) channels.set(`${value}2`, measured(to));
    return {
      mark: { ...box, parts: undefined, table, needs: tableNeeds },
      layer: { ...layer, channels },
      isSummary,
      sort,
    };
  };
  return [
    part(whiskers, 'lower_whisker', 'lower_quartile'),
    part(whiskers, 'upper_whisker', 'upper_quartile'),
    part(body, 'lower_quartile', 'upper_quartile'),
    part(median, 'box_median', null),
    part(outliers, 'outliers', null, false),
  ];
}

/** The position whose values a box sums up. */
function valueOf(layer: LayerSpec): PositionChannel {
  const { channels, options } = layer;
  const value = options.orient === 'horizontal' || !channels.has('y') ? 'x' : 'y';
  if (channels.has(value)) return value;
  throw notRows(layer, value, undefined);
}

function notRows({ from }: LayerSpec, value: PositionChannel, wanted: Channel | undefined): PikaError {
  return new PikaError('spec/missing-channel', {
    subject: `box plot from "${from}"`,
    expected: `a column of numbers on ${value}`,
    found: wanted ? `${value}="${channelText(wanted)}"` : `no ${value}`,
    next: 'Write x="region" y="amount", or x="amount" y="region" orient="horizontal".',
  });
}

/**
 * Boxes from the lower to the upper quartile with a line at the median, whiskers to the last values within 1.5
 * times that length, and a point for each value beyond. Infinite values are left out.
 */
export const box: Mark = {
  name: 'box',
  attributes: [...COMMON_ATTRIBUTES, ...TABLE_ATTRIBUTES, 'orient', 'series'],
  counts: null,
  table: null,
  parts: partsOf,

  needs(layer) {
    if (hasRows(layer.channels.get(valueOf(layer))!)) return tableNeeds(layer);
    throw notRows(layer, valueOf(layer), layer.channels.get(valueOf(layer)));
  },
};
