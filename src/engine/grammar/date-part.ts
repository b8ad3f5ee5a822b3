import { quoteColumns } from '../sql/column-names';
import { functionCall } from './function-call';

/** Parts of a date that repeat. They are categories in a fixed order, not numbers. */
export const DATE_PARTS = ['hour', 'weekday', 'day', 'week', 'month', 'quarter'] as const;
export type DatePart = (typeof DATE_PARTS)[number];

/** A part of a date: `weekday(date)`. `expression` is scalar DuckDB SQL. */
export interface DatePartCall {
  readonly part: DatePart;
  readonly expression: string;
}

/** The DuckDB functions that authors can call, and the part that each returns. */
const FUNCTIONS: Readonly<Record<string, DatePart>> = {
  hour: 'hour',
  weekday: 'weekday',
  dayofweek: 'weekday',
  isodow: 'weekday',
  dayname: 'weekday',
  day: 'day',
  dayofmonth: 'day',
  week: 'week',
  weekofyear: 'week',
  month: 'month',
  monthname: 'month',
  quarter: 'quarter',
};

/** The part of a date that an expression computes; null if it computes anything else. */
export function datePartCall(expression: string): DatePartCall | null {
  const call = functionCall(expression.trim());
  const [argument, ...others] = call?.args ?? [];
  if (!call || argument === undefined || others.length > 0 || !Object.hasOwn(FUNCTIONS, call.name)) return null;
  return { part: FUNCTIONS[call.name]!, expression: argument };
}

/**
 * The least and the greatest value that DuckDB returns for a part. Weeks are those of ISO 8601; weekday 0 is Sunday.
 */
export const PART_RANGES: Readonly<Record<DatePart, readonly [least: number, greatest: number]>> = {
  hour: [0, 23],
  weekday: [0, 6],
  day: [1, 31],
  week: [1, 53],
  month: [1, 12],
  quarter: [1, 4],
};

/** SQL for a part as text, which makes it a category. */
export function datePartSql({ part, expression }: DatePartCall): string {
  const argument = quoteColumns(expression);
  return `CAST(${part}(${argument.includes('--') ? `${argument}\n` : argument}) AS VARCHAR)`;
}
