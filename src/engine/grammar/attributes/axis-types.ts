import type { ScaleSpec } from '../scale-spec';
import type { AttributeType } from './attribute-type';
import { parseDate, type WrittenDate } from './date-text';
import { itemsOf, listSchema, listText, valuesOf } from './list-types';
import { number } from './word-types';

/**
 * The values that an axis shows, from its start to its end (times in milliseconds since 1970), or the order of its
 * labels. An axis that starts with the greater value is reversed.
 */
export type AxisDomain = Interval | { readonly order: readonly string[] };
export interface Interval {
  readonly ends: readonly [start: number, end: number];
  /** Both are dates without an offset, read as UTC: they are times of the plot's clocks. */
  readonly isClock: boolean;
}

/** Two numbers or dates; or labels in a JSON array. */
export const axisDomain: AttributeType<AxisDomain> = {
  expected: 'two different numbers or dates, both finite, or labels in brackets',
  example: '0, 100',
  parse(text) {
    if (text.trim() === '') return null;
    if (text.trim().startsWith('[')) return orderOrInterval(itemsOf(text));
    const parts = text.split(',').map((part) => part.trim());
    const isNumber = (part: string): boolean => part !== '' && Number.isFinite(Number(part));
    return interval(parts.map((part) => (isNumber(part) ? { ms: Number(part), isClock: false } : parseDate(part))));
  },
  toJson(text) {
    return text.trim().startsWith('[') ? itemsOf(text)! : text.split(',').map(numberOrText);
  },
  toText: (json) => {
    const text = listText(json);
    return text === undefined || text.startsWith('[') || isInterval(orderOrInterval(itemsOf(text)))
      ? text
      : JSON.stringify(json);
  },
  schema: listSchema({ type: ['number', 'string'] }),
};

function numberOrText(part: string): number | string {
  const text = part.trim();
  return Number.isFinite(Number(text)) ? Number(text) : text;
}

function orderOrInterval(items: readonly (string | number)[] | undefined): AxisDomain | undefined {
  if (!items) return undefined;
  const found = valuesOf(items);
  if (found.type === 'label') return { order: found.values };
  return interval(items.map((item) => (typeof item === 'number' ? { ms: item, isClock: false } : parseDate(item))));
}

function interval(ends: readonly WrittenDate[]): Interval | undefined {
  const [start, end] = ends.map(({ ms }) => ms);
  const isOne = ends.length === 2 && Number.isFinite(end! - start!) && start !== end;
  return isOne ? { ends: [start!, end!], isClock: ends.every(({ isClock }) => isClock) } : undefined;
}

function isInterval(domain: AxisDomain | undefined): boolean {
  return domain !== undefined && 'ends' in domain;
}

/** Default parameters: the base of a log, the constant of a symlog, the exponent of a pow. */
const PARAMETERS = { log: 10, symlog: 1, pow: 2 } as const;
const SCALES = ['linear', 'log', 'symlog', 'sqrt', 'pow', 'time', 'band', 'point'] as const;

/** The name of a scale, some with a parameter: `log`, `log(2)`, `symlog(10)`, `pow(3)`. */
export const axisScale: AttributeType<ScaleSpec> = {
  expected: `${SCALES.map((name) => `"${name}"`).join(', ')}; log, symlog and pow may have a number: "log(2)"`,
  example: 'log',
  words: SCALES,
  parse: scaleOf,
  toJson: (text) => text.toLowerCase().replaceAll(/\s/g, ''),
  toText: (json) => (typeof json === 'string' && new RegExp(SCALE_PATTERN).test(json) ? json : undefined),
  schema: { anyOf: [{ enum: SCALES }, { type: 'string', pattern: '^(log|symlog|pow)\\([0-9.e+-]+\\)$' }] },
};
const SCALE_PATTERN = `^((${SCALES.join('|')})|(log|symlog|pow)\\([0-9.e+-]+\\))$`;

function scaleOf(text: string): ScaleSpec | null | undefined {
  if (text.trim() === '') return null;
  const [, name, given] = /^([a-z]+)(?:\(\s*([\d.e+-]+)\s*\))?$/.exec(text.trim().toLowerCase()) ?? [];
  const kind = SCALES.find((known) => known === name);
  switch (kind) {
    case 'log':
    case 'symlog':
    case 'pow': {
      const parameter = given === undefined ? PARAMETERS[kind] : Number(given);
      if (!(parameter > (kind === 'log' ? 1 : 0) && parameter < Infinity)) return undefined;
      return kind === 'log'
        ? { kind, base: parameter }
        : kind === 'symlog'
          ? { kind, constant: parameter }
          : { kind, exponent: parameter };
    }
    case undefined:
      return undefined;
    default:
      if (given !== undefined) return undefined;
      return kind === 'band' || kind === 'point' ? { kind, order: [] } : { kind };
  }
}

/** About how many ticks, or the values that get one. */
export type Ticks = { readonly count: number } | { readonly values: readonly number[] | readonly string[] };

const tickCount = number(0, 1000, 5);

/** Frameworks write an array without brackets. */
const isTickList = (text: string): boolean => text.trim().startsWith('[') || text.includes(',');

export const axisTicks: AttributeType<Ticks> = {
  expected: 'a number of ticks up to 1000, or values in brackets',
  example: '5',
  parse(text) {
    if (isTickList(text)) {
      const items = itemsOf(text);
      return items && { values: valuesOf(items).values };
    }
    const count = tickCount.parse(text);
    return count == null ? count : { count };
  },
  toJson: (text) => (isTickList(text) ? itemsOf(text)! : Number(text)),
  toText: (json) => (Array.isArray(json) ? listText(json) && JSON.stringify(json) : tickCount.toText(json)),
  schema: { anyOf: [tickCount.schema, listSchema({ type: ['number', 'string'] })] },
};
