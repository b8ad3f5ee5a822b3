import { ColumnCache, type Extent } from './columns/column-cache';
import { laneOf, type ColumnMeta } from './columns/column';
import { keyAt, valueOf } from './columns/keys';
import { createCpuBackend } from './cpu/cpu-backend';
import { PikaError } from './errors';
import { Emitter } from './events';
import type { Backend } from './frame/backend';
import { Conductor } from './frame/conductor';
import type { SlotId } from './frame/recording';
import { browserShapeStore, createGpuBackend, probeAdapter } from './gpu/gpu-backend';
import { Crossfilter, type Member } from './link/crossfilter';
import { Profile } from './profile/profile';
import { createCatalog } from './source/catalog';
import { Results } from './source/results';
import type { Catalog, Progress, QueryDefinition, Relation, RequestOptions, SqlRequestOptions } from './source/source';
import type { Stage } from './view/stage';
import { View, type OpenRelation } from './view/view';
import type { ViewHost } from './view/view-model';

export type BackendChoice = 'auto' | 'webgpu' | 'cpu';

export interface EngineOptions {
  /** `auto` takes WebGPU on real hardware and the CPU elsewhere. */
  readonly backend?: BackendChoice;
  /** How long a column that no plot uses stays resident, in milliseconds. */
  readonly graceMs?: number;
}

export interface EngineStatus {
  readonly backend: 'webgpu' | 'cpu';
  readonly description: string;
  /** Why this backend. */
  readonly reason: string;
  readonly residentColumns: number;
  readonly views: number;
}

interface EngineEvents {
  /** A name was defined, redefined or removed. */
  query: string;
  /** Rows arrived under a name, or under one that it reads from. */
  grown: string;
}

interface Chosen {
  readonly backend: Backend;
  /** Why this one. */
  readonly reason: string;
}

interface Running extends Stage {
  readonly reason: string;
  readonly groups: Map<Relation, Crossfilter>;
}

/** How long a plot waits for a <pika-query> that may still be on its way (parsed later, added by a script) before it says so. */
const WAIT_FOR_NAME_MS = 1500;

const MOST_LOSSES = 3;
const LOSSES_WITHIN_MS = 60_000;

/**
 * The composition root: one per page. Wires sources, columns, links, frames and a backend; owns none of their work.
 * Rooms know each other only through what is handed over here.
 */
export class Engine {
  readonly profile = new Profile();
  /** What named queries hold, as Arrow, objects or CSV. */
  readonly results: Results;
  #options: Required<EngineOptions>;
  readonly #catalog: Catalog;
  readonly #names = new Map<string, object>();
  readonly #events = new Emitter<EngineEvents>();
  readonly #views = new Set<View>();
  #running: Promise<Running> | null = null;
  #lossesMs: readonly number[] = [];
  #serial = 0;

  constructor(options: EngineOptions = {}) {
    this.#options = { backend: 'auto', graceMs: 5000, ...options };
    this.#catalog = createCatalog({ onGrown: (names) => this.#grown(names), profile: this.profile });
    this.results = new Results(this.#catalog);
  }

  /** Changes options. Another backend takes over every plot; what is selected stays. */
  async configure(options: EngineOptions): Promise<void> {
    const changed = options.backend !== undefined && options.backend !== this.#options.backend;
    this.#options = { ...this.#options, ...options };
    if (!changed || !this.#running) return;
    const before = await this.#running;
    this.#takeOver(before, chooseBackend(this.#options.backend, this.profile), new PikaError('source/aborted', {
      subject: `${before.backend.kind} backend`, expected: 'to run on', found: 'that another was chosen', next: 'The plots move there.',
    }));
    await this.#running;
  }

  /** Defines a named query; `owner` is whoever may replace or remove it. Plots drawn from it, or from queries that read it, load anew. */
  define(definition: QueryDefinition, owner: object): void {
    const changed = this.#catalog.define(definition, owner);
    this.#names.set(definition.name, owner);
    for (const name of changed) this.#nameChanged(name);
  }

  remove(name: string, owner: object): void {
    if (this.#names.get(name) !== owner) return;
    const changed = this.#catalog.remove(name, owner);
    this.#names.delete(name);
    for (const other of changed) this.#nameChanged(other);
  }

  /** Whether a plot on the page is drawn from the name: then it shows what is wrong with it. */
  isDrawn(name: string): boolean {
    return [...this.#views].some(({ attributes }) => attributes?.from?.trim() === name);
  }

  /** Loads a query now rather than when the first plot asks. */
  open(name: string, options?: RequestOptions): Promise<Relation> {
    return this.#catalog.open(name, options);
  }

  /** Tells when rows arrive under a name; returns the function that stops it. */
  onGrown(name: string, listener: () => void): () => void {
    return this.#events.on('grown', (grown) => {
      if (grown === name) listener();
    });
  }

  /** Runs SQL over the named queries, `options.params` for its `$name`s; answers Arrow IPC stream bytes. */
  sql(text: string, options?: SqlRequestOptions): Promise<Uint8Array<ArrayBuffer>> {
    return this.#catalog.sql(text, options);
  }

  /** Creates a plot. Dispose it to free what it uses. */
  async createView(host: ViewHost): Promise<{ view: View; dispose: () => void }> {
    const stage = await this.#start();
    const view = new View(`pika.view.${++this.#serial}`, stage, host, this.#openWhenDefined);
    this.#views.add(view);
    return {
      view,
      dispose: () => {
        this.#views.delete(view);
        view.dispose();
      },
    };
  }

  async status(): Promise<EngineStatus> {
    const { backend, reason, columns } = await this.#start();
    return { backend: backend.kind, description: backend.description, reason, residentColumns: columns.size, views: this.#views.size };
  }

  #start(): Promise<Running> {
    this.#running ??= this.profile.time('engine', 'start backend', () => chooseBackend(this.#options.backend, this.profile)).then((chosen) => this.#run(chosen));
    return this.#running;
  }

  #run({ backend, reason }: Chosen): Running {
    const conductor = new Conductor(backend, (callback) => requestAnimationFrame(callback), this.profile);
    const columns = new ColumnCache<Progress>({
      graceMs: this.#options.graceMs,
      time: (name, work) => this.profile.time('columns', name, work),
      onAsked: (known) => this.profile.count(known ? 'columnHits' : 'columnMisses'),
      load: (column) => {
        this.profile.count('uploads', column.pages.length);
        this.profile.count('bytesUploaded', column.pages.reduce((sum, { keys }) => sum + keys.byteLength, 0));
        return backend.load(column);
      },
      unload: (id) => backend.unload(id),
      measure: (meta) => measureExtent(meta, conductor, backend),
    });
    const groups = new Map<Relation, Crossfilter>();
    const crossfilter = (relation: Relation): Crossfilter => {
      const group = groups.get(relation)
        ?? new Crossfilter(backend.capabilities, (performer) => conductor.invalidate(performer), (ids) => backend.drop(ids), this.profile);
      groups.set(relation, group);
      return group;
    };
    const leave = (relation: Relation, member: Member): void => {
      const group = groups.get(relation);
      group?.remove(member);
      if (group?.size === 0) groups.delete(relation);
    };
    const running: Running = { backend, conductor, columns, crossfilter, leave, profile: this.profile, reason, groups };
    void backend.lost.then(async (why) => {
      if ((await this.#running) === running) this.#fallBack(running, why);
    });
    return running;
  }

  /** A lost backend is replaced by the CPU's; one that is lost again and again is given up, and every plot says why. */
  #fallBack(lost: Running, why: string): void {
    const nowMs = performance.now();
    this.#lossesMs = [...this.#lossesMs.filter((lossMs) => nowMs - lossMs < LOSSES_WITHIN_MS), nowMs];
    const error = new PikaError(lost.backend.kind === 'cpu' ? 'cpu/worker' : 'gpu/device-lost', {
      subject: `${lost.backend.kind} backend`, expected: 'to run on', found: why,
      next: this.#lossesMs.length < MOST_LOSSES ? 'The plots move to the CPU.' : 'Check that the worker files stand beside pika-plot.js, then reload the page.',
    });
    if (this.#lossesMs.length < MOST_LOSSES) {
      this.#takeOver(lost, Promise.resolve({ backend: createCpuBackend({ profile: this.profile }), reason: `the ${lost.backend.kind} backend was lost: ${why}` }), error);
      return;
    }
    lost.conductor.close(error);
    for (const view of this.#views) view.failed(error);
  }

  /** Every plot moves to another backend and loads again there; what is selected stays. */
  #takeOver(before: Running, chosen: Promise<Chosen>, reason: PikaError): void {
    before.columns.forget();
    before.conductor.close(reason);
    const next = chosen.then((choice) => this.#run(choice));
    this.#running = next;
    next.then((stage) => {
      for (const view of this.#views) view.moveTo(stage);
      before.backend.dispose();
    }, (thrown: unknown) => {
      for (const view of this.#views) view.failed(PikaError.from(thrown));
    });
  }

  /** Shows rows that arrived in every plot at once; resolves when they are drawn, so that the next do not come before. */
  async #grown(names: readonly string[]): Promise<void> {
    for (const name of names) this.#events.emit('grown', name);
    const drawn = [...this.#views].filter(({ attributes }) => names.includes(attributes?.from?.trim() ?? ''));
    if (drawn.length === 0) return;
    const swaps = await Promise.all(drawn.map((view) => view.refresh()));
    for (const swap of swaps) swap();
    await (await this.#start()).conductor.settled();
  }

  #nameChanged(name: string): void {
    this.#events.emit('query', name);
    for (const view of this.#views) if (view.attributes?.from?.trim() === name) view.reload();
  }

  readonly #openWhenDefined: OpenRelation = async (name, options) => {
    if (!this.#names.has(name)) await this.#waitForName(name, options.signal);
    return this.profile.time('source', `open ${name}`, () => this.#catalog.open(name, options));
  };

  #waitForName(name: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        off();
        signal.removeEventListener('abort', stop);
      };
      const off = this.#events.on('query', (defined) => {
        if (defined !== name || !this.#names.has(name)) return;
        stop();
        resolve();
      });
      const timer = setTimeout(() => {
        stop();
        const known = [...this.#names.keys()].map((other) => `"${other}"`).join(', ');
        reject(new PikaError('plan/unknown-query', {
          subject: `from="${name}"`, expected: 'the name of a <pika-query> on this page', found: known ? `only ${known}` : 'no <pika-query> at all',
          next: `Add <pika-query name="${name}" src="…"> or correct the name.`,
        }));
      }, WAIT_FOR_NAME_MS);
      signal.addEventListener('abort', stop, { once: true });
    });
  }
}

async function chooseBackend(choice: BackendChoice, profile: Profile): Promise<Chosen> {
  if (choice === 'cpu') return { backend: createCpuBackend({ profile }), reason: 'asked for' };
  if (choice === 'webgpu') return { backend: await createGpuBackend({ profile, store: browserShapeStore() }), reason: 'asked for' };
  const adapter = await probeAdapter();
  if (!adapter) return { backend: createCpuBackend({ profile }), reason: 'the browser offers no WebGPU adapter' };
  if (adapter.isFallback) return { backend: createCpuBackend({ profile }), reason: `the WebGPU adapter is software (${adapter.description}), slower than our own CPU kernels` };
  try {
    return { backend: await createGpuBackend({ profile, store: browserShapeStore() }), reason: 'the browser offers a hardware WebGPU adapter' };
  } catch (thrown) {
    return { backend: createCpuBackend({ profile }), reason: PikaError.from(thrown).message };
  }
}

let extents = 0;

async function measureExtent(meta: ColumnMeta, conductor: Conductor, backend: Backend): Promise<Extent> {
  const out = `extent-${++extents}` as SlotId;
  const lane = laneOf(meta.encoding);
  await conductor.compute({ kernel: 'extent', column: meta.id, lane, clauses: [], out });
  const words = await backend.read(out);
  backend.drop([out]);
  const keys = lane === 'f32' ? new Float32Array(words.buffer) : words;
  const [min, max] = [keyAt(lane, keys, 0), keyAt(lane, keys, 1)];
  return min === null || max === null || min > max ? null : [valueOf(meta.encoding, min), valueOf(meta.encoding, max)];
}
