export const INPUT_KINDS = ['range', 'number', 'text', 'date', 'checkbox', 'select'] as const;
export type InputKind = (typeof INPUT_KINDS)[number];

/** The attributes that a control uses beside `name`, `type`, `value` and `label`. */
export const ATTRIBUTES_OF: Readonly<Record<InputKind, readonly string[]>> = {
  range: ['min', 'max', 'step'], number: ['min', 'max', 'step', 'placeholder'], text: ['placeholder'], date: ['min', 'max', 'step'], checkbox: [],
  select: ['options', 'from', 'column', 'placeholder'],
};

export function isInputKind(text: string | null): text is InputKind {
  return (INPUT_KINDS as readonly (string | null)[]).includes(text);
}

/** What SQL gets for what stands in a control: an empty number or date is NULL, an empty text is a text. */
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

/** The value before anybody touched the control; a range without one stands in its middle, as HTML has it. */
export function firstValue(kind: InputKind, text: string | null, { min, max }: { readonly min: string | null; readonly max: string | null }): unknown {
  if (text !== null) return parseValue(kind, text);
  if (kind === 'range') return (Number(min ?? 0) + Number(max ?? 100)) / 2;
  if (kind === 'checkbox') return false;
  return kind === 'text' ? '' : null;
}

/** As the control of a value shows it. */
export function writeValue(value: unknown): string {
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return value === null || value === undefined ? '' : String(value);
}
