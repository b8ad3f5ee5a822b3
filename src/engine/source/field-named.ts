import { PikaError } from '../errors';
import { listNames, nearestNames } from '../nearest-names';
import { plainName } from '../sql/column-names';
import type { Field } from './source';

/** Single words that are SQL expressions, not column names. */
const LONE_WORDS = new Set(['TRUE', 'FALSE', 'NULL', 'ROWID', 'CURRENT_DATE', 'CURRENT_TIMESTAMP', 'LOCALTIMESTAMP']);

/**
 * If the expression is only a column's name, looks it up as DuckDB does (exact case first). Null for other
 * expressions. Throws plan/unknown-column.
 */
export function fieldNamed(expression: string, fields: readonly Field[], query: string): Field | null {
  const name = plainName(expression);
  if (name === null) return null;
  const field =
    fields.find((candidate) => candidate.name === name) ??
    fields.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
  if (field) return field;
  if (LONE_WORDS.has(expression.trim().toUpperCase())) return null;
  throw unknownColumn(name, fields, query);
}

export function unknownColumn(name: string, fields: readonly Pick<Field, 'name'>[], query: string): PikaError {
  const names = fields.map((field) => field.name);
  const near = nearestNames(name, names);
  return new PikaError('plan/unknown-column', {
    subject: `column "${name}" of query "${query}"`,
    expected: 'one of its columns',
    found: 'no such column',
    next: near.length > 0 ? `Did you mean ${listNames(near)}?` : `It has ${listNames(names)}.`,
  });
}

export function notScalar(subject: string, found: string): PikaError {
  return new PikaError('source/sql', {
    subject,
    expected: 'one value per row',
    found,
    next: 'Aggregate in the SQL of a <pika-query>, or write one aggregate as the whole channel: y="avg(price)".',
  });
}
