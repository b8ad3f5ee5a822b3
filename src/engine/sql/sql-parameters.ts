import { PikaError } from '../errors';
import { describeValue, isDate } from '../rows/values/describe-value';
import { listNames, nearestNames } from '../nearest-names';
import { doubleLiteral, integerLiteral, textLiteral, timestampLiteral } from './literals';
import { tokenize } from './sql-tokens';

/** Values for the `$name`s of an SQL text: numbers, bigints, strings, booleans, dates, null, and lists of these. */
export type SqlParameters = Readonly<Record<string, unknown>>;

/**
 * Replaces every `$name` in SQL by a literal. The tokenizer finds them, so strings, comments and quoted names are left
 * alone; values are escaped, so they are never parsed as SQL. Prepared statements are not used, because DuckDB does not
 * prepare CREATE TABLE AS with parameters, and because a literal, unlike a parameter, adopts the type of the other side
 * of a comparison. Throws source/bad-parameter, naming the parameter.
 */
export function bindParameters(sql: string, parameters: SqlParameters, subject: string): string {
  const tokens = tokenize(sql);
  let bound = '';
  let done = 0;
  tokens.forEach((token, i) => {
    const next = tokens[i + 1];
    if (
      token.kind !== 'symbol' ||
      token.text !== '$' ||
      next?.start !== token.end ||
      (next.kind !== 'word' && next.kind !== 'number')
    )
      return;
    const name = sql.slice(next.start, next.end);
    bound +=
      sql.slice(done, token.start) + literalOf(valueOf(name, parameters, subject), `parameter $${name} of ${subject}`);
    done = next.end;
  });
  return bound + sql.slice(done);
}

function valueOf(name: string, parameters: SqlParameters, subject: string): unknown {
  if (Object.hasOwn(parameters, name) && parameters[name] !== undefined) return parameters[name];
  const known = Object.keys(parameters).filter((key) => parameters[key] !== undefined);
  const near = nearestNames(name, known);
  throw new PikaError('source/bad-parameter', {
    subject: `parameter $${name} of ${subject}`,
    expected: 'a value',
    found: known.length > 0 ? `values for ${listNames(known)} only` : 'no parameters',
    next:
      near.length > 0
        ? `Did you mean ${listNames(near)}?`
        : `Set it, e.g. query.params = { ${/^\d/.test(name) ? `"${name}"` : name}: 30 }.`,
  });
}

function literalOf(value: unknown, subject: string): string {
  switch (typeof value) {
    case 'boolean':
      return value ? 'TRUE' : 'FALSE';
    case 'string':
      return textLiteral(value);
    case 'number':
      return Number.isSafeInteger(value) && !Object.is(value, -0) ? `(${value})` : doubleLiteral(value);
    case 'bigint': {
      const literal = integerLiteral(value);
      if (literal !== null) return literal;
      throw badParameter(subject, 'an integer of up to 128 bits', String(value));
    }
    case 'object':
      if (value === null) return 'NULL';
      if (isDate(value)) return dateLiteral(value, subject);
      if (Array.isArray(value)) return `[${value.map((item: unknown) => literalOf(item, subject)).join(', ')}]`;
  }
  throw badParameter(
    subject,
    'a number, string, boolean, Date, bigint, null, or a list of these',
    describeValue(value),
  );
}

function dateLiteral(date: Date, subject: string): string {
  const ms = date.getTime();
  if (Number.isNaN(ms)) throw badParameter(subject, 'a date', 'an invalid Date');
  return timestampLiteral(ms);
}

function badParameter(subject: string, expected: string, found: string): PikaError {
  return new PikaError('source/bad-parameter', {
    subject,
    expected,
    found,
    next: 'Convert the value before setting it in params.',
  });
}
