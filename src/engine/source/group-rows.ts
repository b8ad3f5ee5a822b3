import { abortedError } from '../abort';
import { PikaError } from '../errors';
import { columnValues } from '../columns/column-values';
import { aggregatesOf, measureExpressions, measureText, type Aggregate, type Measure } from '../grammar/measure';
import type { EncodedColumn } from '../rows/rows';
import type { GroupDimension } from '../sql/dimension-sql';
import { groupSql } from '../sql/group-sql';
import { isWholeNumber, measureSql, neededOperands, type MeasureSql, type Operand } from '../sql/measure-sql';
import { readableSql, requireExpression, type CheckedExpression, type CheckOptions } from './expression-checks';
import type { QueriedTable } from './queried-table';
import type { CountOptions, GroupRequest, GroupTable, TableValues } from './source';

/** The maximum number of instances. A plot of more would be slow to draw, and unreadable. */
const MAX_GROUPS = 100_000;

/**
 * Groups rows in the database. `isLatest` returns false once a newer request replaced this one while it was prepared.
 * Throws plan/too-many-groups beyond `mostGroups`.
 */
export async function groupRows(
  table: QueriedTable,
  { dimensions, measures, where }: GroupRequest,
  options: CountOptions & { readonly isLatest: () => boolean },
  mostGroups = MAX_GROUPS,
): Promise<GroupTable> {
  const { name, database, rows } = table;
  const { signal, replaces, isLatest } = options;
  if (dimensions.length + measures.length === 0) return { rows: 1, bins: [], measures: [] };
  const subject = `groups of query "${name}"`;
  const operands = new Operands();
  const about = { signal, priority: 'interactive' as const };
  const [checkedDimensions, checkedMeasures] = await Promise.all([
    Promise.all(
      dimensions.map(async (dimension) => ({
        dimension,
        sql: await table.checks.readable(dimension.expression, about),
      })),
    ),
    Promise.all(measures.map((measure) => checkMeasure(table, measure, operands, about))),
  ]);
  if (!isLatest()) throw abortedError(subject);
  const statement = groupSql({
    table,
    dimensions: checkedDimensions,
    operands: operands.selected,
    measures: checkedMeasures.map(({ sql }) => sql),
    where,
    limit: mostGroups + 1,
  });
  options.onStatement?.(statement);
  const written = [...dimensions.map(({ expression }) => expression), ...measures.map(measureText)];
  const bytes = await database.runInSlices(statement, { ...about, replaces, subject, written: written.join(', ') });
  const columns = await rows.columnsFromIpc(bytes, name, written, signal ? { signal } : {});
  if ((columns[0]?.rows ?? 0) > mostGroups) throw tooManyGroups(subject, mostGroups);
  const found = dimensions.map((dimension, i) => binsOf(columns[i]!, dimension));
  const order = inOrder(found, dimensions, columns[0]?.rows ?? 0);
  return {
    rows: order.length,
    bins: found.map((bins) => take(bins, order)),
    measures: checkedMeasures.map(({ integer }, i): TableValues => {
      const { type, encoding, pages } = columns[dimensions.length + i]!;
      return {
        type: integer && type.kind === 'number' ? { kind: 'number', integer } : type,
        values: take(columnValues(encoding, pages), order),
      };
    }),
  };
}

/** The columns that measures read, each once. */
class Operands {
  readonly #columns = new Map<string, string>();

  /** The name of the column. */
  add(sql: string): string {
    const column = this.#columns.get(sql) ?? `e${this.#columns.size}`;
    this.#columns.set(sql, column);
    return column;
  }

  get selected(): string[] {
    return [...this.#columns].map(([sql, column]) => `${sql} AS ${column}`);
  }
}

async function checkMeasure(
  { name, checks }: QueriedTable,
  measure: Measure,
  operands: Operands,
  about: CheckOptions,
): Promise<MeasureSql> {
  const label = measureText(measure);
  const subject = `measure "${label}" of query "${name}"`;
  if (measure.op === 'formula') requireExpression(measure.text, subject);
  const checked: (CheckedExpression & Operand)[] = [];
  for (const aggregate of aggregatesOf(measure)) {
    requireFraction(aggregate, subject);
    const own = await Promise.all(
      measureExpressions(aggregate).map((expression) => checks.check(expression, { ...about, subject })),
    );
    for (const { sqlType } of own) requireOperand(measure, aggregate, sqlType, subject);
    checked.push(...own.map(({ sql, sqlType }) => ({ sql, sqlType, column: operands.add(sql) })));
  }
  const found = measureSql(measure, checked);
  if (found.result === 'number') return found;
  const sqlType =
    found.result === 'operand'
      ? checked[0]!.sqlType
      : await checks.typeOfAggregate(found.sql, checked, { ...about, subject, written: label });
  const integer = found.integer || (found.result === 'described' && isWholeNumber(sqlType));
  return { ...found, integer, sql: readableSql({ sql: found.sql, sqlType }, label, name) };
}

function requireFraction(aggregate: Aggregate, subject: string): void {
  if (aggregate.op !== 'quantile' || (aggregate.fraction >= 0 && aggregate.fraction <= 1)) return;
  throw new PikaError('spec/bad-channel', {
    subject,
    expected: 'a fraction from 0 to 1',
    found: String(aggregate.fraction),
    next: 'Write for example quantile(price, 0.9).',
  });
}

function requireOperand(measure: Measure, aggregate: Aggregate, sqlType: string, subject: string): void {
  const needed = neededOperands(measure, aggregate, sqlType);
  if (needed === null) return;
  throw new PikaError('plan/unsupported', {
    subject,
    expected: needed,
    found: sqlType,
    next:
      measure === aggregate
        ? 'Cast the column in the channel, e.g. sum(CAST(price AS DOUBLE)), or count it: count(price), distinct(price).'
        : "Compute a number from each aggregate, e.g. date_diff('day', min(ordered), max(ordered)).",
  });
}

/** The index of each group's bin, or its value; NaN for NULL, and {@link NO_BIN} for a label without a bin. */
function binsOf({ type, encoding, pages }: EncodedColumn, { type: wanted, edges }: GroupDimension): Float64Array {
  const values = columnValues(encoding, pages);
  if (type.kind !== 'category' || wanted.kind !== 'category') return values;
  const codes = edges?.slice(0, -1) ?? wanted.labels.keys();
  const bins = new Map(Array.from(codes, (code, bin) => [wanted.labels[code], bin]));
  const ofCodes = type.labels.map((label) => bins.get(label) ?? NO_BIN);
  return values.map((code) => (Number.isNaN(code) ? NaN : ofCodes[code]!));
}

/** Marks labels without a bin: groups never have an infinite value. */
const NO_BIN = Infinity;

/** The groups in the order of their bins: the first dimension runs fastest, and NULL follows the last bin. */
function inOrder(bins: readonly Float64Array[], dimensions: readonly GroupDimension[], groups: number): Uint32Array {
  const all = Uint32Array.from({ length: groups }, (_, group) => group);
  const inBins = all.filter((group) => bins.every((ofGroup) => ofGroup[group] !== NO_BIN));
  return dimensions.reduce((order, dimension, i) => {
    const count = binCount(dimension);
    return count === null ? sortedByValue(order, bins[i]!) : sortedByBin(order, bins[i]!, count);
  }, inBins);
}

/** The number of bins; null if each value has its own group. */
function binCount({ type, edges }: GroupDimension): number | null {
  if (edges) return edges.length - 1;
  return type.kind === 'category' ? type.labels.length : null;
}

/** A stable counting sort. */
function sortedByBin(order: Uint32Array<ArrayBuffer>, bins: Float64Array, count: number): Uint32Array<ArrayBuffer> {
  const placeOf = (group: number): number => (Number.isNaN(bins[group]!) ? count : bins[group]!);
  const starts = new Uint32Array(count + 2);
  for (const group of order) starts[placeOf(group) + 1]!++;
  for (let place = 0; place < count; place++) starts[place + 1]! += starts[place]!;
  const sorted = new Uint32Array(order.length);
  for (const group of order) sorted[starts[placeOf(group)]!++] = group;
  return sorted;
}

/** A stable sort. */
function sortedByValue(order: Uint32Array<ArrayBuffer>, values: Float64Array): Uint32Array<ArrayBuffer> {
  const isNull = (group: number): number => Number(Number.isNaN(values[group]!));
  return order.slice().sort((a, b) => isNull(a) - isNull(b) || values[a]! - values[b]!);
}

function take(values: Float64Array, order: Uint32Array): Float64Array<ArrayBuffer> {
  return Float64Array.from(order, (group) => values[group]!);
}

function tooManyGroups(subject: string, mostGroups: number): PikaError {
  return new PikaError('plan/too-many-groups', {
    subject,
    expected: `at most ${mostGroups.toLocaleString('en')}`,
    found: 'more',
    next: 'Use coarser bins or fewer categories, e.g. bin(date, step=month), or filter the rows.',
  });
}
