import type { ColumnType } from '../columns/column';
import { doubleLiteral, integerLiteral } from './literals';
import { quoteName } from './sql-tokens';

/**
 * An axis of counts: bin i contains edges[i] ≤ value < edges[i + 1], in ticks of `type`. Categories have one bin per
 * label.
 */
export interface CountAxis {
  readonly expression: string;
  readonly type: ColumnType;
  readonly edges: readonly number[];
}

/** The same, with the expression as checked SQL. */
export type CheckedAxis = CountAxis & { readonly sql: string };

/**
 * SQL for counts per bin: one row per nonempty bin, with columns b0, b1, … and n. A bin is its index along the axis, or
 * the label of a category. As in the kernels, thresholds are literals in ticks and all tests are comparisons, so the
 * counts are identical.
 */
export function countSql(table: string, axes: readonly CheckedAxis[], where: readonly string[]): string {
  const values = axes.map(({ sql, type }, i) => `${ticksSql(sql, type)} AS x${i}`);
  const bins = axes.map(
    ({ type, edges }, i) => `${type.kind === 'category' ? `x${i}` : binSql(`x${i}`, type, edges)} AS b${i}`,
  );
  const inside = axes.map(({ type, edges }, i) =>
    type.kind === 'category'
      ? `x${i} IS NOT NULL`
      : `x${i} >= ${thresholdSql(type, edges[0]!)} AND x${i} < ${thresholdSql(type, edges[edges.length - 1]!)}`,
  );
  const rows = where.length > 0 ? ` WHERE ${where.map((condition) => `(${condition}\n)`).join(' AND ')}` : '';
  return (
    `SELECT ${bins.join(', ')}, count(*)::UINTEGER AS n FROM (SELECT ${values.join(', ')} FROM ${quoteName(table)}${rows})` +
    ` WHERE ${inside.join(' AND ')} GROUP BY ${axes.map((_, i) => i + 1).join(', ')}`
  );
}

/** SQL for an expression's value as kernels read it: a double, an integer, a time in ticks, or a label. */
export function ticksSql(sql: string, type: ColumnType): string {
  switch (type.kind) {
    case 'category':
      return `CAST(${sql} AS VARCHAR)`;
    case 'number':
      return type.integer ? sql : `CAST(${sql} AS DOUBLE)`;
    case 'time':
      return isDays(type.ticksPerMs)
        ? `CASE WHEN isfinite(${sql}) THEN ${sql} - DATE '1970-01-01' END`
        : `CASE WHEN isfinite(CAST(${sql} AS TIMESTAMP)) THEN ${epochSql(sql, type.ticksPerMs)} END`;
  }
}

/** Only DATE has ticks of days. Its range exceeds that of TIMESTAMP, so it is never cast to one. */
function isDays(ticksPerMs: number): boolean {
  return ticksPerMs === 1 / 86_400_000;
}

function epochSql(sql: string, ticksPerMs: number): string {
  if (ticksPerMs === 1e6) return `epoch_ns(${sql})`;
  if (ticksPerMs === 1000) return `epoch_us(${sql})`;
  const wholeMs = Math.round(1 / ticksPerMs);
  return wholeMs === 1 ? `epoch_ms(${sql})` : `(epoch_ms(CAST(${sql} AS TIMESTAMP)) // ${wholeMs})`;
}

/** The smallest value of the type that is not below a threshold. Integers and times get an exact integer literal. */
function thresholdSql(type: ColumnType, value: number): string {
  const whole = type.kind === 'time' || (type.kind === 'number' && type.integer);
  const literal = whole && Number.isFinite(value) ? integerLiteral(BigInt(Math.ceil(value))) : null;
  return literal ?? doubleLiteral(value);
}

/** A balanced tree of comparisons: bins need not be uniform, and nothing is rounded. */
function binSql(value: string, type: ColumnType, edges: readonly number[]): string {
  const tree = (first: number, end: number): string => {
    if (end - first === 1) return String(first);
    const middle = (first + end) >> 1;
    return `CASE WHEN ${value} < ${thresholdSql(type, edges[middle]!)} THEN ${tree(first, middle)} ELSE ${tree(middle, end)} END`;
  };
  return `(${tree(0, edges.length - 1)})::INTEGER`;
}
