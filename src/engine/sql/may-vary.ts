import { tokenize } from './sql-tokens';

/** Functions whose result differs between two statements, or between two calls. */
const FUNCTIONS = new Set(
  'AGE CURRVAL GEN_RANDOM_UUID NEXTVAL NOW RANDOM TODAY TRANSACTION_TIMESTAMP TXID_CURRENT'.split(' '),
);
const NAMES = /^(UUID(V\d)?|(GET_)?CURRENT_.+)$/;
/** Functions without parentheses. */
const KEYWORDS = new Set(['CURRENT_DATE', 'CURRENT_TIME', 'CURRENT_TIMESTAMP', 'LOCALTIME', 'LOCALTIMESTAMP']);
/** Functions whose result can differ within a second, with and without parentheses. */
const FLEETING_FUNCTIONS = new Set(
  'CURRVAL GEN_RANDOM_UUID NEXTVAL NOW RANDOM TRANSACTION_TIMESTAMP TXID_CURRENT'.split(' '),
);
const FLEETING_NAMES = /^(UUID(V\d)?|(GET_)?CURRENT_(LOCAL)?TIME(STAMP)?)$/;

/**
 * Whether an expression may have other values if it is evaluated again: it is random, reads the clock, or reads other
 * tables. If unsure, true.
 */
export function mayVary(expression: string): boolean {
  return hasCall(expression, {
    isFunction: (name) => FUNCTIONS.has(name) || NAMES.test(name),
    isWord: (word, before) => KEYWORDS.has(word) || word === 'SELECT' || (word === 'FROM' && before === '('),
  });
}

/** Whether an expression has other values each time it is evaluated: it is random, or reads the time of day. */
export function differsEachTime(expression: string): boolean {
  return hasCall(expression, {
    isFunction: (name) => FLEETING_FUNCTIONS.has(name) || FLEETING_NAMES.test(name),
    isWord: (word) => KEYWORDS.has(word) && word !== 'CURRENT_DATE',
  });
}

function hasCall(
  expression: string,
  wanted: {
    readonly isFunction: (name: string) => boolean;
    /** @param before the token before the word */
    readonly isWord: (word: string, before: string | undefined) => boolean;
  },
): boolean {
  const tokens = tokenize(expression);
  // A column may have any name.
  if (tokens.length === 1) return false;
  return tokens.some(({ kind, text }, i) => {
    if (kind !== 'word' && kind !== 'quoted') return false;
    if (tokens[i + 1]?.text === '(' && wanted.isFunction(text.toUpperCase())) return true;
    return kind === 'word' && wanted.isWord(text, tokens[i - 1]?.text);
  });
}
