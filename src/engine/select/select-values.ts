import { PikaError } from '../errors';
import { FACET_CHANNELS } from '../grammar/facet-channel';
import { isPosition, POSITION_CHANNELS } from '../grammar/position-channel';
import type { Category } from '../grammar/selection-clause';
import { listNames, nearestNames } from '../nearest-names';
import { toTicks } from './range-selection';
import type { SelectAxis, SelectChannel, Ticks } from './view-selection';

const CHANNELS: readonly SelectChannel[] = [...POSITION_CHANNELS, ...FACET_CHANNELS, 'color'];

/** One end of a range: a number in data units, a Date, or a bigint in the column's own ticks. */
export type SelectValue = number | bigint | Date;

/** A selection on one axis: lo ≤ value < hi, or categories by their labels. For the color of a pie, null is NULL. */
export type SelectRange = readonly [lo: SelectValue, hi: SelectValue] | readonly (string | boolean | null)[];

export type SelectRanges = { readonly [channel in SelectChannel]?: SelectRange | null };

/** One axis of an author's selection: the union of these ranges. */
export interface SelectedSide {
  readonly side: SelectAxis;
  readonly ranges: readonly Ticks[];
}

/**
 * Parses the argument of `select`; axes that are left out or null are not filtered.
 * @throws PikaError `spec/bad-selection` if it can't be selected on these axes
 */
export function parseSelect(axes: readonly SelectAxis[], wanted: unknown): SelectedSide[] {
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted))
    throw bad('select(…)', 'an object such as { x: [10, 20] }, or null', wanted);
  const unknown = Object.keys(wanted).find((key) => !CHANNELS.some((channel) => channel === key));
  if (unknown !== undefined)
    throw bad('select(…)', 'ranges for x and y, for facets, or for the color of a pie, only', unknown);
  return CHANNELS.flatMap((channel) => {
    const range: unknown = (wanted as SelectRanges)[channel];
    if (range === undefined || range === null) return [];
    const side = axes.find((axis) => axis.channel === channel);
    if (!side)
      throw bad(
        `${channel} of select(…)`,
        `a range for ${axes.map((axis) => axis.channel).join(' or ')}`,
        range,
        isPosition(channel)
          ? `This plot has no column on ${channel}: that axis counts rows.`
          : channel === 'color'
            ? 'Only slices of a pie are selected by color.'
            : `This plot has no ${channel}.`,
      );
    return [{ side, ranges: parseRange(side, range) }];
  });
}

function parseRange(side: SelectAxis, range: unknown): readonly Ticks[] {
  const {
    channel,
    expression,
    axis: {
      column: { type },
    },
  } = side;
  const subject = `${channel} of select(…), ${expression}`;
  if (!Array.isArray(range))
    throw bad(subject, type.kind === 'category' ? 'an array of categories' : 'a range [lo, hi]', range);
  const values: readonly unknown[] = range;
  if (type.kind === 'category' && values.every(isCategory) && values.length > 0) {
    if (channel !== 'color' && values.includes(null))
      throw bad(subject, 'labels of categories', values, `Rows without a value have no place on ${channel}.`);
    return [...new Set(values.map((value) => (value === null ? null : String(value))))].map((category) =>
      categoryTicks(subject, category, type.labels),
    );
  }
  if (values.length !== 2)
    throw bad(subject, type.kind === 'category' ? 'categories, such as ["a", "b"]' : 'two values [lo, hi]', values);
  const ends = values.map((value) => parseEnd(side, subject, value)) as unknown as Ticks;
  if (Number(ends[0]) > Number(ends[1])) throw bad(subject, 'the smaller value first', values);
  return [ends];
}

function isCategory(value: unknown): value is string | boolean | null {
  return value === null || typeof value === 'string' || typeof value === 'boolean';
}

/** The code of NULL follows those of all labels. */
function categoryTicks(subject: string, label: Category, labels: readonly string[]): Ticks {
  if (label === null) return [labels.length, labels.length + 1];
  const code = labels.indexOf(label);
  if (code >= 0) return [code, code + 1];
  const near = nearestNames(label, labels);
  const next =
    near.length > 0
      ? `Did you mean ${listNames(near)}?`
      : `The column has ${listNames(labels.slice(0, 5))}${labels.length > 5 ? ' and others' : ''}.`;
  throw bad(subject, 'categories of the column', label, next);
}

function parseEnd(side: SelectAxis, subject: string, value: unknown): Ticks[0] {
  const { axis } = side;
  const { kind } = axis.column.type;
  if (typeof value === 'bigint' || (typeof value === 'number' && !Number.isNaN(value))) return toTicks(axis, value);
  if (kind === 'time' && value instanceof Date && !Number.isNaN(value.getTime())) return toTicks(axis, value.getTime());
  const expected = {
    category: 'categories by their labels, or two positions in the order of the labels',
    time: "Dates, milliseconds since 1970, or bigints in the column's own unit",
    number: 'two numbers',
  }[kind];
  throw bad(subject, expected, value);
}

function bad(
  subject: string,
  expected: string,
  found: unknown,
  next = 'Write for example select({ x: [10, 20] }), select({ x: ["a category"] }), or select(null).',
): PikaError {
  return new PikaError('spec/bad-selection', { subject, expected, found: written(found), next });
}

function written(value: unknown): string {
  const text = Array.isArray(value) ? `[${value.map(written).join(', ')}]` : plain(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function plain(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (value === null || value instanceof Date) return String(value);
  return typeof value === 'function' || typeof value === 'object' ? `a value of type ${typeof value}` : String(value);
}
