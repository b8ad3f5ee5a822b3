import { Activities } from './events/activities';
import { Bus, type BusOptions, type Events } from './events/bus';
import type { Kind } from './events/lane';
import { PikaError } from './errors';
import type { Selection } from './link/selection';
import type { Progress, Relation, RequestOptions } from './source/source';

/** What `engine.events` tells; the source of each is the name of a query, where nothing else is said. */
export interface EngineEventKinds {
  /** A query can't be loaded, or a plot of it not be drawn. Each error is told once, however many wait for the rows. */
  error: Kind<'control', PikaError>;
  /** Somebody does not wait for the rows any more. */
  cancel: Kind<'control', { readonly request: string }>;
  /** Rows can be drawn. */
  ready: Kind<'control', { readonly rows: number; readonly columns: readonly string[] }>;
  define: Kind<'control', { readonly name: string }>;
  remove: Kind<'control', { readonly name: string }>;
  /** Plots are drawn by this backend from now on; source: `engine`. */
  backend: Kind<'control', { readonly kind: 'webgpu' | 'cpu'; readonly reason: string }>;
  /** Other rows stand under the name, or more of them. */
  data: Kind<'state', { readonly version: number }>;
  /** Something else is selected; source: the selection's name. What it holds is read when it is told. */
  selection: Kind<'state', Selection>;
  /** How far loading has come. `finished` once, after all of it is done. */
  progress: Kind<'progress', Progress & { readonly finished: boolean }>;
}

export type EngineEvents = Events<EngineEventKinds>;

/** The engine's bus, and what it tells of the requests that it follows. */
export class EngineBus extends Bus<EngineEventKinds> {
  readonly #versions = new Map<string, number>();
  /** Errors and relations of which was told: many wait for the same. */
  readonly #told = new WeakSet<object>();
  readonly #activities = new Activities<Progress>({
    progress: (source, progress, finished) => this.publish('progress', source, { ...progress, finished }, finished),
    stopped: (source) => this.withdraw('progress', source),
  });

  constructor(options?: BusOptions) {
    super(
      {
        error: 'control',
        cancel: 'control',
        ready: 'control',
        define: 'control',
        remove: 'control',
        backend: 'control',
        data: 'state',
        selection: 'state',
        progress: 'progress',
      },
      options,
    );
  }

  /**
   * Does some of the work for a query's rows; `onProgress` hears of all such work for that query, as seldom as anybody
   * does, and of this work's end before the answer.
   */
  async follow<T>(
    name: string,
    request: string,
    { signal, onProgress }: RequestOptions,
    work: (report: (progress: Progress) => void) => Promise<T>,
  ): Promise<T> {
    const activity = this.#activities.begin(name);
    const off =
      onProgress &&
      this.on('progress', ({ detail: { finished, ...progress } }) => !finished && onProgress(progress), {
        source: name,
      });
    try {
      const answer = await work(activity.report);
      const end = activity.finish();
      if (end && onProgress) this.call(onProgress, end);
      return answer;
    } catch (thrown) {
      activity.stop();
      const error = PikaError.from(thrown, request);
      if (!signal?.aborted && error.code !== 'source/aborted') this.failed(name, error);
      else if (this.#isNew(error)) this.publish('cancel', name, { request });
      throw error;
    } finally {
      off?.();
    }
  }

  failed(name: string, error: PikaError): void {
    if (this.#isNew(error)) this.publish('error', name, error);
  }

  opened(name: string, relation: Relation): void {
    if (this.#isNew(relation))
      this.publish('ready', name, { rows: relation.rowCount, columns: relation.fields.map((field) => field.name) });
  }

  changed(name: string): void {
    const version = (this.#versions.get(name) ?? 0) + 1;
    this.#versions.set(name, version);
    this.publish('data', name, { version });
  }

  #isNew(what: object): boolean {
    const known = this.#told.has(what);
    this.#told.add(what);
    return !known;
  }
}
