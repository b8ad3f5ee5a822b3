import type { ColumnType } from '../columns/column';

/** What the values of a column are, as far as a plot of them differs. `other`: they have no place on an axis. */
export type ColumnKind = 'number' | 'time' | 'text' | 'boolean' | 'other';

const KINDS: readonly (readonly [ColumnKind, RegExp])[] = [
  // Lists of anything, before their elements.
  ['other', /\]$|^(STRUCT|MAP|UNION|BLOB|TIME|INTERVAL|GEOMETRY|VARIANT)\b/],
  ['number', /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|BIGNUM|FLOAT|DOUBLE|DECIMAL\b.*)$/],
  ['time', /^(DATE|TIMESTAMP.*)$/],
  ['boolean', /^BOOLEAN$/],
  ['text', /^(VARCHAR|UUID|BIT|JSON|ENUM\b.*)$/],
];

/** Null for a type that only reading tells. */
export function kindOfSqlType(sqlType: string): ColumnKind | null {
  return KINDS.find(([, pattern]) => pattern.test(sqlType))?.[0] ?? null;
}

/** The kind of values that were read. */
export function kindOfType(type: ColumnType): ColumnKind {
  if (type.kind !== 'category') return type.kind;
  return type.isBoolean ? 'boolean' : 'text';
}
