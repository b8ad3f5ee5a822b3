import { boxSql } from './box-sql';
import { arithmeticSql, isWhole } from '../grammar/arithmetic';
import { measureExpressions, type Aggregate, type Formula, type Measure, type MeasureOp } from '../grammar/measure';
import { ROW_NUMBER } from './row-sql';

/** An operand of a measure: a column of the subquery that is aggregated, and its SQL type. */
export interface Operand {
  readonly column: string;
  readonly sqlType: string;
}

export interface MeasureSql {
  readonly sql: string;
  /** Its values are whole numbers, even if SQL returns them as doubles. */
  readonly integer: boolean;
  /**
   * What SQL returns: a number; a value of the operand, in its type, which the caller casts if necessary; or what the
   * database says.
   */
  readonly result: 'number' | 'operand' | 'described';
}

const INTEGRAL = /^(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|BIGNUM|VARINT|BOOLEAN|DECIMAL\(\d+,0\))$/;
const FLOATS = /^(FLOAT|DOUBLE)$/;
const TIMES = /^(DATE|TIMESTAMP.*)$/;
/** A literal NULL has this type. */
const NULLS = '"NULL"';

export type Operands = 'any' | 'numbers' | 'numbers or times';

const OPERANDS: Readonly<Record<Aggregate['op'], Operands>> = {
  count: 'any',
  'count-of': 'any',
  distinct: 'any',
  sum: 'numbers',
  avg: 'numbers or times',
  min: 'any',
  max: 'any',
  median: 'numbers or times',
  quantile: 'numbers or times',
  stddev: 'numbers',
  variance: 'numbers',
  first: 'any',
  last: 'any',
  lower_whisker: 'numbers',
  lower_quartile: 'numbers',
  box_median: 'numbers',
  upper_quartile: 'numbers',
  upper_whisker: 'numbers',
  outliers: 'numbers',
  outlier_count: 'numbers',
  corr: 'numbers',
  slope: 'numbers',
  call: 'any',
};

/** The aggregates whose result is a number for values of any type. */
const COUNTS: readonly Aggregate['op'][] = ['count', 'count-of', 'distinct'];

/** What an aggregate of a measure needs instead of values of this type; null if it takes them. */
export function neededOperands(measure: Measure, { op }: Aggregate, sqlType: string): Exclude<Operands, 'any'> | null {
  const isArithmetic = measure.op === 'formula' && measure.arithmetic !== null;
  const needed = isArithmetic && !COUNTS.includes(op) ? 'numbers' : OPERANDS[op];
  if (needed === 'any' || isNumber(sqlType) || (needed === 'numbers or times' && TIMES.test(sqlType))) return null;
  return needed;
}

export function isWholeNumber(sqlType: string): boolean {
  return INTEGRAL.test(sqlType) && sqlType !== 'BOOLEAN';
}

function isNumber(sqlType: string): boolean {
  return INTEGRAL.test(sqlType) || FLOATS.test(sqlType) || sqlType.startsWith('DECIMAL(') || sqlType === NULLS;
}

/**
 * SQL of a measure over a subquery of `rowsWhere`. All measures ignore NULL, NaN and infinite times. Infinite numbers
 * count as in SQL, but where DuckDB fails on them, the result is NULL. The caller has checked the operands' types.
 */
export function measureSql(measure: Measure, operands: readonly Operand[]): MeasureSql {
  return measure.op === 'formula' ? formulaSql(measure, operands) : aggregateSql(measure, operands);
}

function formulaSql({ aggregates, arithmetic, between }: Formula, operands: readonly Operand[]): MeasureSql {
  let next = 0;
  const parts = aggregates.map((aggregate) => {
    const { length } = measureExpressions(aggregate);
    return aggregateSql(aggregate, operands.slice(next, (next += length)), arithmetic !== null);
  });
  const sqls = parts.map(({ sql }) => sql);
  if (arithmetic) {
    const wholes = parts.map(({ integer }) => integer);
    return { sql: arithmeticSql(arithmetic, sqls), integer: isWhole(arithmetic, wholes), result: 'number' };
  }
  // A comment at the end of a part must not hide what follows.
  const sql = between.map((text, i) => `${text}${i < sqls.length ? `\n(${sqls[i]!})` : '\n'}`).join('');
  return { sql: `(${sql})`, integer: false, result: 'described' };
}

/** @param isNumber whether only numbers matter: then a sum is a DOUBLE, otherwise it has the type that SQL gives it */
function aggregateSql(measure: Aggregate, operands: readonly Operand[], isNumber = true): MeasureSql {
  if (measure.op === 'call') return callSql(measure, operands);
  const [operand, other] = operands;
  if (measure.op === 'count' || !operand) return whole('count(*)');
  if (measure.op === 'quantile') return fractional(quantileSql(operand, measure.fraction));
  if (measure.op !== 'corr' && measure.op !== 'slope') return oneOperandSql(measure.op, operand, isNumber);
  const name = measure.op === 'corr' ? 'corr' : 'regr_slope';
  return fractional(momentsSql(`${name}(${numberSql(operand)}, ${numberSql(other!)})`, operands));
}

/** The database decides what it takes and returns. */
function callSql(
  { name, isDistinct, args, filter: condition }: Extract<Aggregate, { readonly op: 'call' }>,
  operands: readonly Operand[],
): MeasureSql {
  let next = 0;
  const texts = args.map(({ expression, isConstant }) => (isConstant ? expression : operands[next++]!.column));
  const passes = condition === null ? [] : [operands.at(-1)!.column];
  const filter = filterSql([...operands.flatMap(valueConditions), ...passes]);
  const sql = `${name}(${isDistinct ? 'DISTINCT ' : ''}${texts.join(', ')})${filter}`;
  return { sql, integer: false, result: 'described' };
}

function oneOperandSql(op: MeasureOp, operand: Operand, isNumber: boolean): MeasureSql {
  const { column, sqlType } = operand;
  const filter = filterSql(valueConditions(operand));
  const valueOf = (sql: string): MeasureSql => ({ sql, integer: isWholeNumber(sqlType), result: 'operand' });
  switch (op) {
    case 'count-of':
      return whole(`count(${column})${filter}`);
    case 'distinct':
      return whole(`count(DISTINCT ${column})${filter}`);
    case 'sum': {
      // The type of a sum is wider than its operand's: HUGEINT, or a decimal of 38 digits.
      const sum = isNumber ? `CAST(sum(${column})${filter} AS DOUBLE)` : `sum(${column})${filter}`;
      return INTEGRAL.test(sqlType) ? whole(sum) : fractional(sum);
    }
    case 'avg':
      return fractional(`avg(${numberSql(operand)})${filter}`);
    case 'median':
      return fractional(quantileSql(operand, 0.5));
    case 'stddev':
    case 'variance':
      return fractional(momentsSql(`${op}(${numberSql(operand)})`, [operand]));
    case 'min':
    case 'max':
      return valueOf(`${op}(${column})${filter}`);
    case 'first':
      return valueOf(`arg_min(${column}, ${ROW_NUMBER})${filter}`);
    case 'last':
      return valueOf(`arg_max(${column}, ${ROW_NUMBER})${filter}`);
    default:
      return fractional(boxSql(op, column, FLOATS.test(sqlType)));
  }
}

function whole(sql: string): MeasureSql {
  return { sql, integer: true, result: 'number' };
}

function fractional(sql: string): MeasureSql {
  return { sql, integer: false, result: 'number' };
}

/** R-7. DuckDB would round it to the digits of a DECIMAL, the precision of a FLOAT, or the seconds of a TIMESTAMP_S. */
function quantileSql(operand: Operand, fraction: number): string {
  const { column, sqlType } = operand;
  const wider = /^TIMESTAMP_M?S$/.test(sqlType) ? 'TIMESTAMP' : TIMES.test(sqlType) ? null : 'DOUBLE';
  const value = wider === null ? column : `CAST(${column} AS ${wider})`;
  return `quantile_cont(${value}, ${fraction})${filterSql(valueConditions(operand))}`;
}

/** DuckDB fails on an infinite value: then the moment of its group is NULL, and other groups keep theirs. */
function momentsSql(aggregate: string, operands: readonly Operand[]): string {
  const floats = operands.filter(({ sqlType }) => FLOATS.test(sqlType)).map(({ column }) => column);
  if (floats.length === 0) return aggregate;
  const infinite = floats.map((column) => `isinf(${column})`).join(' OR ');
  const finite = floats.map((column) => `isfinite(${column})`);
  return `CASE WHEN count(*) FILTER (WHERE ${infinite}) = 0 THEN ${aggregate}${filterSql(finite)} END`;
}

/** Booleans count as 0 and 1, also where DuckDB has no such aggregate. */
function numberSql({ column, sqlType }: Operand): string {
  return sqlType === 'BOOLEAN' ? `CAST(${column} AS INTEGER)` : column;
}

/** Conditions that a value meets unless it reads as NULL: NaN and infinite times do. */
export function valueConditions({ column, sqlType }: Operand): string[] {
  if (FLOATS.test(sqlType)) return [`NOT isnan(${column})`];
  if (sqlType === 'DATE') return [`isfinite(${column})`];
  return TIMES.test(sqlType) ? [`isfinite(CAST(${column} AS TIMESTAMP))`] : [];
}

function filterSql(conditions: readonly string[]): string {
  return conditions.length > 0 ? ` FILTER (WHERE ${conditions.join(' AND ')})` : '';
}
