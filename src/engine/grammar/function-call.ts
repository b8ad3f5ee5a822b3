import { tokenize } from '../sql/sql-tokens';

/** Text that is a single call: the name in lower case, and the arguments as text; no arguments for `count()`. */
export interface FunctionCall {
  readonly name: string;
  readonly args: readonly string[];
}

/** The call, if the parenthesis that closes its arguments ends the text; otherwise null. */
export function functionCall(text: string): FunctionCall | null {
  const [name, open, ...rest] = tokenize(text);
  if (name?.kind !== 'word' || open?.kind !== 'symbol' || open.text !== '(') return null;
  const args: string[] = [];
  let depth = 1;
  let from = open.end;
  for (const [i, { kind, text: symbol, start, end }] of rest.entries()) {
    if (kind !== 'symbol') continue;
    if ('([{'.includes(symbol)) depth++;
    if (')]}'.includes(symbol)) depth--;
    if (depth > 1 || (depth === 1 && symbol !== ',')) continue;
    args.push(text.slice(from, start).trim());
    from = end;
    if (depth > 0) continue;
    if (i < rest.length - 1) return null;
    return { name: name.text.toLowerCase(), args: args.length === 1 && args[0] === '' ? [] : args };
  }
  return null;
}
