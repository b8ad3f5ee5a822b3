/**
 * DuckDB SQL literals: all values enter a statement through these functions. Negative numbers are parenthesized,
 * because `1-$x` with x = -3 would otherwise start a comment.
 */

const MIN_INT64 = -(2n ** 63n);
const MAX_INT64 = 2n ** 63n - 1n;

/** A VARCHAR. Quotes are doubled; NUL, which would end the statement, becomes chr(0). */
export function textLiteral(text: string): string {
  const parts = text.split('\0').map((part) => `'${part.replaceAll("'", "''")}'`);
  return parts.length === 1 ? parts[0]! : `(${parts.join(' || chr(0) || ')})`;
}

/** An exact DOUBLE, including NaN, infinities and -0. */
export function doubleLiteral(value: number): string {
  return `CAST('${Object.is(value, -0) ? '-0.0' : value}' AS DOUBLE)`;
}

/** A literal of the narrowest of BIGINT, HUGEINT and UHUGEINT that holds the integer; null beyond 128 bits. */
export function integerLiteral(value: bigint): string | null {
  // DuckDB reads -2⁶³ as a HUGEINT: it parses the digits before the sign.
  if (value > MIN_INT64 && value <= MAX_INT64) return `(${value})`;
  if (value === MIN_INT64) return `CAST('${value}' AS BIGINT)`;
  if (value >= -(2n ** 127n) && value < 2n ** 127n) return `CAST('${value}' AS HUGEINT)`;
  return value > 0n && value < 2n ** 128n ? `CAST('${value}' AS UHUGEINT)` : null;
}

/** A TIMESTAMP in UTC. */
export function timestampLiteral(ms: number): string {
  return `make_timestamp(${BigInt(ms) * 1000n})`;
}
