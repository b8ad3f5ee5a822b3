import { badSnapshot } from './bad-snapshot';

/** Parts of JSON that anyone may have written. Each throws `snapshot/bad-file` and names `subject`. */

export type Parse<T> = (value: unknown, subject: string) => T;

export function record(value: unknown, subject: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw badSnapshot(subject, 'an object', value);
}

export function array(value: unknown, subject: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw badSnapshot(subject, 'an array', value);
}

export function text(value: unknown, subject: string): string {
  if (typeof value === 'string') return value;
  throw badSnapshot(subject, 'a string', value);
}

/** A whole number, 0 or more. */
export function count(value: unknown, subject: string): number {
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  throw badSnapshot(subject, 'a whole number', value);
}

export function optional<T>(value: unknown, parse: Parse<T>, subject: string): T | null {
  return value === undefined ? null : parse(value, subject);
}

/** The names may be any text, even `__proto__`: the result has no prototype that they could collide with. */
export function mapOf<T>(value: unknown, parse: Parse<T>, subject: string): Readonly<Record<string, T>> {
  const result = Object.create(null) as Record<string, T>;
  for (const [name, part] of Object.entries(record(value, subject)))
    result[name] = parse(part, `${name} of ${subject}`);
  return result;
}

export function textsOf(value: unknown, subject: string): Readonly<Record<string, string>> {
  return value === undefined ? {} : mapOf(value, text, subject);
}
