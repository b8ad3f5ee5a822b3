import type { ColumnId } from '../columns/column';
import { PikaError } from '../errors';
import { columnsOf } from '../frame/clause-columns';
import { COUNT, type SlotId } from '../frame/recording';
import type { FilterPart, LinkedViews, LinkedView, Target } from '../link/linked-views';
import type { Relation } from '../source/source';
import { IncomingFilters } from '../select/incoming-filters';
import { isTransient } from './transient-error';
import type { PlotContext } from './plot-context';
import type { OpenRelation } from './acquire-layers';

/** How many rows of a query pass the selection. */
export interface Counting {
  readonly rows: number;
  readonly of: number;
}

/** What the element passes in: where to show counts and errors. */
export interface CountHost {
  readonly counted: (counting: Counting) => void;
  readonly failed: (error: PikaError) => void;
  /** Counts by SQL: how many rows of a query meet a condition. */
  readonly countBySql: (name: string, predicate: string, signal: AbortSignal) => Promise<number>;
}

interface Loaded {
  readonly relation: Relation;
  readonly linked: LinkedViews;
  readonly incomingFilters: IncomingFilters;
}

/**
 * Counts the rows that pass a selection, as a view without dimensions: in the frames of the plots and from their index.
 * Owns two slots; `dispose` frees them.
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
  #context: PlotContext;
  #asked: { readonly from: string; readonly filterBy: readonly string[] } | null = null;
  #loading = new AbortController();
  #loaded: Loaded | null = null;
  /** Whether a frame has counted since the last change. */
  #counted = false;
  #turn = 0;

  constructor(id: string, context: PlotContext, host: CountHost, open: OpenRelation) {
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

  update(from: string, filterBy: readonly string[]): Promise<void> {
    this.#asked = { from, filterBy };
    return this.load();
  }

  moveTo(context: PlotContext): void {
    this.#unload();
    this.#context = context;
    void this.load();
  }

  /** Joins the linked views of the relation that has the name now. */
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

  // As a linked view of its relation

  get target(): Target | null {
    const [rows] = this.filterParts.flatMap(({ filter }) => filter).flatMap(columnsOf);
    return rows === undefined ? null : this.#targetOf(rows);
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
    this.#context.backend.drop([this.#total, this.#selected]);
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
    if (turn !== this.#turn || !this.#loaded || !this.#asked) return;
    const { relation } = this.#loaded;
    const rows = await this.#rows(relation);
    if (turn === this.#turn) this.#host.counted({ rows, of: relation.rowCount });
  }

  async #rows(relation: Relation): Promise<number> {
    if (this.filterParts.length === 0) return relation.rowCount;
    if (this.#counted) return (await this.#context.backend.read(this.#selected))[0]!;
    const { from, filterBy } = this.#asked!;
    return this.#host.countBySql(
      from,
      filterBy.map((name) => this.#context.selection(name).toSQL(from)).join(' AND '),
      this.#loading.signal,
    );
  }

  /** @param rows a resident column of the relation */
  #targetOf(rows: ColumnId): Target {
    return { bins: [], rows, accumulators: COUNT, total: this.#total, selected: this.#selected };
  }

  #unload(): void {
    this.#loading.abort();
    this.#turn++;
    if (!this.#loaded) return;
    this.#loaded.incomingFilters.dispose();
    this.#context.leave(this.#loaded.relation, this);
    this.#loaded = null;
  }
}
