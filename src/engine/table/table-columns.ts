import { laneOf, type Keys, type Lane } from '../columns/column';
import type { ColumnLease } from '../columns/column-cache';
import { PikaError } from '../errors';
import type { PlotContext } from '../plot/plot-context';
import { loadTimeFormats } from '../scales/time-formats-on-demand';
import type { Progress, Relation } from '../source/source';
import { cellTexts } from './cell-text';
import { kindOfType, type ColumnKind } from './column-kind';
import { findColumns, type TableColumn } from './find-columns';
import { presentationOf, type TablePlan } from './table-request';

/** Texts of one column, by row of a window. Null is NULL; the column is null while it is loading. */
export type CellTexts = readonly (string | null)[] | null;

/** A column whose keys are on the backend. */
interface ResidentColumn {
  readonly lease: ColumnLease;
  readonly lane: Lane;
  readonly textOf: (keys: Keys, row: number) => string | null;
}

/** `unkeyed`: why kernels can't read it, such as a list. Its texts come from the source. */
type LoadedColumn = ResidentColumn | { readonly unkeyed: PikaError };

interface Entry {
  readonly loading: AbortController;
  readonly ready: Promise<LoadedColumn>;
  loaded: LoadedColumn | null;
}

/** Rows whose texts were read from the source and are kept. */
const MOST_READ_ROWS = 1000;

/**
 * The columns of a table, and the texts of their cells. A column is leased while it is in sight; values that have no
 * keys are read from the source, row by row.
 */
export class TableColumns {
  readonly columns: readonly TableColumn[];
  readonly #context: PlotContext;
  readonly #relation: Relation;
  readonly #plan: TablePlan;
  readonly #onProgress: (progress: Progress) => void;
  readonly #onArrived: () => void;
  readonly #entries = new Map<number, Entry>();
  /** The least recently read first. */
  readonly #readRows = new Map<number, Promise<readonly (string | null)[]>>();
  /** For columns without keys, the numbers of their fields. */
  readonly #fields: readonly (number | null)[];

  /**
   * @param onArrived called when a column can be shown that was loading
   * @throws PikaError `plan/unknown-column`
   */
  constructor(
    context: PlotContext,
    relation: Relation,
    plan: TablePlan,
    onProgress: (progress: Progress) => void,
    onArrived: () => void,
  ) {
    const found = findColumns(plan.columns, relation);
    this.columns = found.map(({ column }) => column);
    this.#fields = found.map(({ field }) => field);
    this.#context = context;
    this.#relation = relation;
    this.#plan = plan;
    this.#onProgress = onProgress;
    this.#onArrived = onArrived;
  }

  /** What the values of each column are; null until they are read. */
  get kinds(): readonly (ColumnKind | null)[] {
    return this.columns.map((_, index) => {
      const loaded = this.#entries.get(index)?.loaded;
      if (!loaded) return null;
      return 'lease' in loaded ? kindOfType(loaded.lease.meta.type) : 'other';
    });
  }

  /** Loads these columns, and releases all others. */
  keep(wanted: ReadonlySet<number>): void {
    for (const [index, entry] of this.#entries) {
      if (wanted.has(index)) continue;
      this.#entries.delete(index);
      release(entry);
    }
    for (const index of wanted) void this.#entry(index).ready.catch(() => undefined);
  }

  /** Resolves when a column is resident; null if kernels can't read it. Rejects as reading a column does. */
  async resident(index: number): Promise<ColumnLease | PikaError> {
    const loaded = await this.#entry(index).ready;
    return 'lease' in loaded ? loaded.lease : loaded.unkeyed;
  }

  /** Any resident column of the relation; null if none can be. */
  async anyResident(): Promise<ColumnLease | null> {
    for (const { loaded } of this.#entries.values()) if (loaded && 'lease' in loaded) return loaded.lease;
    for (const index of this.columns.keys()) {
      const lease = await this.resident(index);
      if (!(lease instanceof PikaError)) return lease;
    }
    return null;
  }

  /** The texts of some rows, by column: of all columns that have arrived and are kept. */
  texts(rows: Uint32Array<ArrayBuffer>, signal: AbortSignal): Promise<readonly CellTexts[]> {
    return Promise.all(
      this.columns.map(async (_, index): Promise<CellTexts> => {
        const loaded = this.#entries.get(index)?.loaded;
        if (!loaded) return null;
        return 'lease' in loaded
          ? this.#residentTexts(loaded, rows)
          : this.#readTexts(this.#fields[index]!, rows, signal);
      }),
    );
  }

  dispose(): void {
    for (const entry of this.#entries.values()) release(entry);
    this.#entries.clear();
  }

  #entry(index: number): Entry {
    const known = this.#entries.get(index);
    if (known) return known;
    const loading = new AbortController();
    const ready = this.#load(index, loading.signal);
    const entry: Entry = { loading, ready, loaded: null };
    this.#entries.set(index, entry);
    ready.then(
      (loaded) => {
        entry.loaded = loaded;
        if (loading.signal.aborted) release(entry);
        else this.#onArrived();
      },
      () => {
        if (this.#entries.get(index) === entry) this.#entries.delete(index);
      },
    );
    return entry;
  }

  async #load(index: number, signal: AbortSignal): Promise<LoadedColumn> {
    const { name, expression, sqlType } = this.columns[index]!;
    const show = presentationOf(this.#plan, name);
    await loadTimeFormats([show.format?.specifier]);
    try {
      const lease = await this.#context.columns.acquire(this.#relation, expression, this.#onProgress, signal);
      try {
        return { lease, lane: laneOf(lease.meta.encoding), textOf: cellTexts(lease.meta, sqlType, show) };
      } catch (thrown) {
        lease.release();
        throw thrown;
      }
    } catch (thrown) {
      const error = PikaError.from(thrown);
      if (this.#fields[index] === null || !isOfThisColumn(error)) throw error;
      return { unkeyed: error };
    }
  }

  async #residentTexts({ lease, lane, textOf }: ResidentColumn, rows: Uint32Array<ArrayBuffer>): Promise<CellTexts> {
    const words = await this.#context.backend.readKeys(lease.meta.id, rows);
    const keys = lane === 'f32' ? new Float32Array(words.buffer) : words;
    return Array.from(rows, (_, i) => textOf(keys, i));
  }

  async #readTexts(field: number, rows: Uint32Array, signal: AbortSignal): Promise<CellTexts> {
    const read = await Promise.all(Array.from(rows, (row) => this.#readRow(row, signal)));
    return read.map((texts) => texts[field] ?? null);
  }

  #readRow(row: number, signal: AbortSignal): Promise<readonly (string | null)[]> {
    const known = this.#readRows.get(row);
    const read = known ?? this.#relation.row(row, { signal }).then((values) => values.map(({ text }) => text));
    this.#readRows.delete(row);
    this.#readRows.set(row, read);
    if (!known) read.catch(() => this.#readRows.delete(row));
    for (const oldest of this.#readRows.keys()) {
      if (this.#readRows.size <= MOST_READ_ROWS) break;
      this.#readRows.delete(oldest);
    }
    return read;
  }
}

function release({ loading, loaded }: Entry): void {
  loading.abort();
  if (loaded && 'lease' in loaded) loaded.lease.release();
}

/** The others can still be shown. */
function isOfThisColumn({ code }: PikaError): boolean {
  return code === 'rows/unsupported-type' || code === 'rows/unreadable-column' || code === 'memory/over-budget';
}
