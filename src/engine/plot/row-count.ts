import type { ColumnId } from '../columns/column';
import { everyKey } from '../columns/keys';
import { PikaError } from '../errors';
import type { Bins, Clause, SlotId } from '../frame/recording';
import type { FilterPart, LinkedViews, LinkedView, Target } from '../link/linked-views';
import type { Relation } from '../source/source';
import { IncomingFilters } from '../select/incoming-filters';
import { isTransient } from './transient-error';
import type { PlotContext } from './plot-context';
import type { OpenRelation } from './plot';

/** How many rows of a query are inside what is selected. */
export interface Counting {
  readonly rows: number;
  readonly of: number;
}

/** Whoever shows it. */
export interface CountHost {
  readonly counted: (counting: Counting) => void;
  readonly failed: (error: PikaError) => void;
  /** The same by SQL: of the rows of a query, how many hold a condition. */
  readonly countBySql: (name: string, predicate: string, signal: AbortSignal) => Promise<number>;
}

interface Loaded {
  readonly relation: Relation;
  readonly linked: LinkedViews;
  readonly incomingFilters: IncomingFilters;
}

/**
 * Counts the rows that pass a selection, as a view of one bin: in the frames of the plots and from their index. The bin
 * holds every value of a column that a clause is over, for no row passes that clause without one. Owns two slots;
 * `dispose` frees them.
 */
export class RowCount implements LinkedView {
  readonly brushable = null;
  readonly pixels = null;
  readonly selection = null;
  readonly resident = true;
  readonly #host: CountHost;
  readonly #open: OpenRelation;
  readonly #total: SlotId;
  readonly #selected: SlotId;
  readonly #targets = new Map<ColumnId, Target>();
  #context: PlotContext;
  #asked: { readonly from: string; readonly filterBy: readonly string[] } | null = null;
  #loading = new AbortController();
  #loaded: Loaded | null = null;
  /** The frame has counted since the last change. */
  #counted = false;
  #turn = 0;

  constructor(id: string, context: PlotContext, host: CountHost, open: OpenRelation) {
    this.#host = host;
    this.#open = open;
    this.#total = `${id}.total` as SlotId;
    this.#selected = `${id}.selected` as SlotId;
    this.#context = context;
  }

  /** Whose rows it counts; null while that is not known. */
  get from(): string | null {
    return this.#asked?.from ?? null;
  }

  update(from: string, filterBy: readonly string[]): Promise<void> {
    this.#asked = { from, filterBy };
    return this.load();
  }

  moveTo(context: PlotContext): void {
    this.#unload();
    this.#context = context;
    void this.load();
  }

  /** Joins the rows that stand under the name now. */
  async load(): Promise<void> {
    this.#unload();
    const { signal } = (this.#loading = new AbortController());
    if (!this.#asked) return;
    const { from, filterBy } = this.#asked;
    const context = this.#context;
    try {
      const relation = await this.#open(from, { signal });
      if (signal.aborted) return;
      const linked = context.linked(relation);
      linked.add(this);
      const incomingFilters = new IncomingFilters(
        this,
        { selections: filterBy.map((name) => context.selection(name)), key: null },
        relation,
        true,
        context,
        (source) => this.#touch(linked, source),
        this.#host.failed,
      );
      this.#loaded = { relation, linked, incomingFilters };
      this.#touch(linked, null);
    } catch (thrown) {
      if (!signal.aborted) this.failed(PikaError.from(thrown));
    }
  }

  // A member of the linked views of its relation

  get target(): Target | null {
    for (const { filter } of this.parts) {
      for (const clause of filter) {
        const over = columnOf(clause);
        if (over) return this.#targetOver(over);
      }
    }
    return null;
  }

  /** Every row that passes a brush has a value on its axis: a bin that stands while it moves. */
  targetUnder({ brushable }: LinkedView): Target | null {
    return brushable && this.#targetOver(brushable[0]);
  }

  get parts(): readonly FilterPart[] {
    return this.#loaded?.incomingFilters.parts ?? [];
  }

  isFilteredBy(other: LinkedView): boolean {
    return this.#loaded?.incomingFilters.isFilteredBy(other) ?? false;
  }

  /** Without a paint the count is asked of SQL as it is. */
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
    this.#context.backend.drop([this.#total, this.#selected]);
  }

  #touch(linked: LinkedViews, source: object | null): void {
    this.#counted = false;
    linked.touch(this, source);
    this.#tell().catch((thrown: unknown) => this.failed(PikaError.from(thrown)));
  }

  /** Once the frame has it; of several in one frame only the last. */
  async #tell(): Promise<void> {
    const turn = ++this.#turn;
    await this.#context.frameScheduler.painted();
    if (turn !== this.#turn || !this.#loaded || !this.#asked) return;
    const { relation } = this.#loaded;
    const rows = await this.#rows(relation);
    if (turn === this.#turn) this.#host.counted({ rows, of: relation.rowCount });
  }

  async #rows(relation: Relation): Promise<number> {
    if (this.parts.length === 0) return relation.rowCount;
    if (this.#counted) return (await this.#context.backend.read(this.#selected))[0]!;
    const { from, filterBy } = this.#asked!;
    return this.#host.countBySql(
      from,
      filterBy.map((name) => this.#context.selection(name).toSQL(from)).join(' AND '),
      this.#loading.signal,
    );
  }

  #targetOver({ column, lane }: Pick<Bins, 'column' | 'lane'>): Target {
    let target = this.#targets.get(column);
    if (!target) {
      const bins: Bins = { column, lane, count: 1, keys: everyKey(lane), uniform: true };
      this.#targets.set(column, (target = { bins: [bins], total: this.#total, selected: this.#selected }));
    }
    return target;
  }

  #unload(): void {
    this.#loading.abort();
    this.#turn++;
    this.#targets.clear();
    if (!this.#loaded) return;
    this.#loaded.incomingFilters.dispose();
    this.#context.leave(this.#loaded.relation, this);
    this.#loaded = null;
  }
}

/** A column that every row has a value of which passes the clause; null when there is none. */
function columnOf(clause: Clause): Pick<Bins, 'column' | 'lane'> | null {
  switch (clause.kind) {
    case 'range':
      return clause;
    case 'set':
      return { column: clause.column, lane: 'u32' };
    case 'cells':
      return clause.bins[0];
    default:
      return null;
  }
}
