import { aggregateOnce, type Aggregate } from '../aggregates/aggregate-once';
import type { ColumnId } from '../columns/column';
import type { PikaError } from '../errors';
import { unlessAborted } from '../abort';
import type { Backend } from '../frame/backend';
import type { Dimensions } from '../frame/recording';
import type { Measure } from '../grammar/measure';
import type { Target } from '../link/linked-views';
import { planCount, type Comparison, type CountPlan, type CountRequest } from '../plan/count-plan';
import type { Relation, TableValues } from '../source/source';
import { loadTimeFormats } from '../scales/time-formats-on-demand';
import { acquireMeasures, type Aggregation } from './acquire-measures';
import type { OpenRelation } from './acquire-layers';
import { comparedValues, isComparable, type Compared } from './compared-values';
import { dataValue } from './drawn-values';
import { KernelMeasures } from './kernel-measures';
import { measuredTexts, type MeasuredValue } from './measured-texts';
import type { PlotContext } from './plot-context';
import { releaseMeasures } from './release-measures';
import { RowsFollower, type FollowedRows, type ReadSlot } from './rows-follower';

/** A number, time or label computed from rows; null if they have no value. */
export type AggregateValue = number | string | Date | null;

/** How many rows of a query pass the selection. */
export interface Counting {
  readonly rows: number;
  readonly of: number;
  /** The author's aggregate of the selected rows, and of all rows. */
  readonly aggregate?: { readonly selected: AggregateValue; readonly all: AggregateValue };
}

/** The texts of a count. */
export interface CountTexts {
  /** The aggregate of the selected rows, or their number. */
  readonly selected: string;
  readonly all: string;
  /** `sum of revenue`; `rows` without an aggregate. */
  readonly title: string;
  /** Whether the first value is a part of the second one. */
  readonly isPart: boolean;
  readonly comparison: Comparison;
  /** The share, change or difference that the author asks for; null if there is none. */
  readonly compared: Compared | null;
  /** Whether the values are numbers. Others can't be compared. */
  readonly isComparable: boolean;
}

/** What the element passes in: where to show counts and errors. */
export interface CountHost {
  readonly counted: (counting: Counting, texts: CountTexts) => void;
  readonly failed: (error: PikaError) => void;
}

/** What some rows yield. */
interface Answer {
  readonly rows: number;
  /** Null without an aggregate. */
  readonly measured: MeasuredValue | null;
}

interface Rows extends FollowedRows<Answer> {
  readonly plan: CountPlan;
  readonly aggregation: Aggregation;
  /** Null if the database aggregates. */
  readonly kernels: KernelMeasures | null;
}

/** Counts the rows that pass a selection, and computes an aggregate of them, as a view without dimensions. */
export class RowCount extends RowsFollower<CountRequest, Answer, Rows> {
  readonly #host: CountHost;

  constructor(id: string, context: PlotContext, host: CountHost, open: OpenRelation) {
    super(id, context, open);
    this.#host = host;
  }

  protected override async acquire(request: CountRequest, signal: AbortSignal): Promise<Rows> {
    const plan = planCount(request);
    const { filterBy } = plan;
    const [relation] = await Promise.all([
      this.open(plan.from, { signal }),
      loadTimeFormats([plan.show.format?.specifier]),
    ]);
    const measures = plan.measure ? [plan.measure] : [];
    const aggregation = await acquireMeasures(this.context, relation, measures, () => undefined, signal);
    try {
      const kernels = kernelsOf(measures, aggregation);
      const all = await this.#ofAllRows(plan, relation, kernels, rowsColumn(aggregation), signal);
      return { plan, relation, filterBy, resident: kernels !== null, aggregation, kernels, all };
    } catch (thrown) {
      releaseMeasures(aggregation);
      throw thrown;
    }
  }

  protected override release({ aggregation }: Rows): void {
    releaseMeasures(aggregation);
  }

  protected override refuse(error: PikaError): void {
    this.#host.failed(error);
  }

  protected override show({ plan, all }: Rows, selected: Answer): void {
    const { title, isPart, show, compare } = plan;
    const [ofSelected, ofAll] = [selected, all].map(({ rows, measured }) => measured ?? wholeNumber(rows)) as [
      MeasuredValue,
      MeasuredValue,
    ];
    const [selectedText, allText] = measuredTexts([ofSelected, ofAll], show);
    const counting = { rows: selected.rows, of: all.rows };
    this.#host.counted(
      plan.measure ? { ...counting, aggregate: { selected: dataOf(ofSelected), all: dataOf(ofAll) } } : counting,
      {
        selected: selectedText!,
        all: allText!,
        title,
        isPart,
        comparison: compare,
        compared: comparedValues(compare, ofSelected, ofAll, show),
        isComparable: isComparable(ofSelected),
      },
    );
  }

  async #ofAllRows(
    { measure }: CountPlan,
    relation: Relation,
    kernels: KernelMeasures | null,
    rows: ColumnId | null,
    signal: AbortSignal,
  ): Promise<Answer> {
    if (!kernels) return answerBySql(relation, measure, [], { signal, replaces: `${this.id}.all` });
    // Without columns, there is nothing to compute but the number of rows.
    if (rows === null) return answerOf(kernels, this.context.backend, Uint32Array.of(relation.rowCount));
    const cell = cellOf(kernels, rows);
    const parts = { accumulators: kernels.accumulators, clauses: [] };
    const call: Aggregate =
      'rows' in cell ? { dimensions: cell.bins, rows: cell.rows, ...parts } : { dimensions: cell.bins, ...parts };
    const { backend } = this.context;
    return unlessAborted(
      aggregateOnce(this.context, call, signal).then((slot) => answerOf(kernels, backend, slot)),
      signal,
      'rows',
    );
  }

  protected override async answerOf({ kernels }: Rows, read: ReadSlot): Promise<Answer> {
    const { backend } = this.context;
    return answerOf(kernels!, backend, await read());
  }

  protected override answerBySql(
    { relation, plan }: Rows,
    where: readonly string[],
    signal: AbortSignal,
  ): Promise<Answer> {
    return answerBySql(relation, plan.measure, where, { signal, replaces: `${this.id}.selected` });
  }

  protected override targetOf({ kernels, aggregation }: Rows, column: ColumnId | null): Target | null {
    const rows = rowsColumn(aggregation) ?? column;
    if (!kernels || rows === null) return null;
    return { ...cellOf(kernels, rows), accumulators: kernels.accumulators, ...this.slots };
  }
}

/** Null if the database aggregates. */
function kernelsOf(measures: readonly Measure[], aggregation: Aggregation): KernelMeasures | null {
  // Without labels, there are no bins to count by.
  if (aggregation.by === 'sql' || aggregation.distinct?.bins.count === 0) return null;
  return new KernelMeasures(measures, aggregation);
}

/** A column that kernels aggregate; null if they only count rows. */
function rowsColumn(aggregation: Aggregation): ColumnId | null {
  if (aggregation.by === 'sql') return null;
  const [first] = aggregation.columns.values();
  return (first ?? aggregation.distinct)?.lease.meta.id ?? null;
}

type Cell = { readonly bins: Dimensions } | { readonly bins: readonly []; readonly rows: ColumnId };

/** A single cell of all rows, in which kernels may count by the values of a column. */
function cellOf(kernels: KernelMeasures, rows: ColumnId): Cell {
  const bins = kernels.dimensions([]);
  return bins.length === 0 ? { bins, rows } : { bins };
}

/** Reads a slot of one cell. */
async function answerOf(kernels: KernelMeasures, backend: Backend, slot: Uint32Array<ArrayBuffer>): Promise<Answer> {
  const dimensions = kernels.dimensions([]);
  await kernels.readRows(backend, dimensions, slot);
  const { counts, measures } = kernels.read(dimensions, slot);
  return { rows: counts[0]!, measured: onlyValue(measures[0]) };
}

async function answerBySql(
  relation: Relation,
  measure: CountPlan['measure'],
  where: readonly string[],
  options: { readonly signal: AbortSignal; readonly replaces: string },
): Promise<Answer> {
  const measures = [{ op: 'count' } as const, ...(measure ? [measure] : [])];
  const { measures: found } = await relation.groups({ dimensions: [], measures, where }, options);
  const [rows, measured] = found;
  return { rows: rows!.values[0]!, measured: onlyValue(measured) };
}

function onlyValue(measured: TableValues | undefined): MeasuredValue | null {
  return measured ? { type: measured.type, value: measured.values[0]! } : null;
}

function wholeNumber(value: number): MeasuredValue {
  return { type: { kind: 'number', integer: true }, value };
}

function dataOf({ type, value }: MeasuredValue): AggregateValue {
  return dataValue(value, type);
}
