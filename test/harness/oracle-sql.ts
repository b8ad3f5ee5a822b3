import type { BinsSpec, ClauseSpec } from './columns';
import type { Key } from '../../src/engine/columns/keys';

/** SQL for the counts that a kernel should produce. Thresholds are exact literals of values, never keys. */

export function literal(value: Key): string {
  if (typeof value === 'number') return `'${Object.is(value, -0) ? '0' : String(value)}'::DOUBLE`;
  const small = value >= -(2n ** 63n) && value < 2n ** 63n;
  return `'${value}'::${small ? 'BIGINT' : 'HUGEINT'}`;
}

export function whereSql(clauses: readonly ClauseSpec[]): string {
  return clauses.length > 0 ? clauses.map(clauseSql).join(' AND ') : 'TRUE';
}

function clauseSql(spec: ClauseSpec): string {
  if ('any' in spec)
    return spec.any.length > 0 ? `(${spec.any.map((inner) => `(${whereSql(inner)})`).join(' OR ')})` : 'FALSE';
  if ('not' in spec) return `((${whereSql(spec.not)}) IS NOT TRUE)`;
  if ('sql' in spec) return `(${spec.sql})`;
  if ('set' in spec)
    return spec.values.length > 0 ? `(${spec.set} IN (${spec.values.map(literal).join(', ')}))` : 'FALSE';
  if ('cells' in spec) {
    if (spec.marked.length === 0) return 'FALSE';
    const [x, y] = spec.cells;
    return `((${binSql(x)}${y ? ` + ${x.edges.length - 1} * ${binSql(y)}` : ''}) IN (${spec.marked.join(', ')}))`;
  }
  return `(${spec.column} >= ${literal(spec.lo)} AND ${spec.column} < ${literal(spec.hi)})`;
}

/**
 * An expression for the index of a row's bin, or NULL. A balanced tree of comparisons, so that hundreds of bins stay
 * cheap.
 */
export function binSql({ column, edges, lastInclusive = false }: BinsSpec): string {
  const count = edges.length - 1;
  const tree = (first: number, end: number): string => {
    if (end - first === 1) return String(first);
    const middle = (first + end) >> 1;
    return `CASE WHEN ${column} < ${literal(edges[middle]!)} THEN ${tree(first, middle)} ELSE ${tree(middle, end)} END`;
  };
  const inside = `${column} >= ${literal(edges[0]!)} AND ${column} ${lastInclusive ? '<=' : '<'} ${literal(edges[count]!)}`;
  return `(CASE WHEN ${inside} THEN ${tree(0, count)} END)`;
}

/** The nearest row to a cell of bins within a radius: d, row, b0 and b1; no row if there is none. */
export function nearestSql(
  table: string,
  bins: readonly BinsSpec[],
  at: readonly number[],
  radius: number,
  clauses: readonly ClauseSpec[],
): string {
  const codes = [...bins.map(binSql), ...(bins.length === 1 ? ['0'] : [])]
    .map((sql, i) => `${sql} AS b${i}`)
    .join(', ');
  const squared = bins.map((_, i) => `(b${i} - ${at[i]}) * (b${i} - ${at[i]})`).join(' + ');
  return (
    `SELECT ${squared} AS d, row, b0, b1 FROM (SELECT rowid AS row, ${codes} FROM ${table} WHERE ${whereSql(clauses)})` +
    ` WHERE ${squared} <= ${radius * radius} ORDER BY d, row LIMIT 1`
  );
}

/** One row per non-empty combination of bins: b0, b1, … and n; without bins, one row. */
export function countSql(table: string, bins: readonly BinsSpec[], clauses: readonly ClauseSpec[]): string {
  if (bins.length === 0) return `SELECT count(*)::INTEGER AS n FROM ${table} WHERE ${whereSql(clauses)}`;
  const names = bins.map((_, i) => `b${i}`);
  const codes = bins.map((spec, i) => `${binSql(spec)} AS b${i}`);
  return (
    `SELECT ${names.join(', ')}, count(*)::INTEGER AS n FROM (SELECT ${codes.join(', ')} FROM ${table} WHERE ${whereSql(clauses)})` +
    ` WHERE ${names.map((name) => `${name} IS NOT NULL`).join(' AND ')} GROUP BY ${names.join(', ')}`
  );
}
