import type { PositionChannel } from '../../grammar/position-channel';
import type { Ranges } from '../../plan/instances';
import { takeRows, type LayerTable, type TableColumn } from '../../plan/layer-table';
import { BandScale } from '../../scales/band-scale';
import type { ShownType } from '../../scales/presentation';
import type { BandLimit, LabelValues } from './band-limit';
import type { PlacedPart, PlacedTable } from '../placed-table';

/** The labels that a plot with `limit` shows on its band, each in a slot of length 1. */
export interface LimitedBand {
  readonly channel: PositionChannel;
  /** The code of each slot's label, in the column of the layer that ranks them. */
  readonly codes: readonly number[];
  /** In slots. */
  readonly scale: BandScale;
  /** How many labels have rows. */
  readonly among: number;
  /** The slot of each label. */
  readonly slots: ReadonlyMap<string, number>;
}

/**
 * The labels that come first. Labels of equal value are in the order of their codes; NULL comes last.
 * @param all the band of all rows, if `values` are filtered: where fewer labels remain, they keep the size of its slots
 */
export function limitedBand(
  { channel, count, by, descending }: BandLimit,
  values: LabelValues,
  type: Extract<ShownType, { readonly kind: 'category' }>,
  all: LimitedBand | null = null,
): LimitedBand {
  const sign = descending ? -1 : 1;
  const rank = (value: number): number => (Number.isNaN(value) ? Infinity : sign * value);
  const ranked = [...values].sort(([a, one], [b, other]) => {
    if (!by) return a - b;
    const [first, second] = [rank(one), rank(other)];
    return first === second ? a - b : first - second;
  });
  const codes = ranked.slice(0, count).map(([code]) => code);
  const size = Math.max(1, codes.length, all?.codes.length ?? 0);
  const labels = codes.map((code) => type.labels[code]!);
  return {
    channel,
    codes,
    scale: new BandScale([0, size], labels, false, type.show),
    among: values.size,
    slots: new Map(labels.map((label, slot) => [label, slot])),
  };
}

export function isSameBand({ codes, among }: LimitedBand, other: LimitedBand | null): boolean {
  return (
    among === other?.among && codes.length === other.codes.length && codes.every((code, i) => code === other.codes[i])
  );
}

/** The value of each label from the rows or groups of a table: the sum of its rows, or how many they are. */
export function labelValues({ columns, rows }: LayerTable, { channel, by }: BandLimit): LabelValues {
  const labels = columns.get(channel)!.values;
  const values = by?.channel == null ? null : columns.get(by.channel)?.values;
  const sums = new Map<number, number>();
  for (let row = 0; row < rows; row++) {
    const code = labels[row]!;
    if (Number.isNaN(code)) continue;
    const value = values ? values[row]! : 1;
    const sum = sums.get(code);
    sums.set(code, sum === undefined || Number.isNaN(sum) ? value : Number.isNaN(value) ? sum : sum + value);
  }
  return sums;
}

/**
 * The rows of a table whose labels have a slot, the first in reading order, at their slots. A table without the channel
 * stays as it is.
 */
export function inBand(placed: PlacedTable, band: LimitedBand): PlacedTable {
  const { channel } = band;
  if (placed.table.columns.get(channel)?.type.kind !== 'category') return placed;
  const parts = new Map([...new Set(placed.parts)].map((part) => [part, partInBand(part, band)]));
  const { kept, slots } = slotsOf(placed.table, band);
  return {
    ...placed,
    table: withSlots(takeRows(placed.table, kept), band, slots),
    parts: placed.parts.map((part) => parts.get(part)!),
  };
}

function partInBand({ table, instances }: PlacedPart, band: LimitedBand): PlacedPart {
  const { channel } = band;
  const { kept, slots } = slotsOf(table, band);
  const codes = table.columns.get(channel)!.values;
  const taken = ({ from, to }: Ranges, shift: ((i: number) => number) | null): Ranges => {
    const of = (ends: Float64Array): Float64Array<ArrayBuffer> =>
      Float64Array.from(kept, (row, i) => ends[row]! + (shift ? shift(i) : 0));
    const start = of(from);
    return { from: start, to: from === to ? start : of(to) };
  };
  const shift = (i: number): number => slots[i]! - codes[kept[i]!]!;
  return {
    table: withSlots(takeRows(table, kept), band, slots),
    instances: {
      x: taken(instances.x, channel === 'x' ? shift : null),
      y: taken(instances.y, channel === 'y' ? shift : null),
    },
  };
}

/** The rows that have a slot, in reading order, and their slots. */
function slotsOf(
  { columns, rows }: LayerTable,
  { channel, slots }: LimitedBand,
): { readonly kept: Uint32Array; readonly slots: Float64Array<ArrayBuffer> } {
  const { type, values } = columns.get(channel)! as TableColumn & { readonly type: { readonly kind: 'category' } };
  const slotOf = new Float64Array(rows).fill(NaN);
  for (let row = 0; row < rows; row++) slotOf[row] = slots.get(type.labels[values[row]!] ?? '') ?? NaN;
  const kept = Uint32Array.from({ length: rows }, (_, row) => row)
    .filter((row) => !Number.isNaN(slotOf[row]!))
    .sort((a, b) => slotOf[a]! - slotOf[b]! || a - b);
  return { kept, slots: Float64Array.from(kept, (row) => slotOf[row]!) };
}

function withSlots(table: LayerTable, { channel, scale }: LimitedBand, values: Float64Array<ArrayBuffer>): LayerTable {
  const { type } = table.columns.get(channel)!;
  const column = { type: { ...type, labels: scale.labels } as ShownType, values };
  return { ...table, columns: new Map([...table.columns, [channel, column]]) };
}
