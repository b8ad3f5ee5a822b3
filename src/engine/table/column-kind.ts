import type { ColumnType } from '../columns/column';

/** What the values of a column are, as far as it matters for a plot. `other`: they have no place on an axis. */
export type ColumnKind = 'number' | 'time' | 'text' | 'boolean' | 'other';

const KINDS: readonly (readonly [ColumnKind, RegExp])[] = [
  // First, because the type of a list begins with that of its elements.
  ['other', /\]$|^(STRUCT|MAP|UNION|BLOB|TIME|INTERVAL|GEOMETRY|VARIANT)\b/],
  ['number', /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|BIGNUM|FLOAT|DOUBLE|DECIMAL\b.*)$/],
  ['time', /^(DATE|TIMESTAMP.*)$/],
  ['boolean', /^BOOLEAN$/],
  ['text', /^(VARCHAR|UUID|BIT|JSON|ENUM\b.*)$/],
];

/** Null if only the values can tell. */
export function kindOfSqlType(sqlType: string): ColumnKind | null {
  return KINDS.find(([, pattern]) => pattern.test(sqlType))?.[0] ?? null;
}

/** The kind of values that were read. */
export function kindOfType(type: ColumnType): ColumnKind {
  if (type.kind !== 'category') return type.kind;
  return type.isBoolean ? 'boolean' : 'text';
}
