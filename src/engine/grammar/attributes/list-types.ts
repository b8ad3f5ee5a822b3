import type { AttributeType, JsonSchema } from './attribute-type';

/** Maximum length of a list. People write and read these lists. */
const MAX_ITEMS = 10_000;

/** The items of a list: numbers, times in milliseconds since 1970, or labels. */
export type Values =
  | { readonly type: 'number' | 'time'; readonly values: readonly number[] }
  | { readonly type: 'label'; readonly values: readonly string[] };

/**
 * Numbers, dates or labels, separated by commas. A list with labels that contain commas, or look like numbers, is a
 * JSON array.
 */
export const values: AttributeType<Values> = {
  expected: 'numbers, dates or labels separated by commas',
  example: '0, 50, 100',
  parse: (text) => {
    if (text.trim() === '') return null;
    const items = itemsOf(text);
    return items && valuesOf(items);
  },
  toJson: (text) => itemsOf(text)!,
  toText: listText,
  schema: listSchema({ type: ['number', 'string'] }),
};

/** Numbers of at least `least`, `count` of them if it is not null. */
export function numbers(least: number, count: number | null, example: string): AttributeType<readonly number[]> {
  const accept = (items: readonly unknown[] | undefined): readonly number[] | undefined =>
    items && items.length > 0 && (count === null || items.length === count) && items.every(isNumber)
      ? items
      : undefined;
  const isNumber = (item: unknown): item is number => typeof item === 'number' && item >= least && item < Infinity;
  return {
    expected: `${count ?? 'some'} numbers of at least ${least}, separated by commas`,
    example,
    parse: (text) => (text.trim() === '' ? null : accept(itemsOf(text.replaceAll(/(\d)\s+(?=[\d.])/g, '$1,')))),
    toJson: (text) => accept(itemsOf(text.replaceAll(/(\d)\s+(?=[\d.])/g, '$1,')))!,
    toText: (json) => (Array.isArray(json) ? accept(json)?.join(', ') : undefined),
    schema: {
      ...listSchema({ type: 'number', minimum: least }),
      ...(count !== null && { minItems: count, maxItems: count }),
    },
  };
}

/** Strings separated by commas. Commas in parentheses do not separate: `red, rgb(0, 0, 255)`. */
export function texts(expected: string, example: string): AttributeType<readonly string[]> {
  const parse = (text: string): readonly string[] | undefined => itemsOf(text)?.map(String);
  return {
    expected,
    example,
    parse: (text) => (text.trim() === '' ? null : parse(text)),
    toJson: (text) => parse(text)!,
    toText: (json) => (isListOf(json, (item) => typeof item === 'string') ? listText(json) : undefined),
    schema: listSchema({ type: 'string' }),
  };
}

export function listSchema(items: JsonSchema): JsonSchema {
  return { type: 'array', items, minItems: 1, maxItems: MAX_ITEMS };
}

/** Converts a JSON list to text; undefined unless it holds only numbers and strings. */
export function listText(json: unknown): string | undefined {
  const isItem = (item: unknown): boolean => typeof item === 'string' || Number.isFinite(item);
  if (!isListOf(json, isItem)) return undefined;
  const plain = json.join(', ');
  const same = itemsOf(plain);
  return same?.length === json.length && same.every((item, i) => item === json[i]) ? plain : JSON.stringify(json);
}

function isListOf(json: unknown, isItem: (item: unknown) => boolean): json is readonly (string | number)[] {
  return Array.isArray(json) && json.length > 0 && json.length <= MAX_ITEMS && json.every(isItem);
}

/** The items of a list, those that look like numbers as numbers; undefined if one is empty. */
export function itemsOf(text: string): readonly (string | number)[] | undefined {
  const array = arrayOf(text);
  if (array) return isListOf(array, (item) => typeof item === 'string' || typeof item === 'number') ? array : undefined;
  const parts = partsOf(text);
  if (parts.length > MAX_ITEMS || parts.includes('')) return undefined;
  return parts.map((part) => (Number.isFinite(Number(part)) ? Number(part) : part));
}

/** Splits at commas outside of parentheses. */
function partsOf(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') depth++;
    if (text[i] === ')') depth--;
    if (text[i] !== ',' || depth > 0) continue;
    parts.push(text.slice(from, i).trim());
    from = i + 1;
  }
  return [...parts, text.slice(from).trim()];
}

/** The array, if the text is a JSON array. */
export function arrayOf(text: string): unknown {
  if (!text.trim().startsWith('[')) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

const DATE = /^[+-]?\d{4,6}(-\d\d(-\d\d)?)?([T ]\d\d:\d\d.*)?$/i;

/** Numbers if all items are, times if all are dates of ISO 8601, labels otherwise. */
export function valuesOf(items: readonly (string | number)[]): Values {
  if (items.every((item) => typeof item === 'number')) return { type: 'number', values: items };
  const times = items.map((item) => (typeof item === 'string' && DATE.test(item) ? Date.parse(item) : NaN));
  return times.every(Number.isFinite) ? { type: 'time', values: times } : { type: 'label', values: items.map(String) };
}
