import type { Encoding } from '../columns/column';
import { doubleLiteral, integerLiteral } from './literals';
import { expressionSql } from './column-names';

/**
 * SQL for the squares of the integers that kernels read from a column: its keys, or its values × 2^shift. `expression`
 * is that of the column. The integers must be below {@link MAX_SQUARED}; a value that is NULL or NaN has no square.
 */
export function squareSql(expression: string, encoding: Encoding, shift: number | null): string {
  const value = `(${expressionSql(expression)})`;
  const integer = 'step' in encoding ? keySql(value, encoding) : scaledSql(value, shift ?? 0);
  return `CAST(${integer} * ${integer} AS BIGINT)`;
}

/** The square of this integer, and of all smaller ones, is a BIGINT. */
export const MAX_SQUARED = 3_000_000_000;

function keySql(value: string, { origin, step }: Extract<Encoding, { step: bigint }>): string {
  const fits = origin >= -(2n ** 63n) && origin < 2n ** 62n;
  const difference = `(TRY_CAST(${value} AS ${fits ? 'BIGINT' : 'HUGEINT'}) - ${integerLiteral(origin)})`;
  return step === 1n ? difference : `(${difference} // ${integerLiteral(step)})`;
}

function scaledSql(value: string, shift: number): string {
  return `TRY_CAST(CAST(${value} AS DOUBLE) * ${doubleLiteral(2 ** shift)} AS BIGINT)`;
}
