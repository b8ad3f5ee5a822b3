import { pageClock, type Clock } from '../clock';
import { throwIfAborted } from '../abort';
import { PikaError } from '../errors';
import { OnDemand } from '../on-demand';
import { RowsClient } from '../rows/rows-client';
import { RowsPool, workersForFiles } from '../rows/rows-pool';
import type { Rows, RowsOptions } from '../rows/rows';
import type { Memory } from '../memory/memory';
import { Profile } from '../profile/profile';
import type { Database } from './database';
import { databaseOnDemand } from './database-on-demand';
import type { LoadedRelation } from './relations/loaded-relation';
import { listNames, nearestNames } from '../nearest-names';
import type { RecordBatches } from '../rows/arrow/arrow-layout';
import { readInMemory } from '../rows/in-memory/in-memory';
import { arrivingBatches } from './arriving-batches';
import type { DataFeed } from './data-feed';
import { readsOf } from './reads-of';
import { sourcesOf } from './files/sources-of';
import { relationOf } from './relations/data-relation';
import { UserTables } from './duckdb/user-tables';
import { listingQueries } from '../sql/row-statement';
import { SharedTask } from './shared-task';
import type { Snapshot } from './snapshot';
import type {
  Catalog,
  Progress,
  QueryDefinition,
  Relation,
  RequestOptions,
  SnapshotOptions,
  SqlRequestOptions,
} from './source';
import { missingTable, unboundNames, unknownQuery } from './duckdb/missing-names';
import { bindParameters } from '../sql/sql-parameters';
import { mayWrite, tablesIn } from '../sql/sql-tokens';
import { retryOnRestart } from './duckdb/retry-on-restart';
import { timedDatabase } from './timed-database';

export interface CatalogOptions {
  /** Base of relative `src` URLs. Default: the page. */
  readonly baseUrl?: string;
  readonly fetch?: typeof fetch;
  readonly rows?: Rows & { dispose?(): void };
  readonly database?: Database;
  readonly profile?: Profile;
  readonly clock?: Clock;
  /** Records the WebAssembly memory of the rows worker. */
  readonly memory?: Memory;
  /**
   * Called when rows arrived for the first of `names`; the others read from it. Resolves once plots of these queries
   * are redrawn.
   */
  readonly onGrown?: (names: readonly string[]) => Promise<void>;
}

const FILES = new OnDemand('the code that opens files', () => import('./relations/file-relation'));
const SQL = new OnDemand('the code that runs SQL', () => import('./relations/query-relation'));
const STREAMS = new OnDemand('the code that reads streams', () => import('./data-feed'));

/** A restart costs one or two seconds, and tables that are needed again must be reloaded. */
const RECYCLE_AFTER_MS = 15_000;
const RECYCLE_BYTES = 512 * 2 ** 20;

interface Entry {
  readonly definition: QueryDefinition;
  readonly owner: object;
  /** Lower-case names of the tables that its SQL reads, defined or not. */
  readonly reads: readonly string[];
  task: SharedTask<LoadedRelation> | null;
  relation: LoadedRelation | null;
  /** Streamed rows. Created once, because an iterable can be read only once. */
  feed: DataFeed | null;
}

/** Creates the named relations. They share one rows worker and one DuckDB, each started when first needed. */
export function createCatalog(options: CatalogOptions = {}): Catalog {
  return new NamedRelations(options);
}

class NamedRelations implements Catalog {
  /** By lower-case name: DuckDB's table names are case-insensitive. */
  readonly #entries = new Map<string, Entry>();
  readonly #options: CatalogOptions;
  readonly #rows: Rows & { dispose?(): void };
  readonly #database: Database;
  readonly #profile: Profile;
  readonly #userTables: UserTables;
  readonly #clock: Clock;
  #stopRecycling: (() => void) | null = null;
  #serial = 0;

  constructor(options: CatalogOptions) {
    this.#options = options;
    this.#profile = options.profile ?? new Profile();
    this.#clock = options.clock ?? pageClock;
    this.#rows =
      options.rows ??
      new RowsPool(
        () =>
          new RowsClient(
            undefined,
            this.#profile,
            options.memory?.track('wasm', { module: 'rows', part: 'Parquet reader' }) ?? null,
          ),
        workersForFiles(),
        this.#clock,
      );
    this.#database = timedDatabase(options.database ?? databaseOnDemand(), this.#profile);
    this.#userTables = new UserTables(this.#database);
  }

  define(definition: QueryDefinition, owner: object): readonly string[] {
    const { name } = definition;
    const key = name.toLowerCase();
    const held = this.#entries.get(key);
    if (held && held.owner !== owner) {
      throw new PikaError('source/duplicate-name', {
        subject: `query "${name}"`,
        expected: 'a unique name',
        found: `another query named "${held.definition.name}" on this page`,
        next: 'Rename one of the two (names are case-insensitive).',
      });
    }
    if (name.trim() === '' || ('src' in definition && sourcesOf(definition.src).length === 0)) {
      throw new PikaError('source/missing-src', {
        subject: `query "${name}"`,
        expected: name.trim() === '' ? 'a name' : 'a file in src, or sql',
        found: 'nothing',
        next: 'Write e.g. <pika-query name="flights" src="flights.parquet">.',
      });
    }
    // Nothing changes if the SQL is the same after its parameters are bound.
    if (held && !held.task?.aborted && sameSql(held.definition, definition)) return [];
    this.#entries.set(key, {
      definition,
      owner,
      reads: held?.reads ?? [],
      task: held?.task ?? null,
      relation: held?.relation ?? null,
      feed: held?.feed ?? null,
    });
    prepare(definition);
    const forgotten = this.#forget(key);
    this.#entries.set(key, { definition, owner, reads: readsOf(definition), task: null, relation: null, feed: null });
    return forgotten;
  }

  remove(name: string, owner: object): readonly string[] {
    const key = name.toLowerCase();
    if (this.#entries.get(key)?.owner !== owner) return [];
    const forgotten = this.#forget(key);
    this.#entries.delete(key);
    return forgotten;
  }

  open(name: string, options?: RequestOptions): Promise<Relation> {
    return this.#open(name.toLowerCase(), name, options);
  }

  async sql(text: string, options: SqlRequestOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
    const bound = listingQueries(bindParameters(text, options.params ?? {}, 'SQL'), this.#names());
    const { signal, replaces, onProgress, priority = 'interactive' } = options;
    const [reads, writes] = [tablesIn(text), mayWrite(text)];
    if (writes) this.#userTables.willWrite();
    const answer = await this.#onTables(reads, options, () => {
      onProgress?.({ stage: 'query', done: 0, total: null, unit: 'rows' });
      return this.#database.runInSlices(bound, {
        signal,
        onProgress,
        subject: 'SQL',
        written: text,
        priority,
        replaces,
        writes,
      });
    });
    if (writes) await this.#userTables.look((name) => this.#entries.has(name)).catch(() => undefined);
    return answer;
  }

  snapshot(sql: string, named: readonly string[], options: SnapshotOptions): Promise<Snapshot> {
    return this.#onTables(tablesIn(sql), options, () => this.#database.snapshot(sql, options), named);
  }

  parquetOf(stream: Uint8Array<ArrayBuffer>, query: string, options?: RowsOptions): Promise<Uint8Array<ArrayBuffer>> {
    return this.#rows.parquetOf(stream, query, options);
  }

  get awaitsDatabase(): boolean {
    return [...this.#entries.values()].some(({ definition, task }) => 'sql' in definition && task === null);
  }

  boot(options?: RequestOptions): Promise<void> {
    return this.#database.boot(options);
  }

  async recycle(leastBytes?: number): Promise<boolean> {
    return !this.#userTables.mayExist && this.#database.recycle(leastBytes);
  }

  databaseBytes(): Promise<number> {
    return this.#database.usedBytes();
  }

  limitDatabase(mostBytes: number): void {
    this.#database.limit(mostBytes);
  }

  dispose(): void {
    for (const key of [...this.#entries.keys()]) this.#forget(key);
    this.#entries.clear();
    this.#stopRecycling?.();
    this.#rows.dispose?.();
    this.#database.dispose();
  }

  async #open(key: string, name: string, options?: RequestOptions): Promise<LoadedRelation> {
    const entry = this.#entries.get(key);
    if (!entry) {
      const known = this.#names();
      const near = nearestNames(name, known);
      throw new PikaError('plan/unknown-query', {
        subject: `query "${name}"`,
        expected: 'the name of a query on this page',
        found: known.length > 0 ? `only ${listNames(known)}` : 'no query at all',
        next: near.length > 0 ? `Did you mean ${listNames(near)}?` : 'Define it with <pika-query>.',
      });
    }
    if (!entry.task || entry.task.aborted) {
      this.#requireNoCycle(key);
      const task: SharedTask<LoadedRelation> = new SharedTask(
        `query "${entry.definition.name}"`,
        async (taskOptions) => {
          try {
            const relation = await this.#load(entry, taskOptions);
            relation.ensureOthers = this.#ensureOthers;
            if (entry.task === task && !task.aborted) entry.relation = relation;
            else relation.invalidate(true);
            return relation;
          } catch (thrown) {
            if (entry.task === task) entry.task = null;
            throw thrown;
          }
        },
      );
      entry.task = task;
    }
    return entry.task.wait(options);
  }

  async #load(entry: Entry, options: Required<RequestOptions>): Promise<LoadedRelation> {
    const { definition, reads } = entry;
    const { name } = definition;
    if ('src' in definition) {
      const { baseUrl, fetch } = this.#options;
      const { openFileRelation } = await FILES.load();
      return openFileRelation(
        name,
        sourcesOf(definition.src),
        `${name}#${++this.#serial}`,
        this.#rows,
        this.#database,
        {
          ...options,
          onProgress: this.#countingBytes(options.onProgress),
          baseUrl,
          fetch,
          read: definition.read ?? {},
        },
      );
    }
    if ('data' in definition) {
      const arriving = arrivingBatches(definition.data);
      if (!arriving)
        return relationOf(name, await readInMemory(definition.data, `query "${name}"`), this.#rows, this.#database);
      const { DataFeed } = await STREAMS.load();
      // Nothing would stop the feed of a query that was removed meanwhile.
      throwIfAborted(options.signal, `query "${name}"`);
      const feed = (entry.feed ??= new DataFeed(name, arriving, (rows) =>
        this.#grow(entry, rows).catch(() => undefined),
      ));
      return relationOf(name, await feed.rows(), this.#rows, this.#database, feed.finished);
    }
    const written = bindParameters(definition.sql, definition.params ?? {}, `query "${name}"`);
    const sql = listingQueries(written, this.#names(), name);
    // Starts while the files are fetched. If that fails, the first query reports it.
    this.#database.boot().catch(() => undefined);
    const ensureInputs = (inputOptions: RequestOptions): Promise<void> =>
      this.#ensureTables(this.#defined(reads), inputOptions);
    const { openQueryRelation } = await SQL.load();
    try {
      return await this.#namingQueries(`query "${name}"`, reads, () =>
        openQueryRelation(name, sql, definition.sql, this.#rows, this.#database, ensureInputs, options),
      );
    } catch (thrown) {
      if (!this.#awaitsColumns(thrown, reads)) throw thrown;
      return relationOf(name, { fields: [], batches: [] }, this.#rows, this.#database);
    }
  }

  /** Whether SQL failed because it names a column of an empty array: its columns will be known with its first rows. */
  #awaitsColumns(thrown: unknown, reads: readonly string[]): boolean {
    return (
      thrown instanceof PikaError &&
      unboundNames(thrown).length > 0 &&
      reads.some((key) => this.#entries.get(key)?.relation?.fields.length === 0)
    );
  }

  /** Replaces a relation when rows arrived, after loads that still read the old one, and notifies its dependents. */
  async #grow(entry: Entry, rows: RecordBatches): Promise<void> {
    const {
      definition: { name },
    } = entry;
    const key = name.toLowerCase();
    await Promise.all(this.#dependentsOf(key).map((dependent) => this.#entries.get(dependent)!.task?.settled));
    if (this.#entries.get(key) !== entry) return;
    const grown = relationOf(name, rows, this.#rows, this.#database, entry.feed?.finished);
    grown.ensureOthers = this.#ensureOthers;
    const names = this.#forget(key, true);
    entry.relation = grown;
    entry.task = new SharedTask(`query "${name}"`, () => Promise.resolve(grown));
    await this.#options.onGrown?.(names);
  }

  /** Downloads report cumulative bytes: adds the difference to the profile's counter. */
  #countingBytes(onProgress: (progress: Progress) => void): (progress: Progress) => void {
    let counted = 0;
    return (progress) => {
      if (progress.stage === 'download' && progress.unit === 'bytes') {
        this.#profile.count('bytesLoaded', Math.max(0, progress.done - counted));
        counted = Math.max(counted, progress.done);
      }
      onProgress(progress);
    };
  }

  readonly #ensureOthers = (sql: string, own: string, options: RequestOptions): Promise<void> =>
    this.#ensureTables(
      this.#defined(tablesIn(sql)).filter((key) => key !== own.toLowerCase()),
      options,
    );

  /** Runs `work` on tables of queries. */
  #onTables<T>(
    reads: readonly string[],
    options: RequestOptions,
    work: () => Promise<T>,
    named?: readonly string[],
  ): Promise<T> {
    return this.#namingQueries('SQL', reads, () =>
      retryOnRestart(this.#database, () => this.#ensureTables(this.#defined(reads), options, named), work),
    );
  }

  /** `named` are expressions: the tables need only the columns that these name. */
  async #ensureTables(keys: readonly string[], options: RequestOptions, named?: readonly string[]): Promise<void> {
    await Promise.all(
      keys.map(async (key) => {
        const relation = await this.#open(key, key, options);
        await relation.ensureTable(options, named && relation.columnsNamedIn(named));
      }),
    );
  }

  /** Dropping tables does not shrink a WebAssembly heap. Restarts an idle database whose heap is large. */
  #recycleSoon(): void {
    this.#stopRecycling?.();
    this.#stopRecycling = this.#clock.after(
      RECYCLE_AFTER_MS,
      () => void this.recycle(RECYCLE_BYTES).catch(() => undefined),
    );
  }

  /** Rethrows DuckDB's "no such table" or "no such column" as an error about queries. */
  async #namingQueries<T>(subject: string, reads: readonly string[], work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (thrown) {
      const unreadable =
        thrown instanceof PikaError && thrown.code === 'source/sql' ? this.#unreadableIn(thrown, reads) : null;
      if (unreadable) throw unreadable;
      const missing = thrown instanceof PikaError && thrown.code === 'source/sql' ? missingTable(thrown) : null;
      throw missing === null
        ? thrown
        : (this.#userTables.lost(missing) ?? unknownQuery(subject, missing, this.#names()));
    }
  }

  /** The column that DuckDB did not find may have been left out of the table because it can't be read. */
  #unreadableIn(error: PikaError, reads: readonly string[]): PikaError | null {
    const names = unboundNames(error);
    const found = reads.flatMap((key) =>
      names.map((name) => this.#entries.get(key)?.relation?.unreadableColumn(name) ?? null),
    );
    return found.find((why) => why !== null) ?? null;
  }

  #defined(keys: readonly string[]): string[] {
    return keys.filter((key) => this.#entries.has(key));
  }

  #names(): string[] {
    return [...this.#entries.values()].map(({ definition }) => definition.name);
  }

  #requireNoCycle(start: string): void {
    const walk = (key: string, path: readonly string[]): void => {
      const entry = this.#entries.get(key);
      if (!entry) return;
      const here = [...path, key];
      for (const next of entry.reads) {
        if (!here.includes(next)) {
          walk(next, here);
          continue;
        }
        const cycle = [...here.slice(here.indexOf(next)), next].map(
          (name) => `"${this.#entries.get(name)!.definition.name}"`,
        );
        throw new PikaError('source/cycle', {
          subject: `query "${this.#entries.get(start)!.definition.name}"`,
          expected: 'queries that do not read from themselves',
          found: `a cycle: ${cycle.join(' reads ')}`,
          next: 'Change the SQL of one of them to break the cycle.',
        });
      }
    };
    walk(start, []);
  }

  /** The name itself and the names that read from it, directly or indirectly. */
  #dependentsOf(key: string, seen = new Set<string>()): string[] {
    if (seen.has(key) || !this.#entries.has(key)) return [];
    seen.add(key);
    const dependents = [...this.#entries].filter(([, other]) => other.reads.includes(key));
    return [key, ...dependents.flatMap(([other]) => this.#dependentsOf(other, seen))];
  }

  /**
   * Unloads a query and those that read from it; returns their names as written. If `grew`, the feed continues, and
   * the tables stay until larger ones replace them.
   */
  #forget(key: string, grew = false): string[] {
    return this.#dependentsOf(key).map((name) => {
      const entry = this.#entries.get(name)!;
      if (entry.relation) this.#recycleSoon();
      entry.task?.abort();
      entry.relation?.invalidate(grew);
      if (!grew) entry.feed?.stop();
      entry.task = null;
      entry.relation = null;
      return entry.definition.name;
    });
  }
}

/** Begins to load what opening the query needs. */
function prepare(definition: QueryDefinition): void {
  if ('src' in definition) FILES.prepare();
  else if ('sql' in definition) SQL.prepare();
}

function sameSql(a: QueryDefinition, b: QueryDefinition): boolean {
  if (!('sql' in a && 'sql' in b) || a.name !== b.name || a.sql !== b.sql) return false;
  try {
    return bindParameters(a.sql, a.params ?? {}, '') === bindParameters(b.sql, b.params ?? {}, '');
  } catch {
    return false;
  }
}
