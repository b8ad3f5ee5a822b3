import type { PikaError } from '../errors';
import type { Filter } from '../frame/recording';
import type { Contribution, Selection } from '../link/selection';
import { CLAUSE_VERSION, type SelectedRange, type SelectionClause } from '../grammar/selection-clause';
import { OwnClause, rangesOf } from '../select/own-clause';
import type { PlotContext } from '../plot/plot-context';
import type { PlotSelection } from '../plot/plot-model';
import { PredicateColumns, trueRows } from '../select/predicate-columns';
import type { Relation } from '../source/source';
import { clauseSql } from '../sql/clause-sql';
import { RowKeys, type KeyValue } from './row-keys';
import type { RowOrder } from './row-order';
import type { TablePlan } from './table-request';

/**
 * Rows by their places: `only` selects these, `add` also those selected before; `toggle` deselects them if all are
 * selected.
 */
export interface RowsChange {
  readonly kind: 'only' | 'add' | 'toggle';
  readonly from: number;
  readonly to: number;
}

interface Loaded {
  readonly plan: TablePlan;
  readonly relation: Relation;
  readonly keys: RowKeys;
  readonly predicates: PredicateColumns;
}

/** What came of a change: nothing is changed unless it is `done`. */
export type SelectOutcome = 'done' | 'too-many' | 'no-key' | 'not-ready';

/**
 * The rows that the user has selected in a table, by the values of its key: a clause in a selection. It outlives
 * another order, and other rows of the query.
 */
export class RowSelection {
  readonly #source: object;
  readonly #own: OwnClause;
  readonly #onChange: (selection: PlotSelection) => void;
  readonly #onFailed: (error: PikaError) => void;
  #loaded: Loaded | null = null;
  #from = '';
  #kernel: Contribution['kernel'] = null;
  /** The keys of the selected rows when they were last known. */
  #last: readonly KeyValue[] = [];
  /** What a script has selected before the keys are known. */
  #wanted: readonly unknown[] | null = null;

  /**
   * @param source identifies the table in the selection
   * @param onChange called when the user, a script or another view changes which rows are selected
   * @param onFailed called if the database can't compare the keys
   */
  constructor(source: object, onChange: (selection: PlotSelection) => void, onFailed: (error: PikaError) => void) {
    this.#source = source;
    this.#own = new OwnClause(source, 'key', () => this.#follow());
    this.#onChange = onChange;
    this.#onFailed = onFailed;
  }

  get selection(): Selection | null {
    return this.#own.selection;
  }

  /** The keys of the selected rows. */
  get values(): readonly KeyValue[] {
    const { keys } = this.#loaded ?? {};
    if (!keys) return (this.#wanted as readonly KeyValue[] | null) ?? this.#last;
    return rangesOf(this.#own.clause).flatMap((range) => keys.jsonOf(range) ?? []);
  }

  /** Reads the keys of the rows of a query. What is selected stays, as far as the key can have such values. */
  async load(context: PlotContext, relation: Relation, plan: TablePlan, signal: AbortSignal): Promise<void> {
    const { key } = plan;
    const before = this.#own.clause;
    if (key === null) {
      this.#own.leave();
      if (before) this.#notify();
      return;
    }
    const keys = await RowKeys.of(context, relation, plan, key);
    if (signal.aborted) return keys.dispose();
    const predicates = new PredicateColumns(relation, context, (error) =>
      error ? this.#onFailed(error) : this.#contribute(),
    );
    this.#loaded = { plan, relation, keys, predicates };
    this.#from = plan.from;
    this.#own.join(context.selection(plan.selection), plan.from, key);
    const wanted = this.#wanted;
    this.#wanted = null;
    // The empty list that a framework begins with must not clear a restored clause.
    if (wanted && (wanted.length > 0 || before || !this.#own.clause)) return this.selectValues(wanted);
    if (!before) return;
    if (before === this.#own.clause) this.#convert();
    if (rangesOf(before).length !== this.count) this.#notify();
  }

  /** The rows are to be replaced. The clause stays, and filters again once the keys are read anew. */
  unload(): void {
    if (!this.#loaded) return;
    const { keys, predicates } = this.#loaded;
    this.#last = this.values;
    this.#loaded = null;
    this.#kernel = null;
    this.#own.suspend();
    predicates.dispose();
    keys.dispose();
  }

  leave(): void {
    this.unload();
    this.#own.leave();
  }

  /** Whether each of these rows is selected; null if none can be. */
  async among(rows: Uint32Array<ArrayBuffer>, signal: AbortSignal): Promise<readonly boolean[] | null> {
    const loaded = this.#loaded;
    if (!loaded) return null;
    const selected = new Set(rangesOf(this.#own.clause).map(idOf));
    if (selected.size === 0) return Array.from(rows, () => false);
    const keys = await loaded.keys.ofRows(rows, signal);
    return keys.map((range) => range !== null && selected.has(idOf(range)));
  }

  /** Selects rows by their places in an order. */
  async select(order: RowOrder, { kind, from, to }: RowsChange, signal: AbortSignal): Promise<SelectOutcome> {
    const loaded = this.#loaded;
    if (!loaded) return 'not-ready';
    if (to - from > loaded.keys.mostRows) return 'too-many';
    const rows = await order.rowsAt(Math.max(0, from), Math.min(order.rowCount, to), signal);
    const found = (await loaded.keys.ofRows(rows, signal)).filter((range) => range !== null);
    if (loaded !== this.#loaded) return 'not-ready';
    if (found.length === 0) return 'no-key';
    const held = new Map(rangesOf(this.#own.clause).map((range) => [idOf(range), range]));
    const isHeld = found.every((range) => held.has(idOf(range)));
    const next = kind === 'only' ? new Map<string, SelectedRange>() : held;
    for (const range of found) {
      if (kind === 'toggle' && isHeld) next.delete(idOf(range));
      else next.set(idOf(range), range);
    }
    if (next.size > this.mostKeys) return 'too-many';
    this.#set([...next.values()]);
    this.#notify();
    return 'done';
  }

  /** The most keys that can be selected. */
  get mostKeys(): number {
    return this.#loaded?.keys.mostKeys ?? 0;
  }

  get count(): number {
    return rangesOf(this.#own.clause).length;
  }

  /** Selects no row, even if their keys can't be read. */
  clear(): SelectOutcome {
    this.#last = [];
    this.#wanted = null;
    if (this.#own.clause) {
      this.#set([]);
      this.#notify();
    }
    return 'done';
  }

  /** Selects the rows with these keys; none if the list is empty. Before the keys are known, once they are. */
  selectValues(values: readonly unknown[]): void {
    if (!this.#loaded) {
      this.#wanted = values;
      return;
    }
    const ranges = this.#parse(values);
    const held = new Set(rangesOf(this.#own.clause).map(idOf));
    // A framework that binds the keys assigns what it has just read.
    if (ranges.length !== held.size || !ranges.every((range) => held.has(idOf(range)))) this.#set(ranges);
  }

  #parse(values: readonly unknown[]): readonly SelectedRange[] {
    const { keys } = this.#loaded!;
    const ranges = values.flatMap((value) => keys.parse(value) ?? []);
    return [...new Map(ranges.map((range) => [idOf(range), range])).values()].slice(0, this.mostKeys);
  }

  /** The kernel filter of the selected rows, and the function that releases it; null if none are selected. */
  async filter(
    { columns }: PlotContext,
    signal: AbortSignal,
  ): Promise<readonly [filter: Filter, release: () => void] | null> {
    const { clause } = this.#own;
    if (!this.#loaded || !clause) return null;
    const { keys, relation } = this.#loaded;
    const filter = keys.filter(rangesOf(clause));
    if (filter) return [filter, () => undefined];
    const lease = await columns.acquire(relation, clauseSql(clause), () => undefined, signal);
    return [[trueRows(lease)], () => lease.release()];
  }

  #set(ranges: readonly SelectedRange[]): void {
    const clause: SelectionClause | null =
      ranges.length > 0
        ? { version: CLAUSE_VERSION, kind: 'points', from: this.#from, boxes: ranges.map((range) => [range]) }
        : null;
    if (!clause) {
      this.#kernel = null;
      this.#loaded?.predicates.keep(new Set());
    }
    this.#own.set(clause, clause && this.#kernelOf(clause));
  }

  /** The database has compared the keys: the clause filters from now on. */
  #contribute(): void {
    const { clause } = this.#own;
    if (clause) this.#own.set(clause, this.#kernelOf(clause));
  }

  #kernelOf(clause: SelectionClause): Contribution['kernel'] {
    if (!this.#loaded) return null;
    const { relation, keys, predicates } = this.#loaded;
    const filter = keys.filter(rangesOf(clause));
    if (filter) predicates.keep(new Set());
    const found = filter ?? predicates.filter(this.#source, clauseSql(clause));
    // The rows selected before filter until then.
    return (this.#kernel = found ? { rows: relation, filter: found, resident: true } : this.#kernel);
  }

  /** Gives the clause of other rows, or a restored one, the form of this key. */
  #convert(): void {
    if (this.#loaded && this.#own.clause) this.#set(this.#parse(this.values));
  }

  /** A script or another view cleared, replaced or restored the clause. */
  #follow(): void {
    if (!this.#own.clause) this.#kernel = null;
    this.#convert();
    this.#notify();
  }

  #notify(): void {
    const { clause } = this.#own;
    this.#onChange({ from: this.#from, clause, ranges: rangesOf(clause) });
  }
}

/** Equal for equal keys. */
function idOf({ kind, lo, ticks, labels }: SelectedRange): string {
  return kind === 'category' ? `"${labels?.[0]}` : (ticks?.[0] ?? String(lo));
}
