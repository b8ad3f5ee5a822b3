import { insideSpans } from '../frame/rasterise-polygon';
import { doubleLiteral, integerLiteral, textLiteral } from './literals';
import { float64Key } from '../columns/keys';
import { gridEdges } from '../scales/grid-scale';
import { expressionSql, quoteColumns } from './column-names';
import { quoteName } from './sql-tokens';
import type { Category, GridSide, PolygonClause, SelectedRange, SelectionClause } from '../grammar/selection-clause';

/**
 * A clause as a condition in DuckDB's SQL. It is true for exactly the rows that pass in the kernels, and false or NULL
 * for all others.
 */
export function clauseSql(clause: SelectionClause): string {
  switch (clause.kind) {
    case 'interval':
    case 'nearest':
      return allOf(clause.ranges.map(rangeSql));
    case 'points':
      return (
        categoriesSql(clause.boxes) ??
        valuesSql(clause.boxes) ??
        anyOf(clause.boxes.map((ranges) => allOf(ranges.map(rangeSql))))
      );
    case 'polygon':
      return allOf([polygonSql(clause), ...(clause.within ?? []).map(rangeSql)]);
    case 'sql':
      return `(${quoteColumns(clause.predicate)}\n)`;
  }
}

/** A condition on the rows of another query: their key must be the key of some selected row. */
export function keyedSql(clause: SelectionClause, key: string): string {
  const value = expressionSql(key);
  return `((${value}) IN (SELECT ${value} FROM ${quoteName(clause.from)} WHERE ${clauseSql(clause)}))`;
}

/** The conjunction of the terms; true if there are none. */
export function allOf(terms: readonly string[]): string {
  return terms.length === 0 ? 'TRUE' : terms.length === 1 ? terms[0]! : `(${terms.join(' AND ')})`;
}

/** The disjunction of the terms; false if there are none. */
export function anyOf(terms: readonly string[]): string {
  return terms.length === 0 ? 'FALSE' : terms.length === 1 ? terms[0]! : `(${terms.join(' OR ')})`;
}

function rangeSql({ expression, kind, lo, hi, labels, ticks, ticksPerMs }: SelectedRange): string {
  if (kind === 'category') return labelsSql(expression, labels ?? []);
  const perUnit = kind === 'time' ? (ticksPerMs ?? 1) : 1;
  const [first, end] = ticks ?? [lo * perUnit, hi * perUnit];
  return between({ expression, kind, ticksPerMs }, first, end);
}

type Side = Pick<SelectedRange, 'expression' | 'kind'> & { readonly ticksPerMs?: number | undefined };

/** `lo` and `hi` in ticks: decimal text where they are whole and exact. */
function between(side: Side, lo: number | string, hi: number | string): string {
  const value = valueSql(side);
  // A restored clause may have any ends; NaN passes neither comparison.
  if (!(Number(lo) < Infinity && Number(hi) > -Infinity)) return 'FALSE';
  const terms = [
    ...(Number(lo) === -Infinity ? [] : [`${value} >= ${tickLiteral(side, lo)}`]),
    // An open end of floats is infinity itself: DuckDB sorts NaN above it, and no kernel lets either pass.
    ...(Number(hi) === Infinity && side.kind !== 'number' ? [] : [`${value} < ${tickLiteral(side, hi)}`]),
  ];
  return terms.length > 0 ? `(${terms.join(' AND ')})` : `(${value} IS NOT NULL)`;
}

/** Times are compared as whole numbers since 1970: so a DATE, a TIMESTAMP of any unit and one with a zone are alike. */
function valueSql({ expression, kind, ticksPerMs }: Side): string {
  const value = expressionSql(expression);
  if (kind !== 'time') return `(${value})`;
  if (isDays(ticksPerMs)) return `epoch(${value})`; // in seconds: a DATE has years that microseconds do not reach
  if (ticksPerMs === undefined || ticksPerMs <= 1000) return `epoch_us(${value})`; // NULL for infinity
  return `nullif(nullif(epoch_ns(${value}), ${INFINITE_TICKS}), -${INFINITE_TICKS})`;
}

function tickLiteral({ kind, ticksPerMs = 1 }: Side, ticks: number | string): string {
  if (kind === 'number') return doubleLiteral(Number(ticks));
  const whole = BigInt(typeof ticks === 'string' ? ticks : Math.ceil(ticks));
  const factor =
    kind !== 'time' || ticksPerMs > 1000
      ? 1n
      : isDays(ticksPerMs)
        ? SECONDS_PER_DAY
        : BigInt(Math.round(1000 / ticksPerMs));
  return integerLiteral(whole * factor) ?? doubleLiteral(Number(whole * factor));
}

const SECONDS_PER_DAY = 86_400n;
/** An infinite time of nanoseconds, as DuckDB stores it. */
const INFINITE_TICKS = 2n ** 63n - 1n;

function isDays(ticksPerMs: number | undefined): boolean {
  return ticksPerMs === 1 / 86_400_000;
}

/** One condition for boxes that are categories of one expression: they may be thousands. Null for other boxes. */
function categoriesSql(boxes: readonly (readonly SelectedRange[])[]): string | null {
  const [first] = boxes.flat();
  const isAlike = boxes.every(
    ([range, ...others]) => others.length === 0 && range?.kind === 'category' && range.expression === first!.expression,
  );
  return first && isAlike
    ? labelsSql(first.expression, [...new Set(boxes.flat().flatMap(({ labels = [] }) => labels))])
    : null;
}

/**
 * One condition for the keys of rows, which may be thousands: DuckDB nests terms only a thousand deep. Null for other
 * boxes.
 */
function valuesSql(boxes: readonly (readonly SelectedRange[])[]): string | null {
  const [first] = boxes.flat();
  if (first?.channel !== 'key' || first.kind === 'category') return null;
  const { expression, kind, ticksPerMs } = first;
  const values = boxes.map(([range, ...others]): string | null => {
    const isAlike =
      range?.expression === expression && range.kind === kind && range.ticksPerMs === ticksPerMs && others.length === 0;
    const value = isAlike ? onlyValue(range) : null;
    return value === null ? null : tickLiteral(first, value);
  });
  return values.includes(null) ? null : `(${valueSql(first)} IN (${[...new Set(values)].join(', ')}))`;
}

/** The only value of a range, in ticks; null if it has others. */
function onlyValue({ kind, lo, hi, ticks }: SelectedRange): string | number | null {
  if (ticks)
    return isWhole(ticks[0]) && isWhole(ticks[1]) && BigInt(ticks[1]) - BigInt(ticks[0]) === 1n ? ticks[0] : null;
  return kind === 'number' && Number.isFinite(lo) && float64Key(hi) - float64Key(lo) === 1n ? lo : null;
}

function isWhole(ticks: string): boolean {
  return Number.isFinite(Number(ticks));
}

function labelsSql(expression: string, labels: readonly Category[]): string {
  const value = `(${expressionSql(expression)})`;
  const listed = labels.filter((label) => label !== null).map(textLiteral);
  return anyOf([
    ...(listed.length > 0 ? [`CAST(${value} AS VARCHAR) IN (${listed.join(', ')})`] : []),
    ...(labels.includes(null) ? [`${value} IS NULL`] : []),
  ]);
}

/** One row of cells at a time: the second side inside the row, the first inside a span that the polygon covers. */
function polygonSql({ sides: [first, second], vertices }: PolygonClause): string {
  const rows = insideSpans(vertices, first.count, second.count);
  const [inFirst, inSecond] = [cellsOf(first), cellsOf(second)];
  return anyOf(
    rows.map(({ row, spans }) => allOf([inSecond(row, row + 1), anyOf(spans.map(([from, to]) => inFirst(from, to)))])),
  );
}

/** The condition for cells from ≤ cell < to of one side. */
function cellsOf(side: GridSide): (from: number, to: number) => string {
  const { thresholds } = gridEdges(side);
  return (from, to) => {
    const [lo, hi] = [thresholds[from]!, thresholds[to]!];
    if (side.kind !== 'category') return between(side, lo, hi);
    return labelsSql(
      side.expression,
      (side.labels ?? []).filter((_, code) => code >= lo && code < hi),
    );
  };
}
