import type { ColumnId } from '../columns/column';
import { everyKey } from '../columns/keys';
import { PikaError } from '../errors';
import type { Bins, Clause, SlotId } from '../frame/recording';
import type { FilterPart, LinkedViews, Member, Target } from '../link/linked-views';
import type { Relation } from '../source/source';
import { FilteredBy } from './filtered-by';
import { isPassing } from './passing-error';
import type { Stage } from './stage';
import type { OpenRelation } from './view';

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
  readonly filteredBy: FilteredBy;
}

/**
 * Counts the rows that pass a selection, as a view of one bin: in the frames of the plots and from their index. The bin holds every value of
 * a column that a clause is over, for no row passes that clause without one. Owns two slots; `dispose` frees them.
 */
export class RowCount implements Member {
  readonly brushable = null;
  readonly pixels = null;
  readonly saysIn = null;
  readonly resident = true;
  readonly #host: CountHost;
  readonly #open: OpenRelation;
  readonly #total: SlotId;
  readonly #selected: SlotId;
  readonly #targets = new Map<ColumnId, Target>();
  #stage: Stage;
  #asked: { readonly from: string; readonly filterBy: readonly string[] } | null = null;
  #loading = new AbortController();
  #loaded: Loaded | null = null;
  /** The frame has counted since the last change. */
  #counted = false;
  #turn = 0;

  constructor(id: string, stage: Stage, host: CountHost, open: OpenRelation) {
    this.#host = host;
    this.#open = open;
    this.#total = `${id}.total` as SlotId;
    this.#selected = `${id}.selected` as SlotId;
    this.#stage = stage;
  }

  /** Whose rows it counts; null while that is not known. */
  get from(): string | null {
    return this.#asked?.from ?? null;
  }

  update(from: string, filterBy: readonly string[]): Promise<void> {
    this.#asked = { from, filterBy };
    return this.load();
  }

  moveTo(stage: Stage): void {
    this.#unload();
    this.#stage = stage;
    void this.load();
  }

  /** Joins the rows that stand under the name now. */
  async load(): Promise<void> {
    this.#unload();
    const { signal } = (this.#loading = new AbortController());
    if (!this.#asked) return;
    const { from, filterBy } = this.#asked;
    const stage = this.#stage;
    try {
      const relation = await this.#open(from, { signal });
      if (signal.aborted) return;
      const linked = stage.linked(relation);
      linked.add(this);
      const filteredBy = new FilteredBy(this, { selections: filterBy.map((name) => stage.selection(name)), key: null }, relation, true, stage, (source) => this.#touch(linked, source), this.#host.failed);
      this.#loaded = { relation, linked, filteredBy };
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
  targetUnder({ brushable }: Member): Target | null {
    return brushable && this.#targetOver(brushable[0]);
  }

  get parts(): readonly FilterPart[] {
    return this.#loaded?.filteredBy.parts ?? [];
  }

  heeds(other: Member): boolean {
    return this.#loaded?.filteredBy.heeds(other) ?? false;
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
    if (!isPassing(error)) this.#host.failed(error);
  }

  dispose(): void {
    this.#unload();
    this.#stage.backend.drop([this.#total, this.#selected]);
  }

  #touch(linked: LinkedViews, source: object | null): void {
    this.#counted = false;
    linked.touch(this, source);
    this.#tell().catch((thrown: unknown) => this.failed(PikaError.from(thrown)));
  }

  /** Once the frame has it; of several in one frame only the last. */
  async #tell(): Promise<void> {
    const turn = ++this.#turn;
    await this.#stage.conductor.painted();
    if (turn !== this.#turn || !this.#loaded || !this.#asked) return;
    const { relation } = this.#loaded;
    const rows = await this.#rows(relation);
    if (turn === this.#turn) this.#host.counted({ rows, of: relation.rowCount });
  }

  async #rows(relation: Relation): Promise<number> {
    if (this.parts.length === 0) return relation.rowCount;
    if (this.#counted) return (await this.#stage.backend.read(this.#selected))[0]!;
    const { from, filterBy } = this.#asked!;
    return this.#host.countBySql(from, filterBy.map((name) => this.#stage.selection(name).toSQL(from)).join(' AND '), this.#loading.signal);
  }

  #targetOver({ column, lane }: Pick<Bins, 'column' | 'lane'>): Target {
    let target = this.#targets.get(column);
    if (!target) {
      const bins: Bins = { column, lane, count: 1, keys: everyKey(lane), even: true };
      this.#targets.set(column, target = { bins: [bins], total: this.#total, selected: this.#selected });
    }
    return target;
  }

  #unload(): void {
    this.#loading.abort();
    this.#turn++;
    this.#targets.clear();
    if (!this.#loaded) return;
    this.#loaded.filteredBy.dispose();
    this.#stage.leave(this.#loaded.relation, this);
    this.#loaded = null;
  }
}

/** A column that every row has a value of which passes the clause; null when there is none. */
function columnOf(clause: Clause): Pick<Bins, 'column' | 'lane'> | null {
  switch (clause.kind) {
    case 'range': return clause;
    case 'set': return { column: clause.column, lane: 'u32' };
    case 'cells': return clause.bins[0];
    default: return null;
  }
}
