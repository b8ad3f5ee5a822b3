import type { AttributeType } from './attribute-type';
import { arrayOf } from './list-types';

const quoted = (words: readonly string[]): string => words.map((word) => `"${word}"`).join(' or ');

/** One of some words, case-insensitive; in JSON, case-sensitive. */
export function choice<const W extends string>(words: readonly W[]): AttributeType<W> {
  return {
    expected: quoted(words),
    example: words[0]!,
    words,
    parse: (text) => (text.trim() === '' ? null : words.find((word) => word === text.trim().toLowerCase())),
    toJson: (text) => text.trim().toLowerCase(),
    toText: (json) => words.find((word) => word === json),
    schema: { enum: words },
  };
}

/** Any text. Empty text counts as absent: templates write it when they have no value. */
export function name(example: string): AttributeType<string> {
  return {
    expected: 'a text',
    example,
    parse: (text) => text.trim() || null,
    toJson: (text) => text.trim(),
    toText: (json) => (typeof json === 'string' && json.trim() !== '' ? json : undefined),
    schema: { type: 'string', pattern: '\\S' },
  };
}

/** On or off. An attribute without a value is on. */
export const flag: AttributeType<boolean> = {
  expected: '"on" or "off"',
  example: 'on',
  words: ['on', 'off'],
  parse: flagOf,
  toJson: (text) => flagOf(text)!,
  toText: (json) => (json === true ? 'on' : json === false ? 'off' : undefined),
  schema: { type: 'boolean' },
};

/** Some frameworks write booleans as "true" and "false". */
function flagOf(text: string): boolean | undefined {
  return { '': true, on: true, off: false, true: true, false: false }[text.trim().toLowerCase()];
}

/** Present or absent, with any value, as HTML's own flags. */
export const presence: AttributeType<true> = {
  expected: 'no value',
  example: '',
  parse: () => true,
  toJson: () => true,
  toText: (json) => (json === true ? '' : undefined),
  schema: { const: true },
};

/** A number from `least` to `most`. */
export function number(least: number, most: number, example: number): AttributeType<number> {
  const isIn = (value: number): boolean => value >= least && value <= most;
  return {
    expected: most === Infinity ? `a number of at least ${least}` : `a number from ${least} to ${most}`,
    example: String(example),
    parse: (text) => (text.trim() === '' ? null : isIn(Number(text)) ? Number(text) : undefined),
    toJson: Number,
    toText: (json) => (typeof json === 'number' && isIn(json) ? String(json) : undefined),
    schema: { type: 'number', minimum: least, ...(most < Infinity && { maximum: most }) },
  };
}

/** A whole number from `least` to `most`. */
export function whole(least: number, most: number, example: number): AttributeType<number> {
  const { parse, toText, ...rest } = number(least, most, example);
  return {
    ...rest,
    expected: `a whole number from ${least} to ${most}`,
    parse: (text) => (text.trim() === '' || Number.isInteger(Number(text)) ? parse(text) : undefined),
    toText: (json) => (Number.isInteger(json) ? toText(json) : undefined),
    schema: { ...rest.schema, type: 'integer' },
  };
}

/** Names separated by spaces or commas. */
export const names: AttributeType<readonly string[]> = {
  expected: 'names separated by spaces',
  example: 'flights',
  parse: (text) => {
    const found = namesIn(text);
    return found.length > 0 ? found : null;
  },
  toJson: namesIn,
  toText: (json) =>
    Array.isArray(json) && json.length > 0 && json.every((one) => typeof one === 'string' && /^[^\s,]+$/.test(one))
      ? json.join(' ')
      : undefined,
  schema: { type: 'array', items: { type: 'string', pattern: '^[^\\s,]+$' }, minItems: 1 },
};

/** Also in a JSON array, as frameworks' components write one. */
export function namesIn(text: string): readonly string[] {
  const array = arrayOf(text);
  if (Array.isArray(array)) return array.map(String);
  return text.split(/[\s,]+/).filter((one) => one !== '');
}
