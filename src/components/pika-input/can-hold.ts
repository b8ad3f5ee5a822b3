import type { InputKind } from './input-value';

/** Whether a control of this kind can have a value: one that comes from elsewhere may be anything. */
export function canHold(kind: InputKind, value: unknown): boolean {
  if (value === null) return kind === 'number' || kind === 'date' || kind === 'select';
  switch (kind) {
    case 'range':
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'date':
      return value instanceof Date && !Number.isNaN(value.getTime());
    case 'checkbox':
      return typeof value === 'boolean';
    case 'text':
      return typeof value === 'string';
    case 'select':
      return true;
  }
}
