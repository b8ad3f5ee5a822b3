import { closing, isSymbol, operandEnd, operandStart, separators, wordAt } from './sql-operands';
import { textLiteral } from './literals';
import { quoteName, tokenize, type SqlToken } from './sql-tokens';
import { timeZoneNamed, type TimeZone } from '../locale/time-zone';
import { zoneFunctionName } from './zone-names';

/**
 * Casts from TIMESTAMPTZ that need ICU, with the function applied first. TIMESTAMP_NS has its own: through TIMESTAMP,
 * other columns would lose their nanoseconds.
 */
const CASTS = new Map([
  ['DATE', 'pika_local'],
  ['TIMESTAMP_S', 'pika_local'],
  ['TIMESTAMP_MS', 'pika_local'],
  ['TIMESTAMP_NS', 'pika_local_ns'],
]);

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Rewrites syntax that no macro can replace into calls of replacements: casts of TIMESTAMPTZ, EXTRACT, AT TIME ZONE,
 * and several date parts at once. SQL that it does not recognize is unchanged.
 */
export function utcSql(sql: string): string {
  return withZones(sql).sql;
}

/**
 * Like {@link utcSql}, but also returns the zones of `AT TIME ZONE '…'` other than UTC, for which macros must be
 * defined.
 */
export function withZones(sql: string): { readonly sql: string; readonly zones: readonly TimeZone[] } {
  const zones = new Set<TimeZone>();
  const tokens = tokenize(sql);
  const edits: Edit[] = [];
  const insert = (at: number, text: string): void => void edits.push({ start: at, end: at, text });
  const replace = ({ start, end }: Pick<SqlToken, 'start' | 'end'>, text: string): void =>
    void edits.push({ start, end, text });
  const wrap = (first: number, last: number, call: string): void => {
    insert(tokens[first]!.start, `${call}(`);
    insert(tokens[last]!.end, ')');
  };
  tokens.forEach((token, i) => {
    if (isSymbol(token, ':') && isSymbol(tokens[i + 1], ':')) {
      const cast = CASTS.get(wordAt(tokens, i + 2));
      const first = cast === undefined ? -1 : operandStart(tokens, i - 1);
      if (first >= 0) wrap(first, i - 1, cast!);
      return;
    }
    if (token.kind !== 'word') return;
    const close = isSymbol(tokens[i + 1], '(') ? closing(tokens, i + 1) : -1;
    if (close < 0) {
      if (token.text === 'AT' && wordAt(tokens, i + 1) === 'TIME' && wordAt(tokens, i + 2) === 'ZONE') atTimeZone(i);
      return;
    }
    if (token.text === 'CAST' || token.text === 'TRY_CAST') {
      const as = separators(tokens, i + 1, close, (one) => one.kind === 'word' && one.text === 'AS').at(-1);
      const cast = as === undefined ? undefined : CASTS.get(wordAt(tokens, as + 1));
      if (as !== undefined && as > i + 2 && cast !== undefined)
        wrap(i + 2, as - 1, token.text === 'TRY_CAST' && cast === 'pika_local' ? 'pika_try' : cast);
    } else if (token.text === 'EXTRACT' && wordAt(tokens, i + 3) === 'FROM') {
      const part = tokens[i + 2]!;
      replace(token, 'date_part');
      if (part.kind !== 'string') replace(part, textLiteral(part.text.toLowerCase()));
      replace(tokens[i + 3]!, ',');
    } else if ((token.text === 'DATE_PART' || token.text === 'DATEPART') && isSymbol(tokens[i + 2], '[')) {
      // Several parts require a constant list, and a macro's parameter is not constant.
      const [comma, ...more] = separators(tokens, i + 1, close, (one) => isSymbol(one, ','));
      if (comma === undefined || more.length > 0) return;
      replace(token, 'system.main.date_part');
      wrap(comma + 1, close - 1, 'pika_local');
    }
  });
  return { sql: edited(sql, edits), zones: [...zones] };

  function atTimeZone(i: number): void {
    const first = operandStart(tokens, i - 1);
    const last = operandEnd(tokens, i + 3);
    if (first < 0 || last < 0) return;
    const zone = last === i + 3 ? zoneOf(tokens[last]!) : null;
    if (zone) {
      zones.add(zone);
      insert(tokens[first]!.start, `${quoteName(zoneFunctionName(zone.name))}(`);
      replace({ start: tokens[i]!.start, end: tokens[last]!.end }, ')');
      return;
    }
    insert(tokens[first]!.start, 'pika_at(');
    replace({ start: tokens[i]!.start, end: tokens[i + 2]!.end }, ',');
    insert(tokens[last]!.end, ')');
  }
}

/** The zone that a string literal names; null for UTC, and for an unknown name. */
function zoneOf({ kind, text }: SqlToken): TimeZone | null {
  if (kind !== 'string') return null;
  try {
    return timeZoneNamed(text.slice(1, -1));
  } catch {
    return null;
  }
}

/** Applies the edits. If several calls open at one position, the one found later is the outer one. */
function edited(sql: string, edits: readonly Edit[]): string {
  const opens = ({ start, end, text }: Edit): boolean => start === end && text.endsWith('(');
  const sorted = edits
    .map((edit, i) => ({ edit, i }))
    .sort(
      (a, b) =>
        a.edit.start - b.edit.start ||
        Number(opens(a.edit)) - Number(opens(b.edit)) ||
        (opens(a.edit) ? b.i - a.i : a.i - b.i),
    );
  let done = 0;
  let text = '';
  for (const { edit } of sorted) {
    text += sql.slice(done, edit.start) + edit.text;
    done = edit.end;
  }
  return text + sql.slice(done);
}
