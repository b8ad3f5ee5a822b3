import { aggregateOnce, type Aggregate } from '../aggregates/aggregate-once';
import type { ColumnId } from '../columns/column';
import { PikaError } from '../errors';
import { columnsOf } from '../frame/clause-columns';
import { unlessAborted } from '../abort';
import type { Backend } from '../frame/backend';
import type { Dimensions, SlotId } from '../frame/recording';
import type { Measure } from '../grammar/measure';
import type { FilterPart, LinkedViews, LinkedView, Target } from '../link/linked-views';
import { planCount, type Comparison, type CountPlan, type CountRequest } from '../plan/count-plan';
import type { Relation, TableValues } from '../source/source';
import { loadTimeFormats } from '../scales/time-formats-on-demand';
import { IncomingFilters } from '../select/incoming-filters';
import { acquireMeasures, type Aggregation } from './acquire-measures';
import type { OpenRelation } from './acquire-layers';
import { comparedValues, isComparable, type Compared } from './compared-values';
import { dataValue } from './drawn-values';
import { KernelMeasures } from './kernel-measures';
import { measuredTexts, type MeasuredValue } from './measured-texts';
import type { PlotContext } from './plot-context';
import { releaseMeasures } from './release-measures';
import { isTransient } from './transient-error';

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
  /** Whether the values are numbers, which have one. */
  readonly isComparable: boolean;
}

/** What the element passes in: where to show counts and errors. */
export interface CountHost {
  readonly counted: (counting: Counting, texts: CountTexts) => void;
  readonly failed: (error: PikaError) => void;
}

/** How long the previous count stays for a plot that loads its clause, which may fail. */
const PLOTS_LOAD_MS = 2000;

/** What some rows yield. */
interface Answer {
  readonly rows: number;
  /** Null without an aggregate. */
  readonly measured: MeasuredValue | null;
}

interface Loaded {
  readonly plan: CountPlan;
  readonly relation: Relation;
  readonly aggregation: Aggregation;
  /** Null if the database aggregates. */
  readonly kernels: KernelMeasures | null;
  readonly linked: LinkedViews;
  readonly incomingFilters: IncomingFilters;
  readonly all: Answer;
}

/**
 * Counts the rows that pass a selection, and computes an aggregate of them, as a view without dimensions. If kernels
 * know the aggregate, they compute it in the frames of the plots and from their index, otherwise SQL does; the latest
 * answer wins. Owns two slots; `dispose` frees them.
 */
export class RowCount implements LinkedView {
  readonly brushable = null;
  readonly pixels = null;
  readonly selection = null;
  readonly #id: string;
  readonly #host: CountHost;
  readonly #open: OpenRelation;
  readonly #total: SlotId;
  readonly #selected: SlotId;
  #context: PlotContext;
  #asked: CountRequest | null = null;
  #loading = new AbortController();
  #loaded: Loaded | null = null;
  /** Whether a frame has counted since the last change. */
  #counted = false;
  #turn = 0;

  constructor(id: string, context: PlotContext, host: CountHost, open: OpenRelation) {
    this.#id = id;
    this.#host = host;
    this.#open = open;
    this.#total = `${id}.total` as SlotId;
    this.#selected = `${id}.selected` as SlotId;
    this.#context = context;
  }

  /** The query whose rows it counts; null before the first update. */
  get from(): string | null {
    return this.#asked?.from ?? null;
  }

  update(request: CountRequest): Promise<void> {
    this.#asked = request;
    return this.load();
  }

  moveTo(context: PlotContext): void {
    this.#unload();
    this.#context = context;
    void this.load();
  }

  /** Joins the linked views of the relation that has the name now. The previous numbers stay until then. */
  async load(): Promise<void> {
    this.#unload();
    const { signal } = (this.#loading = new AbortController());
    if (!this.#asked) return;
    const context = this.#context;
    let aggregation: Aggregation | null = null;
    try {
      const plan = planCount(this.#asked);
      const [relation] = await Promise.all([
        this.#open(plan.from, { signal }),
        loadTimeFormats([plan.show.format?.specifier]),
      ]);
      const measures = plan.measure ? [plan.measure] : [];
      aggregation = await acquireMeasures(context, relation, measures, () => undefined, signal);
      const kernels = kernelsOf(measures, aggregation);
      const all = await this.#ofAllRows(plan, relation, kernels, rowsColumn(aggregation), signal);
      if (signal.aborted) return releaseMeasures(aggregation);
      const linked = context.linked(relation);
      linked.add(this);
      const incomingFilters = new IncomingFilters(
        this,
        { selections: plan.filterBy.map((name) => context.selection(name)), key: null },
        relation,
        kernels !== null,
        context,
        (source) => this.#touch(linked, source),
        this.#host.failed,
      );
      this.#loaded = { plan, relation, aggregation, kernels, linked, incomingFilters, all };
      this.#touch(linked, null);
    } catch (thrown) {
      if (this.#loaded?.aggregation !== aggregation) releaseMeasures(aggregation);
      if (!signal.aborted) this.failed(PikaError.from(thrown));
    }
  }

  // As a linked view of its relation

  /** Whether kernels count and aggregate the rows. Otherwise SQL does. */
  get resident(): boolean {
    return this.#loaded !== null && this.#loaded.kernels !== null;
  }

  get target(): Target | null {
    const [rows] = this.filterParts.flatMap(({ filter }) => filter).flatMap(columnsOf);
    return this.#targetOf(rows ?? null);
  }

  /** The brush's axis is resident, and there may be no clause yet. */
  targetWhileBrushing({ brushable }: LinkedView): Target | null {
    return brushable && this.#targetOf(brushable[0].column);
  }

  get filterParts(): readonly FilterPart[] {
    return this.#loaded?.incomingFilters.parts ?? [];
  }

  isFilteredBy(other: LinkedView): boolean {
    return this.#loaded?.incomingFilters.isFilteredBy(other) ?? false;
  }

  /** SQL counts when no frame does: see {@link paint}. */
  recount(): boolean {
    return false;
  }

  paint(): null {
    this.#counted = true;
    return null;
  }

  failed(error: PikaError): void {
    if (!isTransient(error)) this.#host.failed(error);
  }

  dispose(): void {
    this.#unload();
    this.#context.frameScheduler.drop([this.#total, this.#selected]);
  }

  #touch(linked: LinkedViews, source: object | null): void {
    this.#counted = false;
    linked.invalidate(this, source);
    this.#showSoon().catch((thrown: unknown) => this.failed(PikaError.from(thrown)));
  }

  /** Shows the count after the next frame; of several calls before a frame, only the last. */
  async #showSoon(): Promise<void> {
    const turn = ++this.#turn;
    await this.#context.frameScheduler.painted();
    if (turn !== this.#turn || !this.#loaded) return;
    const loaded = this.#loaded;
    // The rows are new, and a plot that filters them is loading them: without its clause, all rows would pass.
    if (loaded.incomingFilters.awaitsPlot) await this.#plotsLoad();
    if (turn !== this.#turn) return;
    const selected = await this.#ofSelectedRows(loaded);
    if (turn === this.#turn) this.#show(loaded, selected);
  }

  #plotsLoad(): Promise<void> {
    return new Promise((resolve) => void this.#context.clock.after(PLOTS_LOAD_MS, resolve));
  }

  #show({ plan, all }: Loaded, selected: Answer): void {
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
    if (!kernels) return answerBySql(relation, measure, [], { signal, replaces: `${this.#id}.all` });
    // Without columns, there is nothing to compute but the number of rows.
    if (rows === null) return answerOf(kernels, this.#context.backend, Uint32Array.of(relation.rowCount));
    const cell = cellOf(kernels, rows);
    const parts = { accumulators: kernels.accumulators, clauses: [] };
    const call: Aggregate =
      'rows' in cell ? { dimensions: cell.bins, rows: cell.rows, ...parts } : { dimensions: cell.bins, ...parts };
    const { backend } = this.#context;
    return unlessAborted(
      aggregateOnce(this.#context, call, signal).then((slot) => answerOf(kernels, backend, slot)),
      signal,
      'rows',
    );
  }

  async #ofSelectedRows({ plan, relation, kernels, incomingFilters, all }: Loaded): Promise<Answer> {
    const { parts } = incomingFilters;
    if (parts.length === 0) return all;
    if (kernels && this.#counted) {
      const { frameScheduler, backend } = this.#context;
      return answerOf(kernels, backend, await frameScheduler.read(this.#selected));
    }
    const where = parts.map(({ sql }) => sql);
    const { signal } = this.#loading;
    return answerBySql(relation, plan.measure, where, { signal, replaces: `${this.#id}.selected` });
  }

  /** @param column a resident column of the relation, for a count that reads none itself */
  #targetOf(column: ColumnId | null): Target | null {
    const { kernels, aggregation } = this.#loaded ?? {};
    const rows = (aggregation && rowsColumn(aggregation)) ?? column;
    if (!kernels || rows === null) return null;
    return {
      ...cellOf(kernels, rows),
      accumulators: kernels.accumulators,
      total: this.#total,
      selected: this.#selected,
    };
  }

  #unload(): void {
    this.#loading.abort();
    this.#turn++;
    if (!this.#loaded) return;
    this.#loaded.incomingFilters.dispose();
    this.#context.leave(this.#loaded.relation, this);
    releaseMeasures(this.#loaded.aggregation);
    this.#loaded = null;
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
