import type { ColumnId } from '../columns/column';
import { PikaError } from '../errors';
import { columnsOf } from '../frame/clause-columns';
import type { SlotId } from '../frame/recording';
import type { FilterPart, LinkedViews, LinkedView, Target } from '../link/linked-views';
import type { Selection } from '../link/selection';
import { IncomingFilters } from '../select/incoming-filters';
import type { Relation } from '../source/source';
import type { OpenRelation } from './acquire-layers';
import type { PlotContext } from './plot-context';
import { isTransient } from './transient-error';

/** How long the previous answer stays while a plot loads its clause. That load may fail. */
const PLOTS_LOAD_MS = 2000;

/** What a follower follows. */
export interface FollowRequest {
  readonly from: string;
  /** The selections that rows must pass. */
  readonly filterBy: readonly string[];
}

/** The rows that a follower holds. */
export interface FollowedRows<Answer> {
  readonly relation: Relation;
  /** The selections that rows must pass. */
  readonly filterBy: readonly string[];
  /** Whether kernels answer. Otherwise SQL does. */
  readonly resident: boolean;
  /** The answer for all rows. */
  readonly all: Answer;
}

/** The answer in a slot that a frame has filled. */
export type ReadSlot = () => Promise<Uint32Array<ArrayBuffer>>;

/**
 * Follows the selected rows of a query without drawing them, as a linked view of its relation. Kernels answer if
 * they can, in the frames of the plots and from their index; otherwise, SQL answers. The latest answer wins. Owns two
 * slots; `dispose` frees them.
 */
export abstract class RowsFollower<
  Request extends FollowRequest,
  Answer,
  Rows extends FollowedRows<Answer>,
> implements LinkedView {
  readonly brushable = null;
  readonly pixels = null;
  protected readonly id: string;
  protected readonly open: OpenRelation;
  /** Where kernels put the answers for all rows and for the selected ones. */
  protected readonly slots: Pick<Target, 'total' | 'selected'>;
  protected context: PlotContext;
  protected rows: Rows | null = null;
  #asked: Request | null = null;
  #loading = new AbortController();
  #linked: LinkedViews | null = null;
  #incomingFilters: IncomingFilters | null = null;
  /** Whether a frame has counted since the last change. */
  #counted = false;
  #turn = 0;

  constructor(id: string, context: PlotContext, open: OpenRelation) {
    this.id = id;
    this.open = open;
    this.slots = { total: `${id}.total` as SlotId, selected: `${id}.selected` as SlotId };
    this.context = context;
  }

  /** Opens the rows, and leases the columns that answers need. Holds no lease if it rejects. */
  protected abstract acquire(request: Request, signal: AbortSignal): Promise<Rows>;
  protected abstract release(rows: Rows): void;
  /** @param column a resident column of the relation, for a target that reads none itself */
  protected abstract targetOf(rows: Rows, column: ColumnId | null): Target | null;
  protected abstract answerOf(rows: Rows, read: ReadSlot): Promise<Answer>;
  protected abstract answerBySql(rows: Rows, where: readonly string[], signal: AbortSignal): Promise<Answer>;
  protected abstract show(rows: Rows, selected: Answer): void;
  protected abstract refuse(error: PikaError): void;
  /** Called when the rows are loaded, before the first answer. */
  protected loaded(_rows: Rows): void {}

  /** The query whose rows it follows; null before the first update. */
  get from(): string | null {
    return this.#asked?.from ?? null;
  }

  update(request: Request): Promise<void> {
    this.#asked = request;
    return this.load();
  }

  moveTo(context: PlotContext): void {
    this.unload();
    this.context = context;
    void this.load();
  }

  /** Joins the linked views of the relation that has the name now. The previous answer stays until then. */
  async load(): Promise<void> {
    this.unload();
    const { signal } = (this.#loading = new AbortController());
    if (!this.#asked) return;
    const { context } = this;
    try {
      const rows = await this.acquire(this.#asked, signal);
      if (signal.aborted) return this.release(rows);
      const linked = context.linked(rows.relation);
      linked.add(this);
      this.#linked = linked;
      this.rows = rows;
      this.#incomingFilters = new IncomingFilters(
        this,
        { selections: rows.filterBy.map((name) => context.selection(name)), key: null },
        rows.relation,
        rows.resident,
        context,
        (source) => this.#touch(linked, source),
        (error) => this.refuse(error),
      );
      this.loaded(rows);
      this.#touch(linked, null);
    } catch (thrown) {
      if (!signal.aborted) this.failed(PikaError.from(thrown));
    }
  }

  // As a linked view of its relation

  get selection(): Selection | null {
    return null;
  }

  get resident(): boolean {
    return this.rows?.resident ?? false;
  }

  get target(): Target | null {
    const [column] = this.filterParts.flatMap(({ filter }) => filter).flatMap(columnsOf);
    return this.rows && this.targetOf(this.rows, column ?? null);
  }

  /** The brush's axis is resident, and there may be no clause yet. */
  targetWhileBrushing({ brushable }: LinkedView): Target | null {
    return brushable && this.rows && this.targetOf(this.rows, brushable[0].column);
  }

  get filterParts(): readonly FilterPart[] {
    return this.#incomingFilters?.parts ?? [];
  }

  isFilteredBy(other: LinkedView): boolean {
    return this.#incomingFilters?.isFilteredBy(other) ?? false;
  }

  /** SQL answers when no frame does: see {@link paint}. */
  recount(): boolean {
    return false;
  }

  paint(): null {
    this.#counted = true;
    return null;
  }

  failed(error: PikaError): void {
    if (!isTransient(error)) this.refuse(error);
  }

  dispose(): void {
    this.unload();
    this.context.frameScheduler.drop([this.slots.total, this.slots.selected]);
  }

  protected unload(): void {
    this.#loading.abort();
    this.#turn++;
    const { rows } = this;
    if (!rows) return;
    this.rows = null;
    this.#incomingFilters?.dispose();
    this.#incomingFilters = null;
    this.#linked = null;
    this.context.leave(rows.relation, this);
    this.release(rows);
  }

  #touch(linked: LinkedViews, source: object | null): void {
    if (linked !== this.#linked) return;
    this.#counted = false;
    linked.invalidate(this, source);
    this.#showSoon().catch((thrown: unknown) => this.failed(PikaError.from(thrown)));
  }

  /** Shows the answer after the next frame; of several calls before a frame, only the last. */
  async #showSoon(): Promise<void> {
    const turn = ++this.#turn;
    await this.context.frameScheduler.painted();
    const { rows } = this;
    if (turn !== this.#turn || !rows) return;
    // A plot that filters these new rows is still loading them. Without its clause, all rows would pass.
    if (this.#incomingFilters?.awaitsPlot) await this.#plotsLoad();
    if (turn !== this.#turn) return;
    const selected = await this.#ofSelectedRows(rows);
    if (turn === this.#turn) this.show(rows, selected);
  }

  #plotsLoad(): Promise<void> {
    return new Promise((resolve) => void this.context.clock.after(PLOTS_LOAD_MS, resolve));
  }

  async #ofSelectedRows(rows: Rows): Promise<Answer> {
    const parts = this.filterParts;
    if (parts.length === 0) return rows.all;
    if (rows.resident && this.#counted)
      return this.answerOf(rows, () => this.context.frameScheduler.read(this.slots.selected));
    return this.answerBySql(
      rows,
      parts.map(({ sql }) => sql),
      this.#loading.signal,
    );
  }
}
