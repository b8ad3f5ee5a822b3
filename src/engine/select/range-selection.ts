import { laneOf } from '../columns/column';
import { rangeKeys, type Key } from '../columns/keys';
import { compareLabels, isInLabelOrder } from '../columns/label-order';
import type { BinnedAxis } from '../scales/binned-axis';
import { rangeTexts } from '../scales/range-text';
import { NO_VALUE } from '../scales/value-text';
import type { Clause } from '../frame/recording';
import type { PositionChannel } from '../grammar/position-channel';
import type { Category, SelectedRange, ValueKind } from '../grammar/selection-clause';
import {
  axisIn,
  panelOf,
  type BrushPx,
  type Range,
  type SelectAxis,
  type SideRange,
  type Ticks,
} from './view-selection';

/** The largest integers of DuckDB have 128 bits and 39 digits. */
const BEYOND_INTEGERS = 1e39;

/** One axis of a selection in each of its forms: for kernels, as text, in pixels. */

export function rangeClause(range: SideRange): Clause {
  const {
    side: { axis },
    values: [lo, hi],
  } = range;
  const { id, encoding, type } = axis.column;
  const within = (from: Key, to: Key): Clause => {
    return { kind: 'range', column: id, lane: laneOf(encoding), keys: rangeKeys(encoding, from, to) };
  };
  // NULL has no key in most columns.
  if (isNull(range) && type.kind === 'category') return { kind: 'not', of: [within(0, type.labels.length)] };
  return within(lo, hi);
}

/** Whether a range is the slice of NULL, whose code follows those of all labels. */
export function isNull({ side: { channel, axis }, values: [lo] }: SideRange): boolean {
  const { type } = axis.column;
  return channel === 'color' && type.kind === 'category' && Number(lo) === type.labels.length;
}

/**
 * The place of a range; of a single label where a limit changes their order.
 * @param panel the panel of the ranges, if panels have free scales; default: the first
 */
export function rangePx({ side, values }: SideRange, panel?: number): Range {
  const { lengthCss, band } = side;
  const { scale } = band ?? axisIn(side, panel);
  const slot = band ? band.codes.indexOf(Number(values[0])) : 0;
  const places = band ? [slot, slot + 1] : values.map(Number);
  const [from, to] = places.map((place) => Math.max(0, Math.min(lengthCss, scale.position(place) * lengthCss)));
  return [from!, to!];
}

/**
 * The rectangles of boxes, which are ranges on different sides. A box where a limit changes the order of labels has one
 * rectangle for each label.
 * @param axes all sides of the plot
 */
export function boxesPx(boxes: readonly (readonly SideRange[])[], axes: readonly SelectAxis[]): readonly BrushPx[] {
  const shown = boxes.flatMap((ranges) =>
    ranges.reduce<readonly (readonly SideRange[])[]>(
      (parts, range) => parts.flatMap((part) => shownRanges(range).map((one) => [...part, one])),
      [[]],
    ),
  );
  // Slices have no place along an axis: however many they are, they take their whole panel once.
  const rectangles = shown.map((part) => boxPx(part, axes)).filter((px) => px !== null);
  return [...new Map(rectangles.map((px) => [JSON.stringify(px), px])).values()];
}

/** The parts of a range that its axis shows without a gap. */
function shownRanges(range: SideRange): readonly SideRange[] {
  const { side, values } = range;
  if (!side.band) return [range];
  const [lo, hi] = [Number(values[0]), Number(values[1])];
  return side.band.codes
    .filter((code) => code >= lo && code < hi)
    .map((code) => ({ side, values: [code, code + 1] as const }));
}

/**
 * The rectangle of ranges on different sides; null if the plot doesn't show their panel.
 * @param axes all sides of the plot
 */
export function boxPx(ranges: readonly SideRange[], axes: readonly SelectAxis[]): BrushPx | null {
  const panel = panelOf(ranges, axes);
  if (panel === 'hidden') return null;
  const own = panel === 'all' ? {} : { panel };
  const on = (channel: PositionChannel): Range | null => {
    const range = ranges.find(({ side }) => side.channel === channel);
    return range ? rangePx(range, own.panel) : null;
  };
  return { x: on('x'), y: on('y'), ...own };
}

export function rangeText(range: SideRange): string {
  const {
    side: { title, axis },
    values: [lo, hi],
  } = range;
  const { scale } = axis;
  if (isNull(range)) return `${title} ${NO_VALUE}`;
  if (scale.kind === 'band') {
    // The categories whose slots begin inside the range.
    const [first, last] = [Math.ceil(Number(lo)), Math.ceil(Number(hi)) - 1];
    return first >= last
      ? `${title} ${scale.format(last)}`
      : `${title} from ${scale.format(first)} to ${scale.format(last)}`;
  }
  const [from, to] = rangeTexts(scale, Number(lo), Number(hi));
  return `${title} from ${from} to ${to}`;
}

export function selectedRange(selected: SideRange): SelectedRange {
  const {
    side: { channel, expression, axis },
  } = selected;
  const [lo, hi] = storable(selected.values);
  const { type } = axis.column;
  const range = { channel, expression, kind: kindOf(axis), lo: fromTicks(axis, lo), hi: fromTicks(axis, hi) };
  if (type.kind === 'category') {
    const [first, end] = [lo, hi].map((at) => Math.max(0, Math.ceil(Number(at))));
    return { ...range, labels: isNull(selected) ? [null] : type.labels.slice(first, end) };
  }
  const ticks = range.kind === 'number' ? {} : { ticks: [whole(lo), whole(hi)] as const };
  return { ...range, ...ticks, ...(type.kind === 'time' && { ticksPerMs: type.ticksPerMs }) };
}

/**
 * Whether a range is contiguous on this axis. In an author's order its labels may lie apart. In the default order, new
 * labels between them belong to the range.
 */
function isOneRange({ axis: { scale } }: SelectAxis, { labels = [] }: SelectedRange): boolean {
  if (scale.kind !== 'band' || isInLabelOrder(scale.labels)) return true;
  const codes = codesOf(labels, scale.labels);
  return codes.length === 0 || codes[codes.length - 1]! - codes[0]! === codes.length - 1;
}

/** The codes of categories that exist, ascending. */
function codesOf(wanted: readonly Category[], labels: readonly string[]): number[] {
  const known = new Set(wanted);
  const codes = labels.flatMap((label, code) => (known.has(label) ? [code] : []));
  return known.has(null) ? [...codes, labels.length] : codes;
}

/** A range of a clause on the axis of its channel and expression; null when no range of such an axis is the same. */
export function rangeOn(axes: readonly SelectAxis[], range: SelectedRange): SideRange | null {
  const side = axes.find(({ channel, expression }) => channel === range.channel && expression === range.expression);
  return side && isOneRange(side, range) ? { side, values: ticksOf(side, range) } : null;
}

/** The same range on new axes, perhaps over other rows; null when they lack its channel. */
export function movedRange({ side, values }: SideRange, axes: readonly SelectAxis[]): SideRange | null {
  const now = axes.find(({ channel }) => channel === side.channel);
  if (!now) return null;
  const { type } = now.axis.column;
  if (isNull({ side, values }) && type.kind === 'category')
    return { side: now, values: [type.labels.length, type.labels.length + 1] };
  return { side: now, values: movedTicks(side.axis, now.axis, values) };
}

/** All of them, or null when one is missing. */
export function complete(ranges: readonly (SideRange | null)[]): readonly SideRange[] | null {
  const found = ranges.filter((range) => range !== null);
  return found.length === ranges.length ? found : null;
}

/** The thresholds of a range on an axis with the same expression. */
function ticksOf({ axis }: SelectAxis, { lo, hi, labels, ticks, ticksPerMs }: SelectedRange): Ticks {
  const {
    column: { type },
  } = axis;
  if (type.kind === 'category') {
    const codes = codesOf(labels ?? [], type.labels);
    return codes.length > 0 ? [codes[0]!, codes[codes.length - 1]! + 1] : [0, 0];
  }
  if (ticks && (type.kind !== 'time' || ticksPerMs === type.ticksPerMs)) return [keyOf(ticks[0]), keyOf(ticks[1])];
  return [toTicks(axis, lo), toTicks(axis, hi)];
}

/** Converts thresholds to an axis over new rows, whose unit or categories may differ. Matches categories by label. */
function movedTicks(
  { column: { type: before } }: BinnedAxis,
  { column: { type: after } }: BinnedAxis,
  [lo, hi]: Ticks,
): Ticks {
  if (before.kind === 'time' && after.kind === 'time' && before.ticksPerMs !== after.ticksPerMs) {
    return [(Number(lo) / before.ticksPerMs) * after.ticksPerMs, (Number(hi) / before.ticksPerMs) * after.ticksPerMs];
  }
  if (before.kind !== 'category' || after.kind !== 'category' || before.labels === after.labels) return [lo, hi];
  const labelAt = (code: number): string => before.labels[Math.max(0, Math.min(before.labels.length - 1, code))]!;
  const [first, last] = [labelAt(Math.ceil(Number(lo))), labelAt(Math.ceil(Number(hi)) - 1)];
  const from = after.labels.indexOf(first);
  const to = after.labels.indexOf(last);
  if (!isInLabelOrder(after.labels)) {
    const kept = codesOf(before.labels.slice(Math.max(0, Math.ceil(Number(lo))), Math.ceil(Number(hi))), after.labels);
    return kept.length > 0 ? [kept[0]!, kept[kept.length - 1]! + 1] : [0, 0];
  }
  // If the end labels are gone, the labels between them stay selected.
  const firstWhere = (holds: (label: string) => boolean): number =>
    (after.labels.findIndex(holds) + after.labels.length + 1) % (after.labels.length + 1);
  return [
    from >= 0 ? from : firstWhere((label) => compareLabels(label, first) >= 0),
    to >= 0 ? to + 1 : firstWhere((label) => compareLabels(label, last) > 0),
  ];
}

/** Converts an author's value to ticks: milliseconds since 1970 for times; bigints are ticks already. */
export function toTicks({ column: { type } }: BinnedAxis, value: Key): Key {
  return typeof value === 'number' && type.kind === 'time' ? value * type.ticksPerMs : value;
}

export function kindOf({ column: { type } }: BinnedAxis): ValueKind {
  return type.kind === 'number' ? (type.integer ? 'integer' : 'number') : type.kind;
}

function fromTicks({ column: { type } }: BinnedAxis, ticks: Key): number {
  return type.kind === 'time' ? Number(ticks) / type.ticksPerMs : Number(ticks);
}

/** JSON stores an open end as null, so an empty range that begins or ends at infinity becomes another empty range. */
function storable([lo, hi]: Ticks): Ticks {
  return lo === Infinity || hi === -Infinity ? [0, 0] : [lo, hi];
}

/** Rounds up to a whole tick; an end beyond all integers of DuckDB is open: `Infinity` or `-Infinity`. */
function whole(ticks: Key): string {
  if (Math.abs(Number(ticks)) >= BEYOND_INTEGERS) return Number(ticks) < 0 ? '-Infinity' : 'Infinity';
  return String(typeof ticks === 'bigint' ? ticks : BigInt(Math.ceil(ticks)));
}

function keyOf(ticks: string): Key {
  return ticks.endsWith('Infinity') ? Number(ticks) : BigInt(ticks);
}
