import type { ColumnType } from '../columns/column';
import { doubleLiteral, integerLiteral, textLiteral } from './literals';

/**
 * An axis of counts: bin i contains edges[i] ≤ value < edges[i + 1], in ticks of `type`. Categories have one bin per
 * label.
 */
export interface CountAxis {
  readonly expression: string;
  readonly type: ColumnType;
  readonly edges: readonly number[];
}

/** A dimension of groups. */
export interface GroupDimension extends Omit<CountAxis, 'edges'> {
  /** Null if each finite value has its own group. */
  readonly edges: CountAxis['edges'] | null;
  /**
   * Rows whose value is NULL form groups of their own; NaN and infinite times are NULL. Default: they are in no group.
   */
  readonly includeNull?: boolean;
}

/**
 * SQL of a dimension over a column of its values, which {@link ticksSql} made. `bin` is the index of the bin, the label
 * of a category, the value of a group without edges, or NULL; `isInside` is true for the rows that are in a bin. As in
 * the kernels, thresholds are literals in ticks and all tests are comparisons, so both group rows alike.
 */
export function dimensionSql(
  column: string,
  dimension: GroupDimension,
): { readonly bin: string; readonly isInside: string } {
  const { type, edges, includeNull = false } = dimension;
  const isInside = insideSql(column, dimension);
  const bin = type.kind === 'category' || edges === null ? column : binSql(column, type, edges);
  if (!includeNull) return { bin, isInside };
  // DuckDB sorts NaN above all numbers: the test would find it beyond the last bin.
  const isNull =
    type.kind === 'number' && !type.integer ? `(${column} IS NULL OR isnan(${column}))` : `${column} IS NULL`;
  return { bin: `CASE WHEN NOT ${isNull} THEN ${bin} END`, isInside: `(${isNull} OR ${isInside})` };
}

function insideSql(column: string, { type, edges }: GroupDimension): string {
  const isFloat = type.kind === 'number' && !type.integer;
  if (edges === null) return isFloat ? `isfinite(${column})` : `${column} IS NOT NULL`;
  if (type.kind === 'category') return labelTest(column, type.labels, edges);
  const [first, end] = [edges[0]!, edges[edges.length - 1]!];
  return `${column} >= ${thresholdSql(type, first)} AND ${column} < ${thresholdSql(type, end)}`;
}

/** If only some labels have a bin, the others do not leave the database. */
function labelTest(column: string, labels: readonly string[], edges: readonly number[]): string {
  const codes = edges.slice(0, -1);
  if (codes.length === labels.length) return `${column} IS NOT NULL`;
  const shown = codes.flatMap((code) => (labels[code] === undefined ? [] : [textLiteral(labels[code])]));
  return shown.length > 0 ? `${column} IN (${shown.join(', ')})` : 'FALSE';
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
