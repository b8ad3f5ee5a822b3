import { pageClock, type Clock } from './clock';
import { Backends, type BackendChoice, type Chosen } from './backends';
import { EngineBus, type EngineEvents } from './engine-events';
import { PikaError } from './errors';
import type { Allocation } from './memory/allocation';
import { Memory, type MemoryOptions, type MemoryReport } from './memory/memory';
import { Selection } from './link/selection';
import { SharedDomains } from './link/shared-domains';
import { Profile } from './profile/profile';
import { Queries, type Change } from './queries';
import { ByName, startRuntime, type PageState, type Runtime } from './runtime';
import type { Seams } from './seams';
import { createCatalog } from './source/catalog';
import type { ClaimKind } from './source/claims';
import { Results } from './source/results';
import type { Catalog, QueryDefinition, Relation, RequestOptions, SqlRequestOptions } from './source/source';
import { RowCount, type CountHost } from './plot/row-count';
import { Plot } from './plot/plot';
import type { PlotHost } from './plot/plot-model';
import type { AxisDomain } from './zoom/zoom-domain';

export type { BackendChoice } from './backends';
export type { Change } from './queries';

export interface EngineOptions {
  /** `auto` takes WebGPU on real hardware and the CPU elsewhere. */
  readonly backend?: BackendChoice;
  /**
   * How long a column that no plot uses stays resident at most, in milliseconds; it goes earlier when room is wanted.
   */
  readonly graceMs?: number;
  /** Budgets in bytes. What is left out is guessed from what the browser tells of the machine. */
  readonly memory?: MemoryOptions;
  /** Runs work when the page has nothing else to do; the browser's own idle time when left out. */
  readonly whenIdle?: (work: () => void) => void;
  /** For tests; see `pika-plot/testing`. Read once, when the engine is made. */
  readonly seams?: Seams;
}

export interface EngineStatus {
  readonly backend: 'webgpu' | 'cpu';
  readonly description: string;
  /** Why this backend. */
  readonly reason: string;
  /** How many backends were lost since the page began. */
  readonly losses: number;
  readonly residentColumns: number;
  readonly views: number;
  /** Bytes by kind and by owner. */
  readonly memory: MemoryReport;
}

/** Columns that no plot uses wait this long for one that does, if nothing else wants their room. */
const GRACE_MS = 300_000;
/** How long plots that moved to another backend wait for one another, so that all pictures change at once. */
const REVEAL_WITHIN_MS = 1000;
/** A database that is busy keeps its last known size. */
const ASK_DATABASE_MS = 100;

/**
 * The composition root: one per page. Wires sources, columns, links, frames and a backend; owns none of their work.
 * Rooms know each other only through what is handed over here.
 */
export class Engine {
  readonly profile = new Profile();
  /** What named queries hold, as Arrow, objects or CSV. */
  readonly results: Results;
  /** Who holds how much, and what is let go when room is wanted. */
  readonly memory: Memory;
  readonly #clock: Clock;
  readonly #bus: EngineBus;
  readonly #catalog: Catalog;
  readonly #databaseBytes: Allocation;
  readonly #queries: Queries;
  readonly #backends: Backends;
  readonly #page: PageState;
  readonly #views = new Set<Plot>();
  readonly #counts = new Set<RowCount>();
  #choice: BackendChoice;
  #graceMs: number;
  #running: Promise<Runtime> | null = null;
  #disposed = false;
  #serial = 0;

  constructor({
    backend = 'auto',
    graceMs = GRACE_MS,
    memory: budgets,
    seams = {},
    whenIdle = idleTime,
  }: EngineOptions = {}) {
    this.#choice = backend;
    this.#graceMs = graceMs;
    const { profile } = this;
    const clock = (this.#clock = seams.clock ?? pageClock);
    this.#bus = new EngineBus({ after: (delayMs, tell) => void clock.after(delayMs, tell) });
    seams.events?.(this.#bus);
    const memory = (this.memory = new Memory(budgets));
    memory.refuses = seams.refuses ?? null;
    this.#databaseBytes = memory.track('wasm', { room: 'source', part: 'database' });
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
      selections: new ByName((name) => {
        const selection = new Selection(name);
        selection.onChange(() => this.#bus.publish('selection', name, selection));
        return selection;
      }),
      zoomGroups: new ByName(() => new SharedDomains<AxisDomain>()),
    };
  }

  /** What goes on in the engine: by name, or by lane. */
  get events(): EngineEvents {
    return this.#bus;
  }

  /** Changes options. Another backend takes over every plot; what is selected stays. */
  async configure({ backend, graceMs, memory }: EngineOptions): Promise<void> {
    const changed = backend !== undefined && backend !== this.#choice;
    this.#choice = backend ?? this.#choice;
    this.#graceMs = graceMs ?? this.#graceMs;
    if (memory) this.#budget(memory);
    if (!changed || !this.#running) return;
    const before = await this.#running;
    this.#takeOver(
      before,
      this.#backends.choose(this.#choice),
      new PikaError('source/aborted', {
        subject: `${before.backend.kind} backend`,
        expected: 'to keep running',
        found: 'that another backend was chosen',
        next: 'The plots move to it.',
      }),
    );
    await this.#running;
  }

  /**
   * Defines a named query; `owner` is whoever may replace or remove it. Plots drawn from it, or from queries that read
   * it, load anew behind the pictures that stand; resolves when they are drawn. An owner whose `isConnected` is false
   * gives way to another.
   * @throws PikaError `source/duplicate-name` when another owner holds the name
   */
  define(definition: QueryDefinition, owner: object): Promise<void> {
    return this.#queries.define(definition, owner);
  }

  /** Takes a name whose rows the user has still to choose: plots drawn from it wait. Throws as {@link define} does. */
  expect(name: string, owner: object): void {
    this.#queries.expect(name, owner);
  }

  remove(name: string, owner: object): void {
    this.#queries.remove(name, owner);
  }

  /**
   * Gives a value to `$name` in the SQL of every query that has none of its own for it; only what names it, and what
   * reads from that, is run again. Resolves when the plots are drawn: set the next value then, not before.
   * @throws PikaError `source/duplicate-name` when another owner holds the name
   */
  setInput(name: string, value: unknown, owner: object): Promise<void> {
    return this.#queries.setInput(name, value, owner);
  }

  removeInput(name: string, owner: object): void {
    this.#queries.removeInput(name, owner);
  }

  /** Whether a plot on the page is drawn from the name: then it shows what is wrong with it. */
  isDrawn(name: string): boolean {
    return this.#drawnFrom([name]).length > 0;
  }

  /** Loads a query now rather than when the first plot asks; waits a while for a name that nobody defined yet. */
  open(name: string, options?: RequestOptions): Promise<Relation> {
    return this.#queries.open(name, options);
  }

  /** Tells when other rows stand under a name, or none; returns the function that stops it. */
  onChanged(name: string, listener: (change: Change) => void): () => void {
    return this.#queries.onChanged(name, listener);
  }

  /** Runs SQL over the named queries, `options.params` for its `$name`s; answers Arrow IPC stream bytes. */
  sql(text: string, options?: SqlRequestOptions): Promise<Uint8Array<ArrayBuffer>> {
    return this.#queries.sql(text, options);
  }

  /**
   * Gives the database's memory, which only ever grows, back to the browser: when most of it is free, nothing runs, and
   * nothing is in it that only the page's own SQL can make. Happens by itself some time after queries went. Resolves to
   * whether it did.
   */
  recycle(): Promise<boolean> {
    return this.#catalog.recycle();
  }

  /** Whether an owner holds a name: another may have taken it while the owner was off the page. */
  holds(kind: ClaimKind, name: string, owner: object): boolean {
    return this.#queries.claims(kind).holds(name, owner);
  }

  /**
   * Calls back when the holder of a name gives it up, so that one that was refused may try again; returns the function
   * that stops it.
   */
  onFreed(kind: ClaimKind, name: string, listener: () => void): () => void {
    return this.#queries.claims(kind).onFreed(name, listener);
  }

  /**
   * The selection of a name, whose mode the owner sets from now on.
   * @throws PikaError `source/duplicate-name` when another owner does
   */
  holdSelection(name: string, owner: object): Selection {
    this.#queries.claims('selection').claim(name, owner);
    return this.selection(name);
  }

  /** The owner lets go of a selection: what is selected stays, the mode is the usual one again. */
  releaseSelection(name: string, owner: object): void {
    if (!this.holds('selection', name, owner)) return;
    this.selection(name).mode = 'crossfilter';
    this.#queries.claims('selection').free(name, owner);
  }

  /**
   * The selection of a name, made when first asked for. Plots of one query share the one of its name unless they name
   * another.
   */
  selection(name: string): Selection {
    return this.#page.selections.get(name);
  }

  /** Creates a plot. Dispose it to free what it uses. */
  async createView(host: PlotHost): Promise<{ view: Plot; dispose: () => void }> {
    const context = await this.#start();
    const view: Plot = new Plot(
      `pika.view.${++this.#serial}`,
      context,
      this.#whoHears(host, () => view),
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

  /** Counts the rows of a query inside what is selected, from now on. Dispose it to free what it uses. */
  async createCount(host: Omit<CountHost, 'countBySql'>): Promise<{ count: RowCount; dispose: () => void }> {
    const context = await this.#start();
    const countBySql: CountHost['countBySql'] = (name, predicate, signal) =>
      this.results.count(name, predicate, { signal });
    const count = new RowCount(`pika.count.${++this.#serial}`, context, { ...host, countBySql }, this.#queries.open);
    this.#counts.add(count);
    return {
      count,
      dispose: () => {
        this.#counts.delete(count);
        count.dispose();
      },
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
   * Lets go of everything that no plot uses now: columns, free buffers, bin codes, indexes. It comes back when it is
   * asked for.
   */
  trim(): void {
    this.memory.trim('gpu');
    this.memory.trim('js');
  }

  /** Frees everything: views first, then rows, database and backend. The engine is of no use afterwards. */
  async dispose(): Promise<void> {
    for (const user of [...this.#views, ...this.#counts]) user.dispose();
    this.#views.clear();
    this.#counts.clear();
    const running = await this.#running?.catch(() => null);
    this.#disposed = true;
    this.#catalog.dispose();
    running?.columns.forget();
    running?.backend.dispose();
    this.#databaseBytes.release();
  }

  /** Other budgets: what was counted by SQL may fit now. */
  #budget(memory: MemoryOptions): void {
    this.memory.configure(memory);
    this.#catalog.limitDatabase(this.memory.budgets.wasmBytes);
    for (const view of this.#views) if (view.note !== null) void view.refresh(true).then((swap) => swap());
  }

  #whoHears(host: PlotHost, view: () => Plot): PlotHost {
    return {
      ...host,
      render: (model) => {
        if (model.phase === 'error') this.#bus.failed(view().attributes?.from?.trim() ?? '', model.error);
        host.render(model);
      },
      painted: () => {
        this.#queries.painted();
        host.painted();
      },
    };
  }

  #start(): Promise<Runtime> {
    this.#running ??= this.profile
      .time('engine', 'start backend', () => this.#backends.choose(this.#choice))
      .then((chosen) => this.#run(chosen));
    return this.#running;
  }

  #run(chosen: Chosen): Runtime {
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
    for (const view of this.#views) view.giveUp(error);
  }

  /**
   * Every plot moves to another backend and loads again there, behind the picture that stands; what is selected stays.
   */
  #takeOver(before: Runtime, chosen: Promise<Chosen>, reason: PikaError): void {
    before.columns.forget();
    before.frameScheduler.close(reason);
    const next = chosen.then((choice) => this.#run(choice));
    this.#running = next;
    next.then(
      (context) => {
        const moves = [...this.#views].map((view) => ({ view, painted: view.moveTo(context) }));
        for (const count of this.#counts) count.moveTo(context);
        before.backend.dispose();
        const all = Promise.all(moves.map(({ painted }) => painted)).then(() => context.frameScheduler.settled());
        for (const { view, painted } of moves) {
          void painted
            .then(() => Promise.race([all, this.#delay(REVEAL_WITHIN_MS)]))
            .then(() => {
              if (this.#running === next) view.reveal();
            });
        }
      },
      (thrown: unknown) => {
        for (const view of this.#views) view.giveUp(PikaError.from(thrown));
      },
    );
  }

  #delay(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.#clock.after(delayMs, resolve));
  }

  #drawnFrom(names: readonly string[]): Plot[] {
    return [...this.#views].filter(({ attributes }) => names.includes(attributes?.from?.trim() ?? ''));
  }

  /** In every plot drawn from these names, all at once. */
  async #redraw(names: readonly string[], grew: boolean): Promise<void> {
    void this.#running?.then(
      ({ columns }) => columns.sweep(),
      () => undefined,
    );
    for (const count of this.#counts) if (names.includes(count.from ?? '')) void count.load();
    const drawn = this.#drawnFrom(names);
    if (drawn.length === 0) return;
    const swaps = await Promise.all(drawn.map((view) => view.refresh(grew)));
    for (const swap of swaps) swap();
    await (await this.#start()).frameScheduler.settled();
  }
}

/** Not every browser tells of idle time. */
function idleTime(work: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(work);
  else setTimeout(work, 1000);
}
