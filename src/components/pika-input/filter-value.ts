import { PikaError, type BoundValue, type Bounds, type Category, type FilterValues } from '../../engine/index';
import { OPEN } from './filter-histogram';
import type { FilterKind } from './filter-kind';

/**
 * What a filter selects, as plain JSON; null for all rows. Interval and date: the first and the last value, null for an
 * open end. Range: the last value. Select and search: labels, null for NULL. Checkbox: whether rows must be true.
 */
export type FilterValue =
  readonly [BoundValue | null, BoundValue | null] | readonly Category[] | BoundValue | boolean | null;

export function writeLabels(kind: FilterKind, labels: readonly Category[]): FilterValue {
  if (kind === 'checkbox') return labels.includes('true');
  return labels.length > 0 ? labels : null;
}

export function writeBounds(kind: FilterKind, column: FilterValues, bounds: Bounds): FilterValue {
  if (bounds.first === null && bounds.end === null) return null;
  const ends = column.toJson(bounds, kind === 'date' ? 'date' : column.field);
  return kind === 'range' ? ends[1] : ends;
}

/** The attribute `value`: JSON, or else plain text. */
export function writtenValue(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** @throws PikaError `spec/bad-input` */
export function readLabels(value: unknown, kind: FilterKind): readonly Category[] {
  if (kind === 'checkbox') {
    if (value === null || typeof value === 'boolean') return value === true ? ['true'] : [];
    throw badValue(kind, 'true or false', value);
  }
  if (value === null) return [];
  const labels: readonly unknown[] = Array.isArray(value) ? value : [value];
  return labels.map((label) => {
    if (label !== null && typeof label === 'object')
      throw badValue(kind, 'a list of labels, such as ["AA", null]', value);
    return label === null ? null : String(label);
  });
}

/** @throws PikaError `spec/bad-input` */
export function readBounds(value: unknown, kind: FilterKind, column: FilterValues): Bounds {
  if (value === null) return OPEN;
  const ends: readonly unknown[] | null = kind === 'range' ? [null, value] : Array.isArray(value) ? value : null;
  const [least = null, most = null] = ends ?? [];
  const first = least === null ? null : column.first(least);
  const end = most === null ? null : column.end(most);
  const isRead = ends?.length === 2 && (least === null) === (first === null) && (most === null) === (end === null);
  if (isRead && (first === null || end === null || first <= end)) return { first, end };
  throw badValue(kind, expectedFor(kind, column), value);
}

function expectedFor(kind: FilterKind, { type }: FilterValues): string {
  const isTime = type.kind === 'time';
  if (kind === 'range') return isTime ? 'a time, such as "2024-03-01", or null' : 'a number, or null';
  return isTime ? 'two times, such as ["2024-03-01", null]' : 'two numbers, such as [10, 20] or [10, null]';
}

function badValue(kind: FilterKind, expected: string, value: unknown): PikaError {
  const found = JSON.stringify(value) ?? String(value);
  return new PikaError('spec/bad-input', {
    subject: `value of <pika-input type="${kind}">`,
    expected,
    found: found.length > 80 ? `${found.slice(0, 80)}…` : found,
    next: 'Assign null for all rows.',
  });
}
