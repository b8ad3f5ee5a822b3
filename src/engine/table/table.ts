import { PikaError } from '../errors';
import type { Filter } from '../frame/recording';
import { sameItems, type FilterPart, type LinkedView, type LinkedViews } from '../link/linked-views';
import type { Selection } from '../link/selection';
import type { OpenRelation } from '../plot/acquire-layers';
import type { PlotContext } from '../plot/plot-context';
import type { PlotSelection } from '../plot/plot-model';
import { isTransient } from '../plot/transient-error';
import { IncomingFilters } from '../select/incoming-filters';
import type { Progress, Relation } from '../source/source';
import type { ColumnKind } from './column-kind';
import { findColumns, type TableColumn } from './find-columns';
import { orderRows } from './order-rows';
import { readSelected, type RowTexts } from './read-selected';
import { ofRowKey, type KeyValue } from './row-keys';
import type { RowOrder } from './row-order';
import { RowSelection, type RowsChange, type SelectOutcome } from './row-selection';
import { TableColumns, type CellTexts } from './table-columns';
import { planTable, type TablePlan, type TableRequest, type TableSort } from './table-request';

/** The part of a table to show. */
export interface TablePart {
  /** Places in the order of the table: from ≤ place < to. */
  readonly from: number;
  readonly to: number;
  /** The numbers of the columns in sight. */
  readonly columns: ReadonlySet<number>;
}

/** Some rows of a table. */
export interface TableWindow {
  /** The first place that is shown. It is less than was asked for if there are fewer rows. */
  readonly from: number;
  /** The numbers of the rows in the query. */
  readonly rows: Uint32Array<ArrayBuffer>;
  /** By column, in the order of the columns. */
  readonly texts: readonly CellTexts[];
  /** What the values of each column are; null until they are read. */
  readonly kinds: readonly (ColumnKind | null)[];
  /** The rows that pass the selection, and all rows. */
  readonly rowCount: number;
  readonly of: number;
  readonly sort: TableSort | null;
  /** Whether each row is selected; null if none can be, or their keys are still being read. */
  readonly selected: readonly boolean[] | null;
  /** The number of selected keys. */
  readonly selectedCount: number;
}

/** What the element passes in. */
export interface TableHost {
  /** The rows of the query can be shown, or are others than before. */
  readonly loaded: (columns: readonly TableColumn[], rowCount: number) => void;
  readonly shown: (rows: TableWindow) => void;
  /** The user, a script or another view changed which rows are selected. */
  readonly selected: (selection: PlotSelection) => void;
  /** Rows can't be selected, because their keys can't be read. */
  readonly unselectable: (error: PikaError) => void;
  readonly progress: (progress: Progress) => void;
  readonly failed: (error: PikaError) => void;
}

interface Loaded {
  readonly plan: TablePlan;
  readonly relation: Relation;
  readonly columns: TableColumns;
  readonly linked: LinkedViews;
  readonly incomingFilters: IncomingFilters;
}

/** An order, and what it was made for. */
interface OrderOf {
  readonly sort: TableSort | null;
  readonly clauses: Filter;
  readonly order: RowOrder;
}

/**
 * The rows of a query that pass its selections, in any order. The element names the places that it shows; the table
 * answers with their texts, and again when a selection changes. Of several requests during one answer, the last is
 * answered next. Leases columns; `dispose` releases them.
 */
export class Table implements LinkedView {
  readonly brushable = null;
  readonly pixels = null;
  readonly target = null;
  readonly #host: TableHost;
  readonly #open: OpenRelation;
  readonly #rows: RowSelection;
  #context: PlotContext;
  #asked: TableRequest | null = null;
  #part: TablePart = { from: 0, to: 0, columns: new Set() };
  /** The user's order, which stays when rows change; null as long as the author's holds. */
  #chosen: { readonly sort: TableSort | null } | null = null;
  #loading = new AbortController();
  #loaded: Loaded | null = null;
  #order: OrderOf | null = null;
  /** That of the window that was shown last: places that the user sees refer to it. */
  #shownOrder: RowOrder | null = null;
  /** Changes of the selection are made one after another. */
  #selecting: Promise<unknown> = Promise.resolve();
  #isAnswering = false;
  #isStale = false;
  /** Only a selection changed: plots are painted first. */
  #canWait = false;

  constructor(context: PlotContext, host: TableHost, open: OpenRelation) {
    this.#context = context;
    this.#host = host;
    this.#open = open;
    this.#rows = new RowSelection(
      this,
      (selection) => {
        this.#answerSoon(false);
        host.selected(selection);
      },
      host.unselectable,
    );
  }

  /** The query whose rows it shows; null before the first update. */
  get from(): string | null {
    return this.#asked?.from ?? null;
  }

  /** Shows another query, or other columns. */
  update(request: TableRequest): Promise<void> {
    if (request.from !== this.#asked?.from || request.sort !== this.#asked.sort) this.#chosen = null;
    this.#asked = request;
    return this.load();
  }

  /** Shows this part from now on. */
  show(part: TablePart): void {
    this.#part = part;
    this.#answerSoon(false);
  }

  /** Sorts by a column, or not (null): rows are then in the order of the query. */
  sortBy(sort: TableSort | null): void {
    this.#chosen = { sort };
    this.#answerSoon(false);
  }

  /** The most keys that can be selected. */
  get mostSelectedKeys(): number {
    return this.#rows.mostKeys;
  }

  /** The keys of the selected rows; see {@link selectKeys}. */
  get selectedKeys(): readonly KeyValue[] {
    return this.#rows.values;
  }

  /** Selects the rows with these keys, and no others. Values that no key can have are left out. */
  selectKeys(values: readonly unknown[]): void {
    this.#rows.selectValues(values);
    this.#answerSoon(false);
  }

  /** Selects rows by their places in the order that is shown; null: none. */
  selectRows(change: RowsChange | null): Promise<SelectOutcome> {
    const next = this.#selecting.then(() => this.#selectNow(change));
    this.#selecting = next.catch(() => undefined);
    return next;
  }

  async #selectNow(change: RowsChange | null): Promise<SelectOutcome> {
    if (!change) return this.#rows.clear();
    const [loaded, order] = [this.#loaded, this.#shownOrder];
    if (!loaded || !order) return 'not-ready';
    try {
      return await this.#rows.select(order, change, this.#loading.signal);
    } catch (thrown) {
      if (loaded === this.#loaded) this.failed(PikaError.from(thrown));
      return 'not-ready';
    }
  }

  /** All columns of the selected rows that are shown; null if there are none, or more than `most`. */
  async readSelected(most: number): Promise<RowTexts | null> {
    const loaded = this.#loaded;
    if (!loaded) return null;
    const { relation, plan, incomingFilters } = loaded;
    const clauses = incomingFilters.parts.flatMap(({ filter }) => filter);
    const selected = { relation, plan, rows: this.#rows, sort: this.#sortOf(loaded), clauses, most };
    return readSelected(this.#context, selected, this.#host.progress, this.#loading.signal);
  }

  moveTo(context: PlotContext): void {
    this.#unload();
    this.#context = context;
    void this.load();
  }

  /** Opens the relation that has the name now. The rows shown before stay until then. */
  async load(): Promise<void> {
    this.#unload();
    const { signal } = (this.#loading = new AbortController());
    if (!this.#asked) return;
    const context = this.#context;
    let columns: TableColumns | null = null;
    try {
      const plan = planTable(this.#asked);
      const relation = await this.#open(plan.from, { signal, onProgress: this.#host.progress });
      if (signal.aborted) return;
      // A wrong name is an error of the table, before it shows rows.
      if (plan.key !== null) checkKey(plan.key, relation);
      columns = new TableColumns(context, relation, plan, this.#host.progress, () => this.#answerSoon(false));
      const linked = context.linked(relation);
      linked.add(this);
      const incomingFilters = new IncomingFilters(
        this,
        { selections: plan.filterBy.map((name) => context.selection(name)), key: null },
        relation,
        true,
        context,
        () => this.#answerSoon(true),
        this.#host.failed,
      );
      this.#loaded = { plan, relation, columns, linked, incomingFilters };
      this.#host.loaded(columns.columns, relation.rowCount);
      this.#answerSoon(false);
      // Rows are shown before their keys are read, and if these can't be.
      await this.#rows.load(context, relation, plan, signal).catch((thrown: unknown) => {
        if (!signal.aborted) this.#host.unselectable(ofRowKey(thrown));
      });
      if (plan.key !== null) this.#answerSoon(false);
    } catch (thrown) {
      if (this.#loaded?.columns !== columns) columns?.dispose();
      if (!signal.aborted) this.failed(PikaError.from(thrown));
    }
  }

  // As a linked view of its relation: it answers by itself, after the frame.

  get selection(): Selection | null {
    return this.#rows.selection;
  }

  get resident(): boolean {
    return true;
  }

  get filterParts(): readonly FilterPart[] {
    return this.#loaded?.incomingFilters.parts ?? [];
  }

  isFilteredBy(other: LinkedView): boolean {
    return this.#loaded?.incomingFilters.isFilteredBy(other) ?? false;
  }

  recount(): boolean {
    return false;
  }

  paint(): null {
    return null;
  }

  failed(error: PikaError): void {
    if (!isTransient(error)) this.#host.failed(error);
  }

  dispose(): void {
    this.#unload();
    this.#rows.leave();
  }

  #answerSoon(canWait: boolean): void {
    this.#canWait = canWait && (this.#canWait || !this.#isStale);
    this.#isStale = true;
    if (!this.#isAnswering) void this.#answer();
  }

  async #answer(): Promise<void> {
    this.#isAnswering = true;
    try {
      // A change of the selection reaches the table before the frame that paints it.
      await Promise.resolve();
      while (this.#isStale && this.#loaded) {
        const loaded = this.#loaded;
        const { signal } = this.#loading;
        if (this.#canWait) await this.#context.frameScheduler.settled();
        this.#isStale = false;
        this.#canWait = false;
        try {
          const [read, order] = await this.#read(loaded, signal);
          if (loaded !== this.#loaded) continue;
          this.#shownOrder = order;
          this.#host.shown(read);
        } catch (thrown) {
          if (loaded === this.#loaded) this.failed(PikaError.from(thrown));
        }
      }
    } finally {
      this.#isAnswering = false;
    }
  }

  async #read(loaded: Loaded, signal: AbortSignal): Promise<readonly [TableWindow, RowOrder]> {
    const sort = this.#sortOf(loaded);
    loaded.columns.keep(this.#kept(loaded, sort));
    const order = await this.#orderOf(loaded, sort, signal);
    const { rowCount } = order;
    const length = this.#part.to - this.#part.from;
    const from = Math.max(0, Math.min(this.#part.from, rowCount - length));
    const rows = await order.rowsAt(from, Math.min(rowCount, from + length), signal);
    const texts = await loaded.columns.texts(rows, signal);
    const { kinds } = loaded.columns;
    const selected = await this.#rows.among(rows, signal);
    const { count: selectedCount } = this.#rows;
    const of = loaded.relation.rowCount;
    return [{ from, rows, texts, kinds, rowCount, of, sort, selected, selectedCount }, order];
  }

  /** The user's order, unless its column is no longer among those of the query. */
  #sortOf({ columns: { columns }, plan }: Loaded): TableSort | null {
    const chosen = this.#chosen?.sort;
    const isKnown = !chosen || columns.some(({ name }) => name === chosen.column);
    return chosen !== undefined && isKnown ? chosen : plan.sort;
  }

  /** The columns in sight, and the one that decides the order. */
  #kept({ columns: { columns } }: Loaded, sort: TableSort | null): ReadonlySet<number> {
    const sorted = columns.findIndex(({ name }) => name === sort?.column);
    return sorted < 0 ? this.#part.columns : new Set([...this.#part.columns, sorted]);
  }

  /** The order of the rows that pass now. It is kept while they stay the same. */
  async #orderOf(loaded: Loaded, sort: TableSort | null, signal: AbortSignal): Promise<RowOrder> {
    const clauses = loaded.incomingFilters.parts.flatMap(({ filter }) => filter);
    const known = this.#order;
    if (known && known.sort === sort && sameItems(known.clauses, clauses)) return known.order;
    const order = await orderRows(this.#context, loaded, sort, clauses, signal);
    if (loaded === this.#loaded) this.#order = { sort, clauses, order };
    return order;
  }

  #unload(): void {
    this.#loading.abort();
    this.#order = null;
    this.#shownOrder = null;
    if (!this.#loaded) return;
    this.#rows.unload();
    this.#loaded.incomingFilters.dispose();
    this.#context.leave(this.#loaded.relation, this);
    this.#loaded.columns.dispose();
    this.#loaded = null;
  }
}

function checkKey(key: string, relation: Relation): void {
  try {
    findColumns([{ name: key, expression: key }], relation);
  } catch (thrown) {
    throw ofRowKey(thrown);
  }
}
