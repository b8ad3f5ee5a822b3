import { ColumnCache, type Extent } from './columns/column-cache';
import { laneOf, type ColumnMeta } from './columns/column';
import { keyAt, valueOf } from './columns/keys';
import { createCpuBackend, startWorker } from './cpu/cpu-backend';
import { abortedError, onAbort } from './abort';
import { pageClock, type Clock } from './clock';
import { EngineBus, type EngineEvents } from './engine-events';
import { PikaError } from './errors';
import { Emitter } from './events/emitter';
import type { Backend } from './frame/backend';
import { Conductor } from './frame/conductor';
import type { SlotId } from './frame/recording';
import { browserShapeStore, createGpuBackend, probeAdapter } from './gpu/gpu-backend';
import type { Holding } from './memory/holding';
import { Memory, type MemoryOptions, type MemoryReport } from './memory/memory';
import { LinkedViews, type Member } from './link/linked-views';
import { Selection } from './link/selection';
import { SharedDomains } from './link/shared-domains';
import { Profile } from './profile/profile';
import type { Seams } from './seams';
import { createCatalog } from './source/catalog';
import { Inputs } from './source/inputs';
import { Results } from './source/results';
import type { Catalog, Progress, QueryDefinition, Relation, RequestOptions, SqlRequestOptions } from './source/source';
import { RowCount, type CountHost } from './view/row-count';
import type { Stage } from './view/stage';
import { View, type OpenRelation } from './view/view';
import type { ViewHost } from './view/view-model';
import type { AxisDomain } from './view/zooming';

export type BackendChoice = 'auto' | 'webgpu' | 'cpu';

export interface EngineOptions {
  /** `auto` takes WebGPU on real hardware and the CPU elsewhere. */
  readonly backend?: BackendChoice;
  /** How long a column that no plot uses stays resident at most, in milliseconds; it goes earlier when room is wanted. */
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

interface Changes {
  /** Other rows stand under a name, or none: it, or one that it reads from, was defined, redefined or removed; or more rows arrived (`grew`). */
  changed: Change;
}

export interface Change {
  readonly name: string;
  readonly grew: boolean;
}

/** A name that is taken. `definition` is null while its rows are still to be chosen. */
interface Named {
  readonly definition: QueryDefinition | null;
  readonly owner: object;
}

interface Chosen {
  readonly backend: Backend;
  /** Why this one. */
  readonly reason: string;
}

interface Running extends Stage {
  readonly reason: string;
  readonly groups: Map<Relation, LinkedViews>;
}

/** How long a plot waits for a <pika-query> that may still be on its way (parsed later, added by a script) before it says so. */
const WAIT_FOR_NAME_MS = 1500;

/** So many losses of one backend within a minute, and it is not tried again. */
const MOST_LOSSES = 3;
const LOSSES_WITHIN_MS = 60_000;
/** Columns that no plot uses wait this long for one that does, if nothing else wants their room. */
const GRACE_MS = 300_000;
/** How long plots that moved to another backend wait for one another, so that all pictures change at once. */
const REVEAL_WITHIN_MS = 1000;
/** A database that is busy keeps its last known size. */
const ASK_DATABASE_MS = 100;

interface Loss {
  readonly kind: 'webgpu' | 'cpu';
  readonly atMs: number;
}

/**
 * The composition root: one per page. Wires sources, columns, links, frames and a backend; owns none of their work.
 * Rooms know each other only through what is handed over here.
 */
export class Engine {
  readonly profile = new Profile();
  /** What named queries hold, as Arrow, objects or CSV. */
  readonly results: Results;
  #options: Required<Pick<EngineOptions, 'backend' | 'graceMs' | 'whenIdle'>>;
  readonly #seams: Seams;
  readonly #clock: Clock;
  /** Who holds how much, and what is let go when room is wanted. */
  readonly memory: Memory;
  readonly #databaseBytes: Holding;
  readonly #catalog: Catalog;
  readonly #inputs = new Inputs();
  readonly #names = new Map<string, Named>();
  readonly #changes = new Emitter<Changes>();
  readonly #bus = new EngineBus();
  readonly #views = new Set<View>();
  readonly #counts = new Set<RowCount>();
  readonly #selections = new Map<string, Selection>();
  readonly #zoomGroups = new Map<string, SharedDomains<AxisDomain>>();
  #running: Promise<Running> | null = null;
  #hasPainted = false;
  #losses: readonly Loss[] = [];
  #disposed = false;
  #serial = 0;

  constructor({ backend = 'auto', graceMs = GRACE_MS, memory, seams = {}, whenIdle = idleTime }: EngineOptions = {}) {
    this.#options = { backend, graceMs, whenIdle };
    this.#seams = seams;
    this.#clock = seams.clock ?? pageClock;
    this.memory = new Memory(memory);
    this.memory.refuses = seams.refuses ?? null;
    this.#databaseBytes = this.memory.hold('wasm', { room: 'source', part: 'database' });
    this.#catalog = createCatalog({ onGrown: (names) => this.#changed(names, true), profile: this.profile, ...seams.source });
    this.#catalog.limitDatabase(this.memory.budgets.wasmBytes);
    this.results = new Results(this.#catalog);
  }

  /** What goes on in the engine: by name, or by lane. */
  get events(): EngineEvents {
    return this.#bus;
  }

  /** Changes options. Another backend takes over every plot; what is selected stays. */
  async configure({ backend, graceMs, memory }: EngineOptions): Promise<void> {
    const changed = backend !== undefined && backend !== this.#options.backend;
    this.#options = { ...this.#options, backend: backend ?? this.#options.backend, graceMs: graceMs ?? this.#options.graceMs };
    if (memory) this.#budget(memory);
    if (!changed || !this.#running) return;
    const before = await this.#running;
    this.#takeOver(before, this.#choose(), new PikaError('source/aborted', {
      subject: `${before.backend.kind} backend`, expected: 'to run on', found: 'that another was chosen', next: 'The plots move there.',
    }));
    await this.#running;
  }

  /**
   * Defines a named query; `owner` is whoever may replace or remove it. Plots drawn from it, or from queries that read it, load anew
   * behind the pictures that stand; resolves when they are drawn.
   */
  define(definition: QueryDefinition, owner: object): Promise<void> {
    const changed = this.#catalog.define(this.#withInputs(definition), owner);
    this.#names.set(definition.name, { definition, owner });
    this.#bus.publish('define', definition.name, { name: definition.name });
    this.#bootWhenIdle();
    return this.#changed(changed);
  }

  /** Takes a name whose rows are still to come, by somebody's hand: plots drawn from it wait. */
  expect(name: string, owner: object): void {
    if (!this.#names.has(name)) this.#names.set(name, { definition: null, owner });
  }

  remove(name: string, owner: object): void {
    if (this.#names.get(name)?.owner !== owner) return;
    const changed = this.#catalog.remove(name, owner);
    this.#names.delete(name);
    this.#bus.publish('remove', name, { name });
    void this.#changed(changed);
  }

  /**
   * Gives a value to `$name` in the SQL of every query that has none of its own for it; only what names it, and what reads from that,
   * is run again. Resolves when the plots are drawn: set the next value then, not before.
   * @throws PikaError `source/duplicate-name` when another owner holds the name
   */
  setInput(name: string, value: unknown, owner: object): Promise<void> {
    this.#inputs.set(name, value, owner);
    return this.#inputsChanged();
  }

  removeInput(name: string, owner: object): void {
    if (this.#inputs.remove(name, owner)) void this.#inputsChanged();
  }

  /** Whether a plot on the page is drawn from the name: then it shows what is wrong with it. */
  isDrawn(name: string): boolean {
    return [...this.#views].some(({ attributes }) => attributes?.from?.trim() === name);
  }

  /** Loads a query now rather than when the first plot asks; waits a while for a name that nobody defined yet. */
  open(name: string, options: RequestOptions = {}): Promise<Relation> {
    return this.#openWhenDefined(name, options);
  }

  /** Tells when other rows stand under a name, or none; returns the function that stops it. */
  onChanged(name: string, listener: (change: Change) => void): () => void {
    return this.#changes.on('changed', (change) => {
      if (change.name === name) listener(change);
    });
  }

  /** Runs SQL over the named queries, `options.params` for its `$name`s; answers Arrow IPC stream bytes. */
  sql(text: string, options?: SqlRequestOptions): Promise<Uint8Array<ArrayBuffer>> {
    return this.#catalog.sql(text, { ...options, params: this.#inputs.under(options?.params) });
  }

  /**
   * Gives the database's memory, which only ever grows, back to the browser: when most of it is free, nothing runs, and nothing is in it
   * that only the page's own SQL can make. Happens by itself some time after queries went. Resolves to whether it did.
   */
  recycle(): Promise<boolean> {
    return this.#catalog.recycle();
  }

  /** The selection of a name, made when first asked for. Plots of one query share the one of its name unless they name another. */
  selection(name: string): Selection {
    const held = this.#selections.get(name);
    if (held) return held;
    const selection = new Selection(name);
    selection.onChange(() => this.#bus.publish('selection', name, selection));
    this.#selections.set(name, selection);
    return selection;
  }

  /** Creates a plot. Dispose it to free what it uses. */
  async createView(host: ViewHost): Promise<{ view: View; dispose: () => void }> {
    const stage = await this.#start();
    const view: View = new View(`pika.view.${++this.#serial}`, stage, this.#whoHears(host, () => view), this.#openWhenDefined);
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
    const stage = await this.#start();
    const countBySql: CountHost['countBySql'] = (name, predicate, signal) => this.results.count(name, predicate, { signal });
    const count = new RowCount(`pika.count.${++this.#serial}`, stage, { ...host, countBySql }, this.#openWhenDefined);
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
    const asked = this.#catalog.databaseBytes().then((sizeBytes) => this.#databaseBytes.resize(sizeBytes), () => undefined);
    await Promise.race([asked, this.#delay(ASK_DATABASE_MS)]);
    return {
      backend: backend.kind, description: backend.description, reason, losses: this.#losses.length,
      residentColumns: columns.size, views: this.#views.size, memory: this.memory.report(),
    };
  }

  /** Lets go of everything that no plot uses now: columns, free buffers, bin codes, indexes. It comes back when it is asked for. */
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

  #whoHears(host: ViewHost, view: () => View): ViewHost {
    return {
      ...host,
      render: (model) => {
        if (model.phase === 'error') this.#bus.failed(view().attributes?.from?.trim() ?? '', model.error);
        host.render(model);
      },
      painted: () => {
        this.#hasPainted = true;
        this.#bootWhenIdle();
        host.painted();
      },
    };
  }

  /** SQL that is defined and not yet asked for may be at any moment: after the first picture the database starts in idle time. Pages without never fetch it. */
  #bootWhenIdle(): void {
    if (!this.#hasPainted || !this.#catalog.awaitsDatabase) return;
    this.#options.whenIdle(() => {
      if (this.#catalog.awaitsDatabase) this.#catalog.boot().catch(() => undefined);
    });
  }

  #start(): Promise<Running> {
    this.#running ??= this.profile.time('engine', 'start backend', () => this.#choose()).then((chosen) => this.#run(chosen));
    return this.#running;
  }

  async #choose(): Promise<Chosen> {
    const choice = this.#options.backend;
    if (choice === 'cpu') return { backend: this.#cpu(), reason: 'asked for' };
    if (choice === 'webgpu') return { backend: await this.#gpu(), reason: 'asked for' };
    const adapter = await probeAdapter();
    if (!adapter) return { backend: this.#cpu(), reason: 'the browser offers no WebGPU adapter' };
    if (adapter.isFallback) return { backend: this.#cpu(), reason: `the WebGPU adapter is software (${adapter.description}), slower than our own CPU kernels` };
    try {
      return { backend: await this.#gpu(), reason: 'the browser offers a hardware WebGPU adapter' };
    } catch (thrown) {
      return { backend: this.#cpu(), reason: PikaError.from(thrown).message };
    }
  }

  #cpu(): Backend {
    const { worker } = this.#seams;
    return createCpuBackend({ memory: this.memory, profile: this.profile, ...(worker && { spawn: () => worker(startWorker) }) });
  }

  #gpu(): Promise<Backend> {
    const { device } = this.#seams;
    return createGpuBackend({ memory: this.memory, profile: this.profile, store: browserShapeStore(), ...(device && { prepareDevice: device }) });
  }

  #run({ backend, reason }: Chosen): Running {
    this.#seams.backend?.(backend);
    const conductor = new Conductor(backend, (act) => this.#clock.frame(act), this.profile);
    const columns = new ColumnCache<Progress>({
      memory: this.memory,
      kind: backend.memoryKind,
      graceMs: this.#options.graceMs,
      clock: this.#clock,
      ...(this.#seams.beforeRead && { beforeRead: this.#seams.beforeRead }),
      time: (name, work) => this.profile.time('columns', name, work),
      onAsked: (known) => this.profile.count(known ? 'columnHits' : 'columnMisses'),
      load: (column) => {
        this.profile.count('uploads', column.pages.length);
        this.profile.count('bytesUploaded', column.pages.reduce((sum, { keys }) => sum + keys.byteLength, 0));
        return backend.load(column);
      },
      unload: (id) => conductor.whenFree(() => backend.unload(id)),
      measure: (meta, signal) => measureExtent(meta, conductor, backend, signal),
    });
    const groups = new Map<Relation, LinkedViews>();
    const linked = (relation: Relation): LinkedViews => {
      const group = groups.get(relation)
        ?? new LinkedViews(backend.capabilities, (performer) => conductor.invalidate(performer), (ids) => backend.drop(ids), this.profile);
      groups.set(relation, group);
      return group;
    };
    const leave = (relation: Relation, member: Member): void => {
      const group = groups.get(relation);
      group?.remove(member);
      if (group?.size === 0) groups.delete(relation);
    };
    const selection = (name: string): Selection => this.selection(name);
    const follow: Stage['follow'] = (...request) => this.#bus.follow(...request);
    const zoomGroup = (name: string): SharedDomains<AxisDomain> => {
      const shared = this.#zoomGroups.get(name) ?? new SharedDomains<AxisDomain>();
      this.#zoomGroups.set(name, shared);
      return shared;
    };
    const running: Running = { backend, conductor, clock: this.#clock, memory: this.memory, columns, linked, leave, selection, zoomGroup, follow, profile: this.profile, reason, groups };
    this.#bus.publish('backend', 'engine', { kind: backend.kind, reason });
    void backend.lost.then(async (why) => {
      if ((await this.#running) === running && !this.#disposed) this.#recover(running, why);
    });
    return running;
  }

  /**
   * A lost backend is replaced: a GPU device by a new one of a new adapter, which may be another GPU by then, or, when that is lost again and
   * again, by the CPU; dead workers by new ones. Workers that die again and again are given up, and every plot says why.
   */
  #recover(lost: Running, why: string): void {
    const { kind } = lost.backend;
    const atMs = this.#clock.now();
    this.#losses = [...this.#losses, { kind, atMs }];
    const often = this.#losses.filter((loss) => loss.kind === kind && atMs - loss.atMs < LOSSES_WITHIN_MS).length >= MOST_LOSSES;
    const givenUp = often && kind === 'cpu';
    const error = new PikaError(kind === 'cpu' ? 'cpu/worker' : 'gpu/device-lost', {
      subject: `${kind} backend`, expected: 'to run on', found: why,
      next: givenUp ? 'Check that the worker files stand beside pika-plot.js, then reload the page.' : 'The plots move to another.',
    });
    if (!givenUp) {
      this.#takeOver(lost, this.#replacement(kind, often, why), error);
      return;
    }
    lost.conductor.close(error);
    for (const view of this.#views) view.giveUp(error);
  }

  async #replacement(kind: Loss['kind'], often: boolean, why: string): Promise<Chosen> {
    const lost = `the ${kind} backend was lost${often ? ` ${MOST_LOSSES} times in a minute` : ''}: ${why}`;
    if (kind === 'cpu' || often) return { backend: this.#cpu(), reason: lost };
    try {
      return { backend: await this.#gpu(), reason: `a new device, for ${lost}` };
    } catch (thrown) {
      return { backend: this.#cpu(), reason: `${lost}; ${PikaError.from(thrown).detail.found}` };
    }
  }

  /** Every plot moves to another backend and loads again there, behind the picture that stands; what is selected stays. */
  #takeOver(before: Running, chosen: Promise<Chosen>, reason: PikaError): void {
    before.columns.forget();
    before.conductor.close(reason);
    const next = chosen.then((choice) => this.#run(choice));
    this.#running = next;
    next.then((stage) => {
      const moves = [...this.#views].map((view) => ({ view, painted: view.moveTo(stage) }));
      for (const count of this.#counts) count.moveTo(stage);
      before.backend.dispose();
      const all = Promise.all(moves.map(({ painted }) => painted)).then(() => stage.conductor.settled());
      for (const { view, painted } of moves) {
        void painted.then(() => Promise.race([all, this.#delay(REVEAL_WITHIN_MS)])).then(() => {
          if (this.#running === next) view.reveal();
        });
      }
    }, (thrown: unknown) => {
      for (const view of this.#views) view.giveUp(PikaError.from(thrown));
    });
  }

  #delay(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.#clock.after(delayMs, resolve));
  }

  #withInputs(definition: QueryDefinition): QueryDefinition {
    return 'sql' in definition ? { ...definition, params: this.#inputs.under(definition.params) } : definition;
  }

  async #inputsChanged(): Promise<void> {
    // The catalog answers which of them it makes a difference to.
    const changed = [...this.#names.values()].flatMap(({ definition, owner }) => (definition && 'sql' in definition ? this.#catalog.define(this.#withInputs(definition), owner) : []));
    await this.#changed([...new Set(changed)]);
  }

  /**
   * Shows what stands under these names now in every plot drawn from them, all at once; resolves when it is drawn, so that the next
   * change does not come before.
   */
  async #changed(names: readonly string[], grew = false): Promise<void> {
    for (const name of names) {
      this.#changes.emit('changed', { name, grew });
      this.#bus.changed(name);
    }
    void this.#running?.then(({ columns }) => columns.sweep(), () => undefined);
    for (const count of this.#counts) if (names.includes(count.from ?? '')) void count.load();
    const drawn = [...this.#views].filter(({ attributes }) => names.includes(attributes?.from?.trim() ?? ''));
    if (drawn.length === 0) return;
    const swaps = await Promise.all(drawn.map((view) => view.refresh(grew)));
    for (const swap of swaps) swap();
    await (await this.#start()).conductor.settled();
  }

  readonly #openWhenDefined: OpenRelation = (name, options) => this.#bus.follow(name, `query "${name}"`, options, async (onProgress) => {
    const { signal } = options;
    if (!this.#names.get(name)?.definition) await this.#waitForName(name, onProgress, signal);
    const relation = await this.profile.time('source', `open ${name}`, () => this.#catalog.open(name, { ...(signal && { signal }), onProgress }));
    this.#bus.opened(name, relation);
    return relation;
  });

  #waitForName(name: string, onProgress: (progress: Progress) => void, signal: AbortSignal | undefined): Promise<void> {
    const expected = this.#names.has(name);
    if (expected) onProgress({ stage: 'choice', done: 0, total: null, unit: 'steps' });
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        stopTimer?.();
        off();
        letGo();
      };
      const off = this.#changes.on('changed', (change) => {
        if (change.name !== name || !this.#names.get(name)?.definition) return;
        stop();
        resolve();
      });
      const stopTimer = expected ? null : this.#clock.after(WAIT_FOR_NAME_MS, () => {
        stop();
        reject(unknownName(name, [...this.#names.keys()]));
      });
      const letGo = onAbort(signal, () => {
        stop();
        reject(abortedError(`from="${name}"`));
      });
    });
  }
}

/** Not every browser tells of idle time. */
function idleTime(work: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(work);
  else setTimeout(work, 1000);
}

function unknownName(name: string, names: readonly string[]): PikaError {
  const known = names.map((other) => `"${other}"`).join(', ');
  return new PikaError('plan/unknown-query', {
    subject: `from="${name}"`, expected: 'the name of a <pika-query> on this page', found: known ? `only ${known}` : 'no <pika-query> at all',
    next: `Add <pika-query name="${name}" src="…"> or correct the name.`,
  });
}

let extents = 0;

async function measureExtent(meta: ColumnMeta, conductor: Conductor, backend: Backend, signal: AbortSignal): Promise<Extent> {
  const out = `extent-${++extents}` as SlotId;
  const lane = laneOf(meta.encoding);
  await conductor.computeFor(signal, { kernel: 'extent', column: meta.id, lane, clauses: [], out });
  const words = await backend.read(out);
  backend.drop([out]);
  const keys = lane === 'f32' ? new Float32Array(words.buffer) : words;
  const [min, max] = [keyAt(lane, keys, 0), keyAt(lane, keys, 1)];
  return min === null || max === null || min > max ? null : [valueOf(meta.encoding, min), valueOf(meta.encoding, max)];
}
