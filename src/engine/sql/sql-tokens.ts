/** A token of SQL. The tokenizer is not a full parser; it is enough to find the relations that SQL reads. */
export interface SqlToken {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'symbol';
  /** Upper case for words; for `quoted`, the name without its quotes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

// One alternative each: line comment, start of a block comment, dollar-quoted string, string, quoted name, word,
// number, anything else. Unclosed ones run to the end.
const TOKEN =
  /(--[^\n\r]*)|(\/\*)|(\$((?:[\p{L}_][\p{L}\p{N}_]*)?)\$[\s\S]*?(?:\$\4\$|$))|([eE]'(?:[^'\\]|''|\\[\s\S])*(?:'|$)|'(?:[^']|'')*(?:'|$))|("(?:[^"]|"")*(?:"|$))|([\p{L}_][\p{L}\p{N}_$]*)|(\d[\d_.]*(?:[eE][+-]?\d+)?)|(\S)/gu;

export function tokenize(sql: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  const next = new RegExp(TOKEN);
  for (let match = next.exec(sql); match; match = next.exec(sql)) {
    const [text, line, block, dollar, , string, quoted, word, number] = match;
    if (block !== undefined) next.lastIndex = commentEnd(sql, match.index);
    if (line !== undefined || block !== undefined) continue;
    const place = { start: match.index, end: match.index + text.length };
    if (dollar !== undefined || string !== undefined) tokens.push({ kind: 'string', text, ...place });
    else if (quoted !== undefined) tokens.push({ kind: 'quoted', text: unquote(text), ...place });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word.toUpperCase(), ...place });
    else tokens.push({ kind: number !== undefined ? 'number' : 'symbol', text, ...place });
  }
  return tokens;
}

/** The end of the block comment that starts at `start`. Block comments nest. */
function commentEnd(sql: string, start: number): number {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = start;
  let depth = 0;
  for (let match = mark.exec(sql); match; match = mark.exec(sql)) {
    depth += match[0] === '/*' ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return sql.length;
}

function unquote(text: string): string {
  const closed = text.length > 1 && text.endsWith('"');
  return text.slice(1, closed ? -1 : undefined).replaceAll('""', '"');
}

/** Quotes a name as an SQL identifier. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

const BEFORE_A_TABLE = new Set([
  'FROM',
  'JOIN',
  'DESCRIBE',
  'SUMMARIZE',
  'TABLE',
  'PIVOT',
  'PIVOT_WIDER',
  'UNPIVOT',
  'PIVOT_LONGER',
  'SHOW',
]);
/** Words that end a FROM list: a comma after them does not separate tables. */
const AFTER_FROM = new Set([
  'WHERE',
  'GROUP',
  'HAVING',
  'WINDOW',
  'QUALIFY',
  'ORDER',
  'LIMIT',
  'OFFSET',
  'SELECT',
  'UNION',
  'INTERSECT',
  'EXCEPT',
  'ON',
  'USING',
  'SAMPLE',
]);

/**
 * Lower-case names of the relations that SQL reads, in order of appearance: names in the position of a table, except
 * those defined by WITH.
 */
export function tablesIn(sql: string): string[] {
  const tokens = tokenize(sql);
  const own = commonTableNames(tokens);
  const found = new Set<string>();
  const inFrom: boolean[] = [false];
  const isName = ({ kind }: SqlToken): boolean => kind === 'word' || kind === 'quoted';
  // Elsewhere, DESC is a sort order.
  const describes = (i: number): boolean =>
    tokens[i]?.kind === 'word' && tokens[i].text === 'DESC' && (i === 0 || ['(', ';'].includes(tokens[i - 1]!.text));
  tokens.forEach((token, i) => {
    const depth = inFrom.length - 1;
    const before = tokens[i - 1];
    if (token.text === '(' && token.kind === 'symbol') {
      inFrom.push(
        inFrom[depth]! &&
          (before?.text === ',' ||
            (before?.kind === 'word' && BEFORE_A_TABLE.has(before.text)) ||
            (before?.text === '(' && before.kind === 'symbol')),
      );
      return;
    }
    if (token.text === ')' && token.kind === 'symbol') {
      if (depth > 0) inFrom.pop();
      return;
    }
    const opens =
      before !== undefined &&
      ((before.kind === 'word' && BEFORE_A_TABLE.has(before.text)) ||
        describes(i - 1) ||
        (inFrom[depth]! && before.kind === 'symbol' && (before.text === ',' || before.text === '(')));
    if (opens && isName(token)) {
      const after = tokens[i + 1];
      const qualified = after?.text === '.' ? tokens[i + 2] : undefined;
      const name = qualified && isName(qualified) && token.text.toLowerCase() === 'main' ? qualified.text : token.text;
      if (after?.text !== '(' && !own.has(name.toLowerCase()) && !(token.kind === 'word' && AFTER_FROM.has(token.text)))
        found.add(name.toLowerCase());
    }
    if (token.kind !== 'word') return;
    // `extract(year FROM x)` also matches, but does no harm: x is rarely a query's name, and DuckDB reports errors.
    if (token.text === 'FROM' || token.text === 'JOIN') inFrom[depth] = true;
    else if (AFTER_FROM.has(token.text))
      inFrom[depth] = token.text === 'ON' || token.text === 'USING' ? inFrom[depth]! : false;
  });
  return [...found];
}

/** Names before AS ( or AS MATERIALIZED (, with or without a column list. */
function commonTableNames(tokens: readonly SqlToken[]): Set<string> {
  const names = new Set<string>();
  tokens.forEach((token, i) => {
    if (token.kind !== 'word' || token.text !== 'AS') return;
    let next = i + 1;
    while (tokens[next]?.kind === 'word' && (tokens[next]!.text === 'NOT' || tokens[next]!.text === 'MATERIALIZED'))
      next++;
    if (tokens[next]?.text !== '(') return;
    let at = i - 1;
    if (tokens[at]?.text === ')') while (at >= 0 && tokens[at]!.text !== '(') at--;
    const name = tokens[tokens[i - 1]?.text === ')' ? at - 1 : at];
    if (name && (name.kind === 'word' || name.kind === 'quoted')) names.add(name.text.toLowerCase());
  });
  return names;
}

const CLOSED = /^('([^']|'')*'|[eE]'([^'\\]|''|\\.)*'|"([^"]|"")*"|(\$\w*\$).*\5)$/s;

/** Why text is not a single expression that can be put in parentheses; null if nothing does. */
export function expressionFlaw(expression: string): string | null {
  const tokens = tokenize(expression);
  if (tokens.length === 0) return 'nothing';
  if (tokens.length === 1 && tokens[0]!.text === '*') return 'every column at once';
  // An open string or name goes on to the end.
  const last = tokens.at(-1)!;
  if ((last.kind === 'string' || last.kind === 'quoted') && !CLOSED.test(expression.slice(last.start, last.end)))
    return `a ${last.kind === 'string' ? 'string' : 'name'} that is never closed`;
  let depth = 0;
  for (const { kind, text } of tokens) {
    if (kind !== 'symbol') continue;
    if (text === ';') return 'a ";"';
    if (text === '(') depth++;
    if (text === ')' && --depth < 0) return 'a ")" too many';
  }
  return depth > 0 ? 'a "(" that is never closed' : null;
}

/** The statement, without trailing semicolons; null if the text contains none or several. */
export function singleStatement(sql: string): string | null {
  const tokens = tokenize(sql);
  const semicolon = tokens.findIndex(({ kind, text }) => kind === 'symbol' && text === ';');
  if (tokens.length === 0 || semicolon === 0) return null;
  if (semicolon < 0) return sql;
  return tokens.slice(semicolon).every(({ text }) => text === ';') ? sql.slice(0, tokens[semicolon]!.start) : null;
}

/** The statements of a text, without their semicolons. */
export function statementsIn(sql: string): string[] {
  const statements: string[] = [];
  let from = 0;
  let isEmpty = true;
  for (const { kind, text, start, end } of tokenize(sql)) {
    if (kind !== 'symbol' || text !== ';') {
      isEmpty = false;
      continue;
    }
    if (!isEmpty) statements.push(sql.slice(from, start));
    from = end;
    isEmpty = true;
  }
  if (!isEmpty) statements.push(sql.slice(from));
  return statements;
}

const READING = new Set([
  'SELECT',
  'WITH',
  'FROM',
  'VALUES',
  'DESCRIBE',
  'DESC',
  'EXPLAIN',
  'SHOW',
  'SUMMARIZE',
  'TABLE',
  'PIVOT',
  'PIVOT_WIDER',
  'UNPIVOT',
  'PIVOT_LONGER',
  '(',
  ';',
]);
const CHANGING = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

/** Whether SQL may change tables or settings. If unsure, true: the statement then only has to run alone. */
export function mayWrite(sql: string): boolean {
  let begins = true;
  for (const { kind, text } of tokenize(sql)) {
    if (begins && (kind === 'quoted' || !READING.has(text))) return true;
    if (kind === 'word' && CHANGING.has(text)) return true;
    begins = kind === 'symbol' && text === ';';
  }
  return false;
}
