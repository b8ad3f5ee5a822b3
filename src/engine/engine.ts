import { pageClock, type Clock } from './clock';
import { Backends, type BackendChoice, type BackendSelection } from './backends';
import { EngineBus, type EngineEvents } from './engine-events';
import { filesAt } from './browser/package-files';
import { PikaError } from './errors';
import { OnDemand } from './on-demand';
import type { Allocation } from './memory/allocation';
import { Memory, type MemoryOptions, type MemoryReport } from './memory/memory';
import { Selection } from './link/selection';
import { SharedDomains } from './link/shared-domains';
import { Profile } from './profile/profile';
import { Queries, type Change, type Provider } from './queries';
import type { QueryState } from './query-states';
import { NamedInstances, startRuntime, type PageState, type Runtime } from './runtime';
import type { Seams } from './seams';
import type { OpenedSnapshot, OpenPageOptions, PageFiles, SaveOptions } from './snapshot/index';
import { createCatalog } from './source/catalog';
import type { ClaimKind } from './source/claims';
import { Results } from './source/results';
import type { Catalog, QueryDefinition, Relation, RequestOptions, SqlRequestOptions } from './source/source';
import type { SqlParameters } from './sql/sql-parameters';
import type { CountHost, RowCount } from './plot/row-count';
import type { ColumnFilter, FilterHost } from './plot/filter/column-filter';
import type { Overview, OverviewHost } from './table/overview';
import type { Table, TableHost } from './table/table';
import { Plot } from './plot/plot';
import type { PlotHost } from './plot/plot-model';
import type { AxisDomain } from './zoom/zoom-domain';

export type { BackendChoice } from './backends';
export type { Change, Provider } from './queries';

export interface EngineOptions {
  /** `auto` takes WebGPU on real hardware and the CPU elsewhere. */
  readonly backend?: BackendChoice;
  /**
   * The folder with the worker and WebAssembly files of `node_modules/pika-plot/dist/`, for bundlers that leave them
   * out; relative to the page. Applies to workers that start later.
   */
  readonly files?: string;
  /**
   * Longest time that an unused column stays resident, in milliseconds. It is evicted earlier if its memory is needed.
   */
  readonly graceMs?: number;
  /** Budgets in bytes. Those left out are estimated from what the browser reports about the machine. */
  readonly memory?: MemoryOptions;
  /** Runs work when the page is idle; default: the browser's idle time. */
  readonly whenIdle?: (work: () => void) => void;
  /** For tests; see `pika-plot/testing`. Read once, when the engine is created. */
  readonly seams?: Seams;
}

export interface EngineStatus {
  readonly backend: 'webgpu' | 'cpu';
  readonly description: string;
  /** Why this backend was chosen. */
  readonly reason: string;
  /** Backends lost since the page was loaded. */
  readonly losses: number;
  readonly residentColumns: number;
  readonly views: number;
  /** Bytes by kind and by owner. */
  readonly memory: MemoryReport;
}

const ROW_COUNTS = new OnDemand('the code of counts of rows', () => import('./plot/row-count'));

const FILTERS = new OnDemand('the code of filters', () => import('./plot/filter/column-filter'));

const TABLES = new OnDemand('the code of tables', () => import('./table/table'));

const NO_PAGE_FILES = new OnDemand<PageFiles>('pages', () => import('./snapshot/no-page-files'));

const OVERVIEWS = new OnDemand('the code of overviews', () => import('./table/overview'));

/** Follows the rows of a query without drawing a plot. */
type Follower = RowCount | Table | Overview | ColumnFilter;

/** How long an unused column stays resident, unless its memory is needed earlier. */
const GRACE_MS = 300_000;
/**
 * How long plots that moved to another backend wait for each other, so that all of them change at once. A plot whose
 * picture still lacks a filter waits for all other plots, without this limit.
 */
const REVEAL_WITHIN_MS = 1000;
/** How long {@link Engine.status} waits for the database's size; a busy database keeps its last known size. */
const ASK_DATABASE_MS = 100;

/**
 * The composition root, one per page. Connects sources, columns, links, frames and a backend, but does none of their
 * work. Modules know each other only through the objects passed here.
 */
export class Engine {
  /** How to save and open the elements of a page, which provide it: the engine knows no document. */
  static pageFiles: OnDemand<PageFiles> = NO_PAGE_FILES;
  readonly profile = new Profile();
  /** Results of named queries, as Arrow, objects or CSV. */
  readonly results: Results;
  /** Memory by owner, budgets, and eviction. */
  readonly memory: Memory;
  readonly #clock: Clock;
  readonly #bus: EngineBus;
  readonly #catalog: Catalog;
  readonly #databaseBytes: Allocation;
  readonly #queries: Queries;
  readonly #backends: Backends;
  readonly #page: PageState;
  readonly #views = new Set<Plot>();
  readonly #followers = new Set<Follower>();
  #choice: BackendChoice;
  #graceMs: number;
  #running: Promise<Runtime> | null = null;
  #disposed = false;
  #serial = 0;

  constructor({
    backend = 'auto',
    files,
    graceMs = GRACE_MS,
    memory: budgets,
    seams = {},
    whenIdle = idleTime,
  }: EngineOptions = {}) {
    this.#choice = backend;
    this.#graceMs = graceMs;
    if (files !== undefined) filesAt(files);
    const { profile } = this;
    const clock = (this.#clock = seams.clock ?? pageClock);
    this.#bus = new EngineBus({ after: (delayMs, work) => void clock.after(delayMs, work) });
    seams.events?.(this.#bus);
    const memory = (this.memory = new Memory(budgets));
    memory.refuses = seams.refuses ?? null;
    this.#databaseBytes = memory.track('wasm', { module: 'source', part: 'database' });
    const catalog = (this.#catalog = createCatalog({
      onGrown: (names) => this.#queries.changed(names, true),
      profile,
      memory,
      clock,
      ...seams.source,
    }));
    catalog.limitDatabase(memory.budgets.wasmBytes);
    this.results = new Results(catalog);
    this.#queries = new Queries({
      catalog,
      bus: this.#bus,
      profile,
      clock,
      whenIdle,
      redraw: (names, grew) => this.#redraw(names, grew),
    });
    this.#backends = new Backends({ memory, profile, clock, seams });
    this.#page = {
      bus: this.#bus,
      memory,
      profile,
      clock,
      seams,
      selections: new NamedInstances((name) => {
        const selection = new Selection(name);
        selection.onChange(() => this.#bus.publish('selection', name, selection));
        return selection;
      }),
      zoomGroups: new NamedInstances(() => new SharedDomains<AxisDomain>()),
    };
  }

  /**
   * Saves all elements of the page, what users have chosen in them, and their rows, in one file.
   * @throws PikaError `source/…` if rows can't be read
   */
  save(options?: SaveOptions): Promise<Blob> {
    return Engine.pageFiles.load().then((files) => files.save(options));
  }

  /**
   * Opens a file that {@link save} or a workspace has saved, in a new `<pika-workspace>`.
   * @param from the file, or its URL
   * @throws PikaError `snapshot/…`, and `source/…` if the file can't be read
   */
  openSnapshot(from: Blob | string, options?: OpenPageOptions): Promise<OpenedSnapshot> {
    return Engine.pageFiles.load().then((files) => files.open(from, options));
  }

  /** The engine's events, by name or by lane. */
  get events(): EngineEvents {
    return this.#bus;
  }

  /** Changes options. A new backend takes over every plot; selections stay. */
  async configure({ backend, files, graceMs, memory }: EngineOptions): Promise<void> {
    const changed = backend !== undefined && backend !== this.#choice;
    this.#choice = backend ?? this.#choice;
    this.#graceMs = graceMs ?? this.#graceMs;
    if (files !== undefined) filesAt(files);
    if (memory) this.#budget(memory);
    if (!changed || !this.#running) return;
    const before = await this.#running;
    this.#takeOver(
      before,
      this.#backends.choose(this.#choice),
      new PikaError('source/aborted', {
        subject: `${before.backend.kind} backend`,
        expected: 'to keep running',
        found: 'that it was replaced',
        next: 'The plots are moving to the new backend.',
      }),
    );
    await this.#running;
  }

  /**
   * Defines a named query. Only `owner` may replace or remove it, unless it has left the page (`isConnected` is false).
   * Plots drawn from it, or from queries that read it, reload while their current picture stays; resolves when they are
   * drawn.
   * @throws PikaError `source/duplicate-name` when another owner holds the name
   */
  define(definition: QueryDefinition, owner: object): Promise<void> {
    return this.#queries.define(definition, owner);
  }

  /**
   * Claims a name whose rows are yet to be provided, by the user or a script; plots drawn from it wait. Throws as
   * {@link define} does.
   */
  claimName(name: string, owner: object, provider: Provider): void {
    this.#queries.claimName(name, owner, provider);
  }

  /** The rows of a claimed name were not provided: plots drawn from it show why. */
  refuse(name: string, owner: object, error: PikaError): void {
    this.#queries.refuse(name, owner, error);
  }

  remove(name: string, owner: object): void {
    this.#queries.remove(name, owner);
  }

  /**
   * Sets `$name` in the SQL of every query that does not set it itself. Only queries that use it, and those that read
   * from them, run again. Resolves when the plots are drawn; set the next value only then.
   * @throws PikaError `source/duplicate-name` when another owner holds the name
   */
  setInput(name: string, value: unknown, owner: object): Promise<void> {
    return this.#queries.setInput(name, value, owner);
  }

  removeInput(name: string, owner: object): void {
    this.#queries.removeInput(name, owner);
  }

  /** All queries whose rows are provided, as they were defined. */
  get definitions(): readonly QueryDefinition[] {
    return this.#queries.definitions;
  }

  /** The values of inputs, which replace `$name` in SQL, by name. */
  get inputs(): SqlParameters {
    return this.#queries.inputs;
  }

  /** Whether a plot on the page is drawn from the name, and so shows its errors. */
  hasPlotOf(name: string): boolean {
    return this.#drawnFrom([name]).length > 0;
  }

  /** What a query does now. The event `query` announces every change; the object stays the same until then. */
  queryState(name: string): QueryState {
    return this.#queries.state(name);
  }

  /** Loads a query now rather than when the first plot needs it. Waits a while for a name that is not defined yet. */
  open(name: string, options?: RequestOptions): Promise<Relation> {
    return this.#queries.open(name, options);
  }

  /** Calls `listener` when the rows of a name change or are removed. Returns a function that removes the listener. */
  onChanged(name: string, listener: (change: Change) => void): () => void {
    return this.#queries.onChanged(name, listener);
  }

  /**
   * Runs SQL over the named queries, with `options.params` for its `$name`s. Resolves to the bytes of an Arrow IPC
   * stream.
   */
  sql(text: string, options?: SqlRequestOptions): Promise<Uint8Array<ArrayBuffer>> {
    return this.#queries.sql(text, options);
  }

  /**
   * Returns the database's memory, which otherwise only grows, to the browser. Happens only if most of it is free,
   * nothing is running, and the database holds nothing that only the page's own SQL can recreate. It also happens
   * automatically some time after queries were removed. Resolves to whether it was done.
   */
  recycle(): Promise<boolean> {
    return this.#catalog.recycle();
  }

  /** Whether an owner holds a name: another may have taken it while the owner was off the page. */
  ownsName(kind: ClaimKind, name: string, owner: object): boolean {
    return this.#queries.claims(kind).owns(name, owner);
  }

  /**
   * Calls `listener` when the holder of a name releases it, so that an owner that was refused can try again. Returns a
   * function that removes the listener.
   */
  onReleased(kind: ClaimKind, name: string, listener: () => void): () => void {
    return this.#queries.claims(kind).onReleased(name, listener);
  }

  /**
   * Claims the selection of a name: the owner sets its mode from now on.
   * @throws PikaError `source/duplicate-name` when another owner holds it
   */
  claimSelection(name: string, owner: object): Selection {
    this.#queries.claims('selection').claim(name, owner);
    return this.selection(name);
  }

  /** Releases a selection: what is selected stays, the mode returns to the default. */
  releaseSelection(name: string, owner: object): void {
    if (!this.ownsName('selection', name, owner)) return;
    this.selection(name).mode = 'crossfilter';
    this.#queries.claims('selection').release(name, owner);
  }

  /**
   * The selection of a name, created on first use. Plots of one query share the selection named after it unless they
   * name another.
   */
  selection(name: string): Selection {
    return this.#page.selections.get(name);
  }

  /** Creates a plot. Dispose it to free its resources. */
  async createPlot(host: PlotHost): Promise<{ view: Plot; dispose: () => void }> {
    const context = await this.#start();
    const view: Plot = new Plot(
      `pika.view.${++this.#serial}`,
      context,
      this.#withEvents(host, () => view),
      this.#queries.open,
    );
    this.#views.add(view);
    return {
      view,
      dispose: () => {
        this.#views.delete(view);
        view.dispose();
      },
    };
  }

  /** Counts or aggregates a query's selected rows. Keeps the numbers up to date until it is disposed. */
  async createCount(host: CountHost): Promise<{ count: RowCount; dispose: () => void }> {
    const [context, { RowCount }] = await Promise.all([this.#start(), ROW_COUNTS.load()]);
    const count = new RowCount(`pika.count.${++this.#serial}`, context, host, this.#queries.open);
    return { count, dispose: this.#follow(count) };
  }

  /** Shows the rows of a query. Keeps them up to date until it is disposed. */
  async createTable(host: TableHost): Promise<{ table: Table; dispose: () => void }> {
    const [context, { Table }] = await Promise.all([this.#start(), TABLES.load()]);
    const table = new Table(context, host, this.#queries.open);
    return { table, dispose: this.#follow(table) };
  }

  /** Filters a query by one column, until it is disposed. */
  async createFilter(host: FilterHost): Promise<{ filter: ColumnFilter; dispose: () => void }> {
    const [context, { ColumnFilter }] = await Promise.all([this.#start(), FILTERS.load()]);
    const filter = new ColumnFilter(`pika.filter.${++this.#serial}`, context, host, this.#queries.open);
    return { filter, dispose: this.#follow(filter) };
  }

  /** Lists the columns of a query. Keeps the list up to date until it is disposed. */
  async createOverview(host: OverviewHost): Promise<{ overview: Overview; dispose: () => void }> {
    const [context, { Overview }] = await Promise.all([this.#start(), OVERVIEWS.load()]);
    const overview = new Overview(context, host, this.#queries.open);
    return { overview, dispose: this.#follow(overview) };
  }

  #follow(follower: Follower): () => void {
    this.#followers.add(follower);
    return () => {
      this.#followers.delete(follower);
      follower.dispose();
    };
  }

  async status(): Promise<EngineStatus> {
    const { backend, reason, columns } = await this.#start();
    const asked = this.#catalog.databaseBytes().then(
      (sizeBytes) => this.#databaseBytes.resize(sizeBytes),
      () => undefined,
    );
    await Promise.race([asked, this.#delay(ASK_DATABASE_MS)]);
    return {
      backend: backend.kind,
      description: backend.description,
      reason,
      losses: this.#backends.losses,
      residentColumns: columns.size,
      views: this.#views.size,
      memory: this.memory.report(),
    };
  }

  /**
   * Evicts everything that no plot uses now: columns, free buffers, bin codes, indexes. They are restored on demand.
   */
  trim(): void {
    this.memory.trim('gpu');
    this.memory.trim('js');
  }

  /** Frees everything: views first, then rows, database and backend. The engine cannot be used afterwards. */
  async dispose(): Promise<void> {
    for (const users of [this.#views, this.#followers]) {
      for (const user of users) user.dispose();
      users.clear();
    }
    const running = await this.#running?.catch(() => null);
    this.#disposed = true;
    this.#catalog.dispose();
    running?.columns.forget();
    running?.backend.dispose();
    this.#databaseBytes.release();
  }

  /** Changes budgets. Plots counted by SQL reload, because their columns may fit now. */
  #budget(memory: MemoryOptions): void {
    this.memory.configure(memory);
    this.#catalog.limitDatabase(this.memory.budgets.wasmBytes);
    for (const view of this.#views) if (view.note !== null) void view.refresh(true).then((swap) => swap());
  }

  #withEvents(host: PlotHost, view: () => Plot): PlotHost {
    return {
      ...host,
      render: (model) => {
        if (model.phase === 'error') this.#bus.failed(view().attributes?.from?.trim() ?? '', model.error);
        host.render(model);
      },
      onPainted: () => {
        this.#queries.painted();
        host.onPainted();
      },
    };
  }

  #start(): Promise<Runtime> {
    this.#running ??= this.profile
      .time('engine', 'start backend', () => this.#backends.choose(this.#choice))
      .then((chosen) => this.#run(chosen));
    return this.#running;
  }

  #run(chosen: BackendSelection): Runtime {
    const running = startRuntime(chosen, this.#page, this.#graceMs);
    void running.backend.lost.then(async (why) => {
      if ((await this.#running) === running && !this.#disposed) this.#recover(running, why);
    });
    return running;
  }

  #recover(lost: Runtime, why: string): void {
    const { error, next } = this.#backends.replace(lost.backend.kind, why);
    if (next) return this.#takeOver(lost, next, error);
    lost.frameScheduler.close(error);
    for (const view of this.#views) view.fail(error);
  }

  /** Moves every plot to another backend, where it reloads while its current picture stays. Selections stay. */
  #takeOver(before: Runtime, chosen: Promise<BackendSelection>, reason: PikaError): void {
    before.columns.forget();
    before.frameScheduler.close(reason);
    const next = chosen.then((choice) => this.#run(choice));
    this.#running = next;
    next.then(
      (context) => {
        const moves = [...this.#views].map((view) => ({ view, painted: view.moveTo(context) }));
        for (const follower of this.#followers) follower.moveTo(context);
        before.backend.dispose();
        const all = Promise.all(moves.map(({ painted }) => painted)).then(() => context.frameScheduler.settled());
        for (const { view, painted } of moves) {
          void painted
            .then(() => (view.isFullyFiltered ? Promise.race([all, this.#delay(REVEAL_WITHIN_MS)]) : all))
            .then(() => {
              if (this.#running === next) view.reveal();
            });
        }
      },
      (thrown: unknown) => {
        for (const view of this.#views) view.fail(PikaError.from(thrown));
      },
    );
  }

  #delay(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.#clock.after(delayMs, resolve));
  }

  #drawnFrom(names: readonly string[]): Plot[] {
    return [...this.#views].filter(({ queries }) => queries.some((name) => names.includes(name)));
  }

  /** Reloads every plot drawn from these names and shows the results all at once. */
  async #redraw(names: readonly string[], grew: boolean): Promise<void> {
    void this.#running?.then(
      ({ columns }) => columns.sweep(),
      () => undefined,
    );
    for (const follower of this.#followers) if (names.includes(follower.from ?? '')) void follower.load();
    const drawn = this.#drawnFrom(names);
    if (drawn.length === 0) return;
    const swaps = await Promise.all(drawn.map((view) => view.refresh(grew)));
    for (const swap of swaps) swap();
    await (await this.#start()).frameScheduler.settled();
  }
}

/** Not every browser has requestIdleCallback. */
function idleTime(work: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(work);
  else setTimeout(work, 1000);
}
