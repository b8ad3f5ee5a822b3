import { laneOf, type Encoding } from '../../src/engine/columns/column';
import { ceilKey, packKeys, type Key } from '../../src/engine/columns/keys';
import { BITS_BIAS, type Summand } from '../../src/engine/frame/recording';
import { literal } from './oracle-sql';
import type { SqlValue } from './oracle';

/** The words of accumulators, in SQL. */

function isFloat({ kind }: Encoding): boolean {
  return kind === 'f32' || kind === 'float64';
}

/** NaN is NULL to kernels. */
export function countOfSql(column: string, encoding: Encoding): string {
  return `count(${column})${isFloat(encoding) ? ` FILTER (NOT isnan(${column}))` : ''}::BIGINT`;
}

/** A sum without rows is 0. */
export function sumSql(column: string, encoding: Encoding, { shift }: Summand): string {
  if ('step' in encoding) {
    const key = `((${column}::HUGEINT - ${literal(encoding.origin)}::HUGEINT) // ${literal(encoding.step)}::HUGEINT)`;
    return `coalesce(sum(${key}), 0)`;
  }
  // Two factors, because one beyond 2¹⁰²³ is no double.
  const first = Math.min(shift ?? 0, 1023);
  const scaled = `${column}::DOUBLE * ${literal(2 ** first)} * ${literal(2 ** ((shift ?? 0) - first))}`;
  return `coalesce(sum(trunc(CASE WHEN isfinite(${column}) THEN ${scaled} END)::HUGEINT), 0)`;
}

/** The three words of a sum that follow from a HUGEINT: as BIGINT, the highest signed. */
export function sumWordsSql(sum: string): [low: string, middle: string, high: string] {
  const positive = `(${sum} + ${literal(2n ** 95n)})`;
  const word = literal(2n ** 32n);
  return [
    `(${positive} % ${word})::BIGINT`,
    `((${positive} // ${word}) % ${word})::BIGINT`,
    `((${positive} // ${literal(2n ** 64n)}) - ${literal(2n ** 31n)})::BIGINT`,
  ];
}

export function extremeSql(op: 'min' | 'max', column: string, encoding: Encoding): string {
  return `${op}(${column})${isFloat(encoding) ? ` FILTER (NOT isnan(${column}))` : ''}`;
}

/** The words of a key; NULL words for NULL. */
export function keyWords(encoding: Encoding, value: SqlValue): Uint32Array {
  const lane = laneOf(encoding);
  if (value === null) return new Uint32Array(lane === 'u64' ? 2 : 1).fill(0xffff_ffff);
  return new Uint32Array(packKeys(lane, [ceilKey(encoding, value as Key)]).buffer);
}

/** The words of a `bits` accumulator over these values, by multiplication and division instead of bit patterns. */
export function bitsWords(encoding: Encoding, values: readonly SqlValue[]): Uint32Array {
  let [lowest, end] = [Infinity, -Infinity];
  for (const value of values) {
    if (value === null || Number.isNaN(value) || value === Infinity || value === -Infinity) continue;
    const magnitude = 'step' in encoding ? (BigInt(value) - encoding.origin) / encoding.step : Math.abs(Number(value));
    if (Number(magnitude) === 0) continue;
    const digits = typeof magnitude === 'bigint' ? digitsOfInteger(magnitude) : digitsOfDouble(magnitude);
    lowest = Math.min(lowest, digits[0]);
    end = Math.max(end, digits[1]);
  }
  return end === -Infinity ? Uint32Array.of(0, 0) : Uint32Array.of(BITS_BIAS - lowest, BITS_BIAS + end);
}

function digitsOfInteger(value: bigint): [lowest: number, end: number] {
  const digits = value.toString(2);
  return [digits.length - 1 - digits.lastIndexOf('1'), digits.length];
}

function digitsOfDouble(value: number): [lowest: number, end: number] {
  let exponent = 0;
  let whole = value;
  for (; whole % 1 !== 0; exponent--) whole *= 2;
  for (; whole % 2 === 0; exponent++) whole /= 2;
  return [exponent, exponent + BigInt(whole).toString(2).length];
}
