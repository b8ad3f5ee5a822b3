import { laneOf } from '../columns/column';
import { rangeKeys, type Key } from '../columns/keys';
import type { Axis } from '../frame/axis';
import type { Filter, RangeClause } from '../frame/recording';
import type { SelectedRange, SelectionClause, ValueKind } from '../link/selection-clause';
import type { BrushPx } from './view-model';

type Range = readonly [from: number, to: number];
/** Thresholds in a column's ticks, with every bit. */
export type Ticks = readonly [from: Key, to: Key];

/** An axis that a brush selects on. */
export interface BrushAxis {
  readonly channel: 'x' | 'y';
  readonly expression: string;
  readonly axis: Axis;
  readonly lengthCss: number;
}

/** A brush as the link, the element and the page's author each need it. */
export interface Drawn {
  /** For the kernels, over the columns of `axes`. */
  readonly filter: Filter;
  /** Whole pixels of the brush's axes; null when it was set by value and may end between pixels. */
  readonly pixels: readonly Range[] | null;
  readonly px: BrushPx;
  readonly ranges: readonly SelectedRange[];
  readonly text: string;
  /** What it was drawn over, and the thresholds there in ticks: exact, as `ranges` need not be. */
  readonly axes: readonly BrushAxis[];
  readonly values: readonly Ticks[];
}

/** Selects whole pixels. An axis left null is selected over its whole length. */
export function brushPixels(axes: readonly BrushAxis[], wanted: BrushPx): Drawn {
  const pixels = axes.map((at) => wholePixels(wanted[at.channel] ?? [0, at.lengthCss], at));
  const values = axes.map(({ axis, lengthCss }, i): Range => [axis.valueAt(pixels[i]![0] / lengthCss), axis.valueAt(pixels[i]![1] / lengthCss)]);
  return drawn(axes, values, pixels, pixels);
}

/** Selects by value (milliseconds since 1970 for times; bigints are ticks), to the last bit; the edges may lie between pixels. */
export function brushValues(axes: readonly BrushAxis[], wanted: readonly Ticks[]): Drawn {
  return brushTicks(axes, axes.map(({ axis }, i): Ticks => [toTicks(axis, wanted[i]![0]), toTicks(axis, wanted[i]![1])]));
}

/** The same selection over axes cut anew: for another size, or over more rows. Categories are found again by their labels. */
export function redrawBrush(kept: Drawn, axes: readonly BrushAxis[]): Drawn | null {
  const pairs = axes.flatMap((axis) => {
    const at = kept.axes.findIndex(({ channel }) => channel === axis.channel);
    return at < 0 ? [] : [{ axis, before: kept.axes[at]!, values: kept.values[at]! }];
  });
  return pairs.length > 0 ? brushTicks(pairs.map(({ axis }) => axis), pairs.map(({ axis, before, values }) => moved(before, axis, values))) : null;
}

function moved({ axis: { column: { type: before } } }: BrushAxis, { axis: { column: { type: after } } }: BrushAxis, [lo, hi]: Ticks): Ticks {
  if (before.kind === 'time' && after.kind === 'time' && before.ticksPerMs !== after.ticksPerMs) {
    return [(Number(lo) / before.ticksPerMs) * after.ticksPerMs, (Number(hi) / before.ticksPerMs) * after.ticksPerMs];
  }
  if (before.kind !== 'category' || after.kind !== 'category' || before.labels === after.labels) return [lo, hi];
  const labelAt = (code: number): string => before.labels[Math.max(0, Math.min(before.labels.length - 1, code))]!;
  const [first, last] = [labelAt(Math.ceil(Number(lo))), labelAt(Math.ceil(Number(hi)) - 1)];
  const from = after.labels.indexOf(first);
  const to = after.labels.indexOf(last);
  // Labels that are gone: what lies between them is selected still.
  const firstWhere = (holds: (label: string) => boolean): number => (after.labels.findIndex(holds) + after.labels.length + 1) % (after.labels.length + 1);
  return [from >= 0 ? from : firstWhere((label) => label >= first), to >= 0 ? to + 1 : firstWhere((label) => label > last)];
}

function brushTicks(axes: readonly BrushAxis[], values: readonly Ticks[]): Drawn {
  const px = axes.map(({ axis, lengthCss }, i): Range => {
    const [from, to] = values[i]!.map((value) => Math.max(0, Math.min(lengthCss, axis.fractionOf(Number(value)) * lengthCss)));
    return [from!, to!];
  });
  return drawn(axes, values, px, null);
}

function drawn(axes: readonly BrushAxis[], values: readonly Ticks[], px: readonly Range[], pixels: readonly Range[] | null): Drawn {
  const pxOf = (channel: 'x' | 'y'): Range | null => px[axes.findIndex((axis) => axis.channel === channel)] ?? null;
  return {
    axes, values,
    filter: axes.map(({ axis }, i) => clause(axis, values[i]!)), pixels,
    px: { x: pxOf('x'), y: pxOf('y') },
    ranges: axes.map((axis, i) => selectedRange(axis, values[i]!)),
    text: axes.map(({ expression, axis }, i) => `${expression} from ${axis.format(Number(values[i]![0]))} to ${axis.format(Number(values[i]![1]))}`).join(', '),
  };
}

/** The clause over axes of the same expressions; null when the plot has others. */
export function brushClause(axes: readonly BrushAxis[], clause: SelectionClause): Drawn | null {
  if (clause.kind !== 'interval') return null;
  const sides = clause.ranges.flatMap((range) => {
    const axis = axes.find(({ channel, expression }) => channel === range.channel && expression === range.expression);
    return axis ? [{ axis, values: ticksOf(axis, range) }] : [];
  });
  return sides.length === clause.ranges.length && sides.length > 0 ? brushTicks(sides.map(({ axis }) => axis), sides.map(({ values }) => values)) : null;
}

function selectedRange({ channel, expression, axis }: BrushAxis, [lo, hi]: Ticks): SelectedRange {
  const { column: { type } } = axis;
  const range = { channel, expression, kind: kindOf(axis), lo: fromTicks(axis, lo), hi: fromTicks(axis, hi) };
  if (type.kind === 'category') return { ...range, labels: type.labels.slice(Math.max(0, Math.ceil(Number(lo))), Math.max(0, Math.ceil(Number(hi)))) };
  const ticks = range.kind === 'number' || !isFinite(Number(lo)) || !isFinite(Number(hi)) ? {} : { ticks: [whole(lo), whole(hi)] as const };
  return { ...range, ...ticks, ...(type.kind === 'time' && { ticksPerMs: type.ticksPerMs }) };
}

/** The smallest whole tick that is not below. */
function whole(ticks: Key): string {
  return String(typeof ticks === 'bigint' ? ticks : BigInt(Math.ceil(ticks)));
}

function ticksOf({ axis }: BrushAxis, { lo, hi, labels, ticks, ticksPerMs }: SelectedRange): Ticks {
  const { column: { type } } = axis;
  if (type.kind === 'category') {
    const codes = (labels ?? []).flatMap((label) => [type.labels.indexOf(label)].filter((code) => code >= 0));
    return codes.length > 0 ? [Math.min(...codes), Math.max(...codes) + 1] : [0, 0];
  }
  if (ticks && (type.kind !== 'time' || ticksPerMs === type.ticksPerMs)) return [BigInt(ticks[0]), BigInt(ticks[1])];
  return [toTicks(axis, lo), toTicks(axis, hi)];
}

function kindOf({ column: { type } }: Axis): ValueKind {
  return type.kind === 'number' ? (type.integer ? 'integer' : 'number') : type.kind;
}

function clause(axis: Axis, [lo, hi]: Ticks): RangeClause {
  const { id, encoding } = axis.column;
  return { kind: 'range', column: id, lane: laneOf(encoding), keys: rangeKeys(encoding, lo, hi) };
}

/**
 * At least one pixel, inside the axis. On categories, whole categories: a range begins and ends at the last pixel that is not
 * past a category's edge, so that its threshold rounds up to that category.
 */
function wholePixels([from, to]: Range, { axis, lengthCss }: BrushAxis): Range {
  const lo = Math.max(0, Math.min(lengthCss - 1, Math.round(Math.min(from, to))));
  const hi = Math.max(lo + 1, Math.min(lengthCss, Math.round(Math.max(from, to))));
  if (axis.column.type.kind !== 'category') return [lo, hi];
  const band = lengthCss / axis.bins.count;
  return [Math.floor(Math.floor(lo / band) * band), Math.floor(Math.ceil(hi / band) * band)];
}

function toTicks({ column: { type } }: Axis, value: Key): Key {
  return typeof value === 'number' && type.kind === 'time' ? value * type.ticksPerMs : value;
}

function fromTicks({ column: { type } }: Axis, ticks: Key): number {
  return type.kind === 'time' ? Number(ticks) / type.ticksPerMs : Number(ticks);
}
