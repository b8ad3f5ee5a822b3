export const INPUT_KINDS = ['range', 'number', 'text', 'date', 'checkbox', 'select'] as const;
export type InputKind = (typeof INPUT_KINDS)[number];

/** The attributes that a control uses besides `name`, `type`, `value` and `label`. */
export const ATTRIBUTES_OF: Readonly<Record<InputKind, readonly string[]>> = {
  range: ['min', 'max', 'step'],
  number: ['min', 'max', 'step', 'placeholder'],
  text: ['placeholder'],
  date: ['min', 'max', 'step'],
  checkbox: [],
  select: ['options', 'from', 'column', 'placeholder'],
};

export function isInputKind(text: string | null): text is InputKind {
  return (INPUT_KINDS as readonly (string | null)[]).includes(text);
}

/** The SQL value of a control's text: an empty number or date is NULL, empty text is an empty string. */
export function parseValue(kind: InputKind, text: string): unknown {
  switch (kind) {
    case 'range':
    case 'number':
      return text.trim() === '' || Number.isNaN(Number(text)) ? null : Number(text);
    case 'date': {
      const date = new Date(text);
      return Number.isNaN(date.getTime()) ? null : date;
    }
    case 'checkbox':
      return text !== 'false';
    default:
      return text;
  }
}

/** The attributes that limit a range, as text. */
export interface WrittenLimits {
  readonly min: string | null;
  readonly max: string | null;
}

/**
 * The value before the user touches the control. A range whose author set no value starts in its middle, as in HTML.
 */
export function firstValue(kind: InputKind, text: string | null, limits: WrittenLimits): unknown {
  if (text !== null) return kind === 'range' ? clampedToRange(parseValue(kind, text), limits) : parseValue(kind, text);
  if (kind === 'range') {
    const { min, max } = rangeLimits(limits);
    return clampedToRange((min + max) / 2, limits);
  }
  if (kind === 'checkbox') return false;
  return kind === 'text' ? '' : null;
}

/** The value that the slider shows: HTML keeps it within its limits. Values that are not numbers are unchanged. */
export function clampedToRange(value: unknown, limits: WrittenLimits): unknown {
  if (typeof value !== 'number') return value;
  const { min, max } = rangeLimits(limits);
  return Math.max(min, Math.min(max, value));
}

/** The limits of a range: 0 and 100 if absent or not numbers. */
export function rangeLimits({ min, max }: WrittenLimits): { readonly min: number; readonly max: number } {
  return { min: finiteOr(min, 0), max: finiteOr(max, 100) };
}

function finiteOr(text: string | null, otherwise: number): number {
  return text === null || text.trim() === '' || !Number.isFinite(Number(text)) ? otherwise : Number(text);
}

/** The text of a value in its control. */
export function writeValue(value: unknown): string {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10);
  return value === null || value === undefined ? '' : String(value);
}
