import { ChildAbort, onAbort } from '../abort';
import { PikaError } from '../errors';
import type { OpenRelation } from '../plot/acquire-layers';
import type { PlotContext } from '../plot/plot-context';
import type { Relation } from '../source/source';
import { kindOfType, type ColumnKind } from './column-kind';
import { findColumns, type TableColumn } from './find-columns';
import { parseColumns } from './requested-columns';

/** What an overview shows, as the author wrote it. */
export interface OverviewRequest {
  /** The query whose columns it shows. */
  readonly from: string;
  /** Columns and expressions, as for a table; null: all columns. */
  readonly columns: string | null;
}

/** Facts about all values of a column. */
export interface ColumnFacts {
  readonly kind: ColumnKind;
  /** The number of rows without a value: NULL and NaN. */
  readonly nulls: number;
  /** The number of rows with ±infinity, which have no place on an axis. */
  readonly infinite: number;
  /** The number of distinct texts; null for numbers and times. */
  readonly labels: number | null;
}

/** What the element passes in. */
export interface OverviewHost {
  /** The columns are known, or have changed. */
  readonly loaded: (columns: readonly TableColumn[], rowCount: number) => void;
  readonly failed: (error: PikaError) => void;
}

interface Loaded {
  readonly relation: Relation;
  readonly columns: readonly TableColumn[];
}

/** Lists the columns of a query. Reads the values of a column only when the element asks for its facts. */
export class Overview {
  readonly #host: OverviewHost;
  readonly #open: OpenRelation;
  #context: PlotContext;
  #asked: OverviewRequest | null = null;
  #loading = new AbortController();
  #loaded: Loaded | null = null;

  constructor(context: PlotContext, host: OverviewHost, open: OpenRelation) {
    this.#context = context;
    this.#host = host;
    this.#open = open;
  }

  /** The query whose columns it shows; null before the first update. */
  get from(): string | null {
    return this.#asked?.from ?? null;
  }

  update(request: OverviewRequest): Promise<void> {
    this.#asked = request;
    return this.load();
  }

  moveTo(context: PlotContext): void {
    this.#context = context;
    void this.load();
  }

  /** Opens the relation that has the name now. */
  async load(): Promise<void> {
    this.dispose();
    const { signal } = (this.#loading = new AbortController());
    if (!this.#asked) return;
    const { from, columns: text } = this.#asked;
    try {
      const asked = parseColumns(text);
      const relation = await this.#open(from, { signal });
      if (signal.aborted) return;
      const columns = findColumns(asked, relation).map(({ column }) => column);
      this.#loaded = { relation, columns };
      this.#host.loaded(columns, relation.rowCount);
    } catch (thrown) {
      if (!signal.aborted) this.#host.failed(PikaError.from(thrown));
    }
  }

  /**
   * Reads the column with this index, and returns facts about its values; null if the columns have changed meanwhile.
   * Plots of the column then find its values on the backend.
   * @param cancel ends the reading, unless a plot needs the column too; the facts are null then
   * @throws PikaError as reading it does: `rows/unsupported-type`, `memory/over-budget` …
   */
  async facts(index: number, cancel?: AbortSignal): Promise<ColumnFacts | null> {
    const column = this.#loaded?.columns[index];
    if (!column) return null;
    const { columns } = this.#context;
    const stop = new ChildAbort(this.#loading.signal);
    const off = onAbort(cancel, () => stop.abort());
    try {
      const lease = await columns.acquire(this.#loaded!.relation, column.expression, () => undefined, stop.signal);
      const { type, nulls = 0, infinite = 0 } = lease.meta;
      lease.release();
      return { kind: kindOfType(type), nulls, infinite, labels: type.kind === 'category' ? type.labels.length : null };
    } catch (thrown) {
      if (stop.signal.aborted) return null;
      throw PikaError.from(thrown);
    } finally {
      off();
      stop.release();
    }
  }

  dispose(): void {
    this.#loading.abort();
    this.#loaded = null;
  }
}
