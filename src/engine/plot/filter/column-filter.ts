import { unlessAborted } from '../../abort';
import { aggregateOnce } from '../../aggregates/aggregate-once';
import type { ColumnLease } from '../../columns/column-cache';
import { laneOf, type ColumnType, type Extent } from '../../columns/column';
import { rangeKeys } from '../../columns/keys';
import type { PikaError } from '../../errors';
import { COUNT, type Filter } from '../../frame/recording';
import type { Category, SelectionClause } from '../../grammar/selection-clause';
import type { Target } from '../../link/linked-views';
import type { Selection } from '../../link/selection';
import type { Relation } from '../../source/source';
import type { OpenRelation } from '../acquire-layers';
import { acquireDistinct } from '../acquire-distinct';
import { isNoRoom } from '../no-room';
import type { PlotContext } from '../plot-context';
import type { PlotSelection } from '../plot-model';
import { RowsFollower, type FollowedRows, type ReadSlot } from '../rows-follower';
import { FilterLabels, labelFilter, type LabelColumn } from './filter-labels';
import { planFilter, type FilterPlan, type FilterRequest } from './filter-plan';
import { FilterValues, type Bounds } from './filter-values';
import { boundsClause, labelsClause } from './filter-clauses';
import { OwnClause, rangesOf } from '../../select/own-clause';

/** What the element passes in. */
export interface FilterHost {
  /** The column can be filtered, or its rows are others than before. */
  readonly loaded: (column: FilterLabels | FilterValues) => void;
  /** For each label, the number of rows that the other filters let pass. */
  readonly counted: (counts: Float64Array) => void;
  /** A script or another control cleared, replaced or restored what is selected. */
  readonly selected: (selection: PlotSelection) => void;
  readonly failed: (error: PikaError) => void;
}

/** The number of rows of each label; empty for a column of values. */
type Counts = Float64Array;

interface Rows extends FollowedRows<Counts> {
  readonly plan: FilterPlan;
  readonly column: FilterLabels | FilterValues;
  /** Null if the column stays in the database. */
  readonly lease: ColumnLease | null;
  /** Null for values, or if the database counts. */
  readonly labels: LabelColumn | null;
}

/**
 * Filters a query by one column, for a control: contributes a clause of labels or of an interval to a selection, and
 * counts, for each label, the rows that the other clauses let pass.
 */
export class ColumnFilter extends RowsFollower<FilterRequest, Counts, Rows> {
  readonly #host: FilterHost;
  readonly #own = new OwnClause(this, 'filter', () => this.#clauseChanged());
  /** What was asked for while the rows are loaded anew. */
  #later: (() => void) | null = null;

  constructor(id: string, context: PlotContext, host: FilterHost, open: OpenRelation) {
    super(id, context, open);
    this.#host = host;
  }

  override get selection(): Selection | null {
    return this.#own.selection;
  }

  get isLoaded(): boolean {
    return this.rows !== null;
  }

  get selected(): PlotSelection {
    const { clause } = this.#own;
    return { from: this.from ?? '', clause, ranges: rangesOf(clause) };
  }

  /** Selects the rows with one of these labels; all rows if the list is empty. Without rows, once they are loaded. */
  selectLabels(labels: Iterable<Category>): void {
    if (!this.rows) {
      const kept = [...labels];
      this.#later = () => this.selectLabels(kept);
    } else if (this.rows.column.kind === 'labels') {
      this.#contribute(labelsClause(this.rows.plan, [...labels], this.rows.column.labels));
    }
  }

  /** Selects the rows with values between these ends; all rows if both are open. Otherwise as {@link selectLabels}. */
  selectBounds(bounds: Bounds): void {
    if (!this.rows) this.#later = () => this.selectBounds(bounds);
    else if (this.rows.column.kind === 'values')
      this.#contribute(boundsClause(this.rows.plan, this.rows.column, bounds));
  }

  override dispose(): void {
    this.#own.leave();
    super.dispose();
  }

  protected override async acquire(request: FilterRequest, signal: AbortSignal): Promise<Rows> {
    const plan = planFilter(request);
    const relation = await this.open(plan.from, { signal });
    try {
      return await this.#resident(plan, relation, signal);
    } catch (thrown) {
      if (signal.aborted || !isNoRoom(thrown)) throw thrown;
      return this.#inDatabase(plan, relation, signal);
    }
  }

  async #resident(plan: FilterPlan, relation: Relation, signal: AbortSignal): Promise<Rows> {
    const { expression } = plan;
    const lease = await this.context.columns.acquire(relation, expression, () => undefined, signal);
    const { type } = lease.meta;
    if (type.kind !== 'category') {
      if (plan.wantsLabels) {
        lease.release();
        return this.#resident(asLabels(plan), relation, signal);
      }
      return { ...valueRows(plan, relation, type, lease.extent), resident: true, lease, labels: null };
    }
    try {
      const distinct = await acquireDistinct(this.context, relation, expression, () => undefined, signal);
      if (typeof distinct === 'string') throw new Error(distinct);
      const labels = { lease: distinct.lease, bins: distinct.bins };
      try {
        const all = await this.#countAll(labels, signal);
        return {
          ...labelRows(plan, relation, type, all),
          resident: labels.bins.count > 0,
          lease: labels.lease,
          labels,
        };
      } catch (thrown) {
        labels.lease.release();
        throw thrown;
      }
    } finally {
      lease.release();
    }
  }

  async #countAll({ bins }: LabelColumn, signal: AbortSignal): Promise<Counts> {
    if (bins.count === 0) return new Float64Array();
    const call = { dimensions: [bins] as const, accumulators: COUNT, clauses: [] };
    return Float64Array.from(await unlessAborted(aggregateOnce(this.context, call, signal), signal, 'labels'));
  }

  async #inDatabase(plan: FilterPlan, relation: Relation, signal: AbortSignal): Promise<Rows> {
    const [measured] = await relation.measure([plan.expression], { signal });
    const { type, extent } = measured!;
    const parts = { resident: false, lease: null, labels: null };
    if (type.kind !== 'category')
      return plan.wantsLabels
        ? this.#inDatabase(asLabels(plan), relation, signal)
        : { ...valueRows(plan, relation, type, extent), ...parts };
    const all = await this.#countBySql(plan, relation, type, [], signal);
    return { ...labelRows(plan, relation, type, all), ...parts };
  }

  async #countBySql(
    { expression }: FilterPlan,
    relation: Relation,
    type: ColumnType & { readonly kind: 'category' },
    where: readonly string[],
    signal: AbortSignal,
  ): Promise<Counts> {
    const edges = Array.from({ length: type.labels.length + 1 }, (_, code) => code);
    const { bins, measures } = await relation.groups(
      { dimensions: [{ expression, type, edges, includeNull: true }], measures: [{ op: 'count' }], where },
      { signal, replaces: this.id },
    );
    const counts = new Float64Array(type.labels.length + 1);
    for (const [group, bin] of bins[0]!.entries())
      counts[Number.isNaN(bin) ? type.labels.length : bin] = measures[0]!.values[group]!;
    return counts;
  }

  protected override release({ lease }: Rows): void {
    lease?.release();
    this.#own.suspend();
  }

  protected override loaded({ plan, column }: Rows): void {
    this.#host.loaded(column);
    const { clause } = this.#own;
    this.#own.join(this.context.selection(plan.selection), plan.from, plan.expression);
    if (clause && clause === this.#own.clause) this.#contribute(this.#moved(clause));
    const later = this.#later;
    this.#later = null;
    later?.();
    if (later || (clause && !this.#own.clause)) this.#host.selected(this.selected);
  }

  protected override targetOf({ labels }: Rows): Target | null {
    return labels && labels.bins.count > 0 ? { bins: [labels.bins], accumulators: COUNT, ...this.slots } : null;
  }

  protected override async answerOf(_rows: Rows, read: ReadSlot): Promise<Counts> {
    return Float64Array.from(await read());
  }

  protected override async answerBySql(
    { plan, relation, column }: Rows,
    where: readonly string[],
    signal: AbortSignal,
  ): Promise<Counts> {
    if (column.kind === 'values') return new Float64Array();
    const labels = column.labels.filter((label) => label !== null);
    return this.#countBySql(plan, relation, { kind: 'category', labels }, where, signal);
  }

  protected override show({ column }: Rows, selected: Counts): void {
    if (column.kind === 'labels') this.#host.counted(selected);
  }

  protected override refuse(error: PikaError): void {
    this.#host.failed(error);
  }

  #contribute(clause: SelectionClause | null): void {
    const { rows } = this;
    const filter = rows && clause && this.#filterOf(rows, clause);
    this.#own.set(clause, filter && { rows: rows.relation, filter, resident: rows.lease !== null });
  }

  #filterOf({ column, labels, lease }: Rows, clause: SelectionClause): Filter {
    const ranges = rangesOf(clause);
    if (labels) return labelFilter(labels, new Set(ranges.flatMap((range) => range.labels ?? [])));
    if (!lease || column.kind === 'labels') return [];
    const { id, encoding } = lease.meta;
    return ranges.map((range) => {
      const { first, end } = column.boundsOf(range);
      const keys = rangeKeys(encoding, first ?? -Infinity, end ?? Infinity);
      return { kind: 'range', column: id, lane: laneOf(encoding), keys };
    });
  }

  /** The clause for the rows that are loaded now; null if they can't have such values. */
  #moved(clause: SelectionClause): SelectionClause | null {
    const { plan, column } = this.rows!;
    const ranges = rangesOf(clause);
    const isLabels = ranges.every(({ kind }) => kind === 'category');
    if (column.kind === 'labels')
      return isLabels
        ? labelsClause(
            plan,
            ranges.flatMap(({ labels = [] }) => labels),
            column.labels,
          )
        : null;
    return isLabels ? null : boundsClause(plan, column, column.boundsOf(ranges[0]!));
  }

  /** A script or another control changed the clause, or the filter claimed a restored one. */
  #clauseChanged(): void {
    const { clause } = this.#own;
    // Without rows, the clause filters once they are loaded.
    if (clause) this.#contribute(this.rows ? this.#moved(clause) : clause);
    this.#host.selected(this.selected);
  }
}

/** The plan for numbers and times as labels: by their texts. */
function asLabels(plan: FilterPlan): FilterPlan {
  return { ...plan, expression: plan.textExpression };
}

function valueRows(
  plan: FilterPlan,
  relation: Relation,
  type: Exclude<ColumnType, { readonly kind: 'category' }>,
  extent: Extent,
): Pick<Rows, 'plan' | 'relation' | 'filterBy' | 'column' | 'all'> {
  // Nothing is counted.
  return { plan, relation, filterBy: [], column: new FilterValues(type, extent, plan.show), all: new Float64Array() };
}

function labelRows(
  plan: FilterPlan,
  relation: Relation,
  { labels, isBoolean }: ColumnType & { readonly kind: 'category' },
  all: Counts,
): Pick<Rows, 'plan' | 'relation' | 'filterBy' | 'column' | 'all'> {
  const { filterBy } = plan;
  return { plan, relation, filterBy, column: new FilterLabels(labels, isBoolean === true, all), all };
}
