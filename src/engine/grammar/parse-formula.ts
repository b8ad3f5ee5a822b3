import { expressionSql } from '../sql/column-names';
import { closing, isSymbol, wordAt } from '../sql/sql-operands';
import { tokenize, type SqlToken } from '../sql/sql-tokens';
import { parseArithmetic, type ArithmeticToken } from './arithmetic';
import { badChannel } from './bad-channel';
import { functionCall } from './function-call';
import type { Aggregate, Measure } from './measure';
import { isAggregateName, isRowCount, parseAggregate, requireScalar } from './parse-measure';

/**
 * The measure of an expression with aggregates in it: an aggregate if it is one with a FILTER or in parentheses; null
 * if there are none. Subqueries and window functions have
 * their own: SQL decides there.
 * @throws PikaError `spec/bad-channel` for wrong arguments of an aggregate
 */
export function parseFormula(channel: string, text: string): Measure | null {
  const tokens = tokenize(text);
  if (tokens.some(({ kind, text: word }) => kind === 'word' && (word === 'SELECT' || word === 'OVER'))) return null;
  const aggregates: Aggregate[] = [];
  const between: string[] = [];
  const arithmetic: ArithmeticToken[] = [];
  let from = 0;
  for (let i = 0; i < tokens.length; i++) {
    const last = aggregateEnd(tokens, i);
    if (last === null) {
      arithmetic.push(tokens[i]!);
      continue;
    }
    arithmetic.push(aggregates.length);
    aggregates.push(aggregateAt(channel, text, tokens, i, last));
    between.push(text.slice(from, tokens[i]!.start));
    from = tokens[last]!.end;
    i = last;
  }
  if (aggregates.length === 0) return null;
  between.push(text.slice(from));
  const computed = parseArithmetic(arithmetic);
  if (computed?.kind === 'operand') return aggregates[0]!;
  return { op: 'formula', text, aggregates, between, arithmetic: computed };
}

/** The index of the last token of the aggregate that starts here, with its FILTER; null if none does. */
function aggregateEnd(tokens: readonly SqlToken[], first: number): number | null {
  const { kind, text } = tokens[first]!;
  if (kind !== 'word' || !isAggregateName(text.toLowerCase()) || !isSymbol(tokens[first + 1], '(')) return null;
  const end = closing(tokens, first + 1);
  if (end < 0) return null;
  const filterEnd = hasFilter(tokens, end) ? closing(tokens, end + 2) : -1;
  return Math.max(end, filterEnd);
}

function hasFilter(tokens: readonly SqlToken[], end: number): boolean {
  return wordAt(tokens, end + 1) === 'FILTER' && isSymbol(tokens[end + 2], '(');
}

/** Whether it is the keyword, which DuckDB lets authors leave out, and no column of that name. */
function isWhere(tokens: readonly SqlToken[], i: number): boolean {
  const next = tokens[i + 1];
  const compares = next?.kind === 'symbol' ? !'(-+'.includes(next.text) : COMPARES.has(wordAt(tokens, i + 1));
  return wordAt(tokens, i) === 'WHERE' && !compares;
}

const COMPARES: ReadonlySet<string> = new Set(['AND', 'BETWEEN', 'ILIKE', 'IN', 'IS', 'LIKE', 'OR']);

function aggregateAt(
  channel: string,
  text: string,
  tokens: readonly SqlToken[],
  first: number,
  last: number,
): Aggregate {
  const end = closing(tokens, first + 1);
  const call = functionCall(text.slice(tokens[first]!.start, tokens[end]!.end))!;
  if (!hasFilter(tokens, end)) return isRowCount(call) ? { op: 'count' } : parseAggregate(channel, call, text)!;
  const start = isWhere(tokens, end + 3) ? tokens[end + 3]!.end : tokens[end + 2]!.end;
  const condition = text.slice(start, tokens[last]!.start).trim();
  if (condition === '')
    throw badChannel(
      channel,
      'a condition in FILTER (…)',
      `"${text}"`,
      `Write for example ${channel}="sum(price) FILTER (delay > 15)".`,
    );
  requireScalar(channel, condition, text);
  const aggregate = parseAggregate(channel, call, text);
  // The database's own aggregates may see NULL.
  if (aggregate?.op === 'call') return { ...aggregate, filter: condition };
  // Those of kernels ignore NULL, so they need no filter.
  const passing = (expression: string): string =>
    `CASE WHEN (${expressionSql(condition)}) THEN (${expressionSql(expression)}) END`;
  if (!aggregate) return { op: 'count-of', expression: passing('1') };
  const [value = '', ...others] = call.args;
  const distinct = /^distinct\b\s*(.+)$/is.exec(value)?.[1];
  const filtered = distinct === undefined ? passing(value) : `DISTINCT ${passing(distinct)}`;
  return parseAggregate(channel, { ...call, args: [filtered, ...others] }, text)!;
}
