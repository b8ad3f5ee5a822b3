import { nearestNames, PikaError } from '../../engine/index';
import { clampedToRange, isInputKind, parseValue, rangeLimits, type InputKind } from './input-value';

/** The attributes of an input, as text; null for absent ones. */
export interface WrittenInput {
  readonly kind: InputKind;
  readonly value: string | null;
  readonly min: string | null;
  readonly max: string | null;
  readonly step: string | null;
  readonly options: string | null;
  /** The entry of a select that means NULL. */
  readonly placeholder: string | null;
  /** The options of a select; empty until they are loaded. */
  readonly choices: readonly unknown[];
}

const CHECKED = ['', 'true', 'on', 'yes', '1', 'checked'];
const LIMITS = ['min', 'max', 'step'] as const;

/** Sentences about attributes that the input can't read. */
export function inputRemarks(written: WrittenInput): readonly string[] {
  const { kind, value, options } = written;
  const limits =
    kind === 'range' || kind === 'number' || kind === 'date'
      ? LIMITS.flatMap((name) => limitRemark(name, written))
      : [];
  return [
    ...limits,
    ...(kind === 'select' && options !== null && !isArrayJson(options)
      ? ['options is not a JSON array: write for example options=\'["AA", "UA"]\'.']
      : []),
    ...(value === null ? [] : valueRemark(value, written)),
  ];
}

function valueRemark(value: string, written: WrittenInput): string[] {
  const { kind, choices, placeholder } = written;
  switch (kind) {
    case 'range':
    case 'number':
      if (kind === 'range' && !isUnreadable(kind, value)) return outsideRemark(value, written);
      return isUnreadable(kind, value)
        ? [`value="${value}" is not a number and is read as NULL: ${numberAdvice('value', value)}`]
        : [];
    case 'date':
      return isUnreadable(kind, value)
        ? [`value="${value}" is not a date and is read as NULL: write for example value="2024-12-31".`]
        : [];
    case 'checkbox':
      return value === 'false' || CHECKED.includes(value)
        ? []
        : [`value="${value}" means true: write value="false", or leave it out.`];
    case 'select':
      return choices.length === 0 || (value === '' && placeholder !== null)
        ? []
        : choiceRemark(value, choices.map(String));
    case 'text':
      return [];
  }
}

/** A slider can't show a value beyond its limits. */
function outsideRemark(value: string, written: WrittenInput): string[] {
  const number = parseValue('range', value);
  const shown = clampedToRange(number, written);
  if (typeof number !== 'number' || shown === number) return [];
  const { min, max } = rangeLimits(written);
  const [name, limit] = number > max && max >= min ? (['max', max] as const) : (['min', min] as const);
  const text = written[name] === null ? `${name}, which is ${limit} by default` : `${name}="${written[name]}"`;
  return [`value="${value}" is ${number > limit ? 'above' : 'below'} ${text}, and was set to ${String(shown)}.`];
}

function choiceRemark(value: string, choices: readonly string[]): string[] {
  if (choices.includes(value)) return [];
  const [near] = nearestNames(value, choices, 1);
  return [`value="${value}" is not among the options.${near === undefined ? '' : ` Did you mean "${near}"?`}`];
}

function limitRemark(name: (typeof LIMITS)[number], written: WrittenInput): string[] {
  const text = written[name];
  const kind = name === 'step' ? 'number' : written.kind;
  if (text === null || !isUnreadable(kind, text) || (name === 'step' && text.trim().toLowerCase() === 'any')) return [];
  return [
    kind === 'date'
      ? `${name}="${text}" is not a date: write for example ${name}="2024-12-31".`
      : `${name}="${text}" is not a number: ${numberAdvice(name, text)}`,
  ];
}

function numberAdvice(name: string, text: string): string {
  const point = text.trim().replace(',', '.');
  return Number.isFinite(Number(point)) ? `write ${name}="${point}".` : `write for example ${name}="15".`;
}

/** An empty text is NULL on purpose. */
function isUnreadable(kind: InputKind, text: string): boolean {
  return text.trim() !== '' && parseValue(kind, text) === null;
}

function isArrayJson(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}

/** Why an input can't send its value. */
export function badInput(name: string | undefined, type: string | null): PikaError {
  if (!name) {
    return new PikaError('spec/bad-input', {
      subject: '<pika-input>',
      expected: 'an attribute name="…", or column="…" to filter',
      found: 'neither',
      next: 'Write the name that SQL uses after its $, for example name="cut", or the column of a query.',
    });
  }
  return type === null || isInputKind(type)
    ? new PikaError('spec/bad-input', {
        subject: `value of <pika-input name="${name}">`,
        expected: 'a date',
        found: 'an invalid Date',
        next: 'Assign null for no date.',
      })
    : new PikaError('spec/bad-input', {
        subject: `attribute type of <pika-input name="${name}">`,
        expected: '"range", "number", "text", "date", "checkbox" or "select"',
        found: `"${type}"`,
        next: 'Choose one of these.',
      });
}
