import { tokenize } from './sql-tokens';

/** Functions whose result differs between two statements, or between two calls. */
const FUNCTIONS = new Set(
  'AGE CURRVAL GEN_RANDOM_UUID NEXTVAL NOW RANDOM TODAY TRANSACTION_TIMESTAMP TXID_CURRENT'.split(' '),
);
const NAMES = /^(UUID(V\d)?|(GET_)?CURRENT_.+)$/;
/** Functions without parentheses. */
const KEYWORDS = new Set(['CURRENT_DATE', 'CURRENT_TIME', 'CURRENT_TIMESTAMP', 'LOCALTIME', 'LOCALTIMESTAMP']);

/**
 * Whether an expression may have other values if it is evaluated again: it is random, reads the clock, or reads other
 * tables. If unsure, true.
 */
export function mayVary(expression: string): boolean {
  const tokens = tokenize(expression);
  if (tokens.length === 1) return false;
  return tokens.some(({ kind, text }, i) => {
    if (kind !== 'word' && kind !== 'quoted') return false;
    const [before, after] = [tokens[i - 1]?.text, tokens[i + 1]?.text];
    if (after === '(' && (FUNCTIONS.has(text.toUpperCase()) || NAMES.test(text.toUpperCase()))) return true;
    return kind === 'word' && (KEYWORDS.has(text) || text === 'SELECT' || (text === 'FROM' && before === '('));
  });
}
