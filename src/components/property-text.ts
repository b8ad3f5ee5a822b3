import { describeValue, isDate, PikaError } from '../engine/index';

/** Converts a list or a boolean to the text of an attribute; undefined if the attribute can't be that. */
export type ToText = (value: unknown) => string | undefined;

/**
 * The text of an attribute for any value that a script or a framework assigns to its property: numbers, lists as the
 * attribute reads them, dates in ISO 8601, objects with a text of their own, such as a URL. Null is no value; undefined
 * is a value that is no text.
 */
export function propertyText(value: unknown, toText: ToText = () => undefined): string | null | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'bigint':
      return String(value);
    case 'undefined':
      return null;
    case 'boolean':
      return toText(value) ?? (value ? '' : null);
    case 'object':
      if (value === null) return null;
      if (Array.isArray(value)) return value.length === 0 ? null : toText(value.map(listItem));
      if (isDate(value)) return isoText(value);
      return [Object.prototype.toString, undefined].includes(value.toString) ? undefined : String(value);
  }
  return undefined;
}

/** @param expected default: a text */
export function notText(tag: string, property: string, value: unknown, expected = 'a text'): PikaError {
  return new PikaError('spec/bad-attribute', {
    subject: `property "${property}" of <${tag}>`,
    expected,
    found: describeValue(value),
    next: 'Assign what you would write as the attribute, or null for no value.',
  });
}

function listItem(item: unknown): unknown {
  return isDate(item) ? isoText(item) : typeof item === 'bigint' ? Number(item) : item;
}

function isoText(date: Date): string | undefined {
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
