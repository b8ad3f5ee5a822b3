import type { SqlToken } from './sql-tokens';

const TYPED_LITERALS = new Set([
  'DATE',
  'TIME',
  'TIMESTAMP',
  'TIMESTAMPTZ',
  'TIMESTAMP_S',
  'TIMESTAMP_MS',
  'TIMESTAMP_NS',
  'DATETIME',
  'INTERVAL',
]);
/** Words that can precede a parenthesis without being a function's name. */
const KEYWORDS = new Set([
  'SELECT',
  'FROM',
  'WHERE',
  'AND',
  'OR',
  'NOT',
  'IN',
  'IS',
  'ON',
  'BY',
  'AS',
  'CASE',
  'WHEN',
  'THEN',
  'ELSE',
  'BETWEEN',
  'LIKE',
  'ILIKE',
  'HAVING',
  'DISTINCT',
  'ALL',
  'VALUES',
  'LIMIT',
  'JOIN',
  'USING',
  'EXISTS',
]);

export function isSymbol(token: SqlToken | undefined, text: string): boolean {
  return token?.kind === 'symbol' && token.text === text;
}

export function wordAt(tokens: readonly SqlToken[], i: number): string {
  const token = tokens[i];
  return token?.kind === 'word' ? token.text : '';
}

const PAIRS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** The index of the closing parenthesis; -1 if there is none. */
export function closing(tokens: readonly SqlToken[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    if (tokens[i]!.kind !== 'symbol') continue;
    if ('([{'.includes(tokens[i]!.text)) depth++;
    else if (tokens[i]!.text in PAIRS && --depth === 0) return i;
  }
  return -1;
}

function opening(tokens: readonly SqlToken[], close: number): number {
  let depth = 0;
  for (let i = close; i >= 0; i--) {
    if (tokens[i]!.kind !== 'symbol') continue;
    if (tokens[i]!.text in PAIRS) depth++;
    else if ('([{'.includes(tokens[i]!.text) && --depth === 0) return i;
  }
  return -1;
}

/** Indices of separators directly between two parentheses, not in nested ones. */
export function separators(
  tokens: readonly SqlToken[],
  open: number,
  close: number,
  is: (token: SqlToken) => boolean,
): number[] {
  const found: number[] = [];
  for (let i = open + 1, depth = 0; i < close; i++) {
    const token = tokens[i]!;
    if (token.kind === 'symbol' && '([{'.includes(token.text)) depth++;
    else if (token.kind === 'symbol' && token.text in PAIRS) depth--;
    else if (depth === 0 && is(token)) found.push(i);
  }
  return found;
}

/**
 * The index of the first token of the operand that ends at `last`: `a.b`, `f(x) OVER (…)`, `(…)[1]::T`, `CASE … END`.
 * -1 if that is unclear.
 */
export function operandStart(tokens: readonly SqlToken[], last: number): number {
  const token = tokens[last];
  if (!token) return -1;
  let first = last;
  if (token.kind === 'symbol') {
    if (!(token.text in PAIRS)) return -1;
    first = opening(tokens, last);
    const before = tokens[first - 1];
    if (first < 0) return -1;
    if (token.text === '}' && wordAt(tokens, first - 1) === 'MAP') first--;
    if (token.text === ')' && (wordAt(tokens, first - 1) === 'OVER' || wordAt(tokens, first - 1) === 'FILTER'))
      return operandStart(tokens, first - 2);
    const isCalled =
      token.text === ')' &&
      before !== undefined &&
      (before.kind === 'quoted' || (before.kind === 'word' && !KEYWORDS.has(before.text)));
    const isIndexed =
      token.text === ']' &&
      before !== undefined &&
      (before.kind === 'quoted' ||
        (before.kind === 'word' && !KEYWORDS.has(before.text)) ||
        (before.kind === 'symbol' && before.text in PAIRS));
    if (isCalled || isIndexed) return operandStart(tokens, first - 1);
  } else if (token.kind === 'word' && token.text === 'END') {
    let depth = 1;
    while (depth > 0 && --first >= 0)
      depth += wordAt(tokens, first) === 'END' ? 1 : wordAt(tokens, first) === 'CASE' ? -1 : 0;
    if (first < 0) return -1;
  } else if (
    token.kind === 'word' &&
    token.text === 'ZONE' &&
    wordAt(tokens, last - 1) === 'TIME' &&
    wordAt(tokens, last - 2) === 'WITH'
  ) {
    first = last - 3;
  } else if (token.kind === 'string' && TYPED_LITERALS.has(wordAt(tokens, last - 1))) {
    first = last - 1;
  } else if (token.kind === 'word' && wordAt(tokens, last - 1) === 'OVER') {
    return operandStart(tokens, last - 2);
  }
  if (isSymbol(tokens[first - 1], '.')) return operandStart(tokens, first - 2);
  if (isSymbol(tokens[first - 1], ':') && isSymbol(tokens[first - 2], ':')) return operandStart(tokens, first - 3);
  if (
    wordAt(tokens, first - 1) === 'ZONE' &&
    wordAt(tokens, first - 2) === 'TIME' &&
    wordAt(tokens, first - 3) === 'AT'
  )
    return operandStart(tokens, first - 4);
  return first;
}

/** The index of the last token of the operand starting at `first`: a string, name, call or parentheses, with casts. */
export function operandEnd(tokens: readonly SqlToken[], first: number): number {
  if (!isSymbol(tokens[first], '(') && (!tokens[first] || tokens[first].kind === 'symbol')) return -1;
  let last = isSymbol(tokens[first], '(') ? closing(tokens, first) : first;
  while (isSymbol(tokens[last + 1], '.') && tokens[last + 2]) last += 2;
  if (last >= 0 && isSymbol(tokens[last + 1], '(')) last = closing(tokens, last + 1);
  while (last >= 0 && isSymbol(tokens[last + 1], ':') && isSymbol(tokens[last + 2], ':') && wordAt(tokens, last + 3)) {
    last += 3;
    if (isSymbol(tokens[last + 1], '(')) last = closing(tokens, last + 1);
  }
  return last;
}
