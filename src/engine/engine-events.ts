import { ProgressTracker } from './events/progress-tracker';
import { Bus, type BusOptions, type Events } from './events/bus';
import type { Kind } from './events/lane';
import { PikaError } from './errors';
import type { Selection } from './link/selection';
import type { QueryState } from './query-states';
import type { Progress, Relation, RequestOptions } from './source/source';

/** The events of `engine.events`. Unless stated otherwise, `source` is the name of a query. */
export interface EngineEventKinds {
  /**
   * A query cannot be loaded, or a plot of it cannot be drawn. Each error is published once, however many callers wait
   * for the rows.
   */
  error: Kind<'control', PikaError>;
  /** A request for the rows was canceled. */
  cancel: Kind<'control', { readonly request: string }>;
  /** The query is open: its rows can be drawn. */
  ready: Kind<'control', { readonly rows: number; readonly columns: readonly string[] }>;
  define: Kind<'control', { readonly name: string }>;
  remove: Kind<'control', { readonly name: string }>;
  /** From now on this backend draws the plots; source: `engine`. */
  backend: Kind<'control', { readonly kind: 'webgpu' | 'cpu'; readonly reason: string }>;
  /** The state of the query changed. */
  query: Kind<'state', QueryState>;
  /** The query's rows changed, or more of them arrived. */
  data: Kind<'state', { readonly version: number }>;
  /** A selection changed; source: its name. `detail` is the live selection, with its state at delivery. */
  selection: Kind<'state', Selection>;
  /** Loading progress. `finished` is true once, when everything is loaded. */
  progress: Kind<'progress', Progress & { readonly finished: boolean }>;
}

export type EngineEvents = Events<EngineEventKinds>;

/** The engine's bus. Also publishes the progress and the outcome of the requests it tracks. */
export class EngineBus extends Bus<EngineEventKinds> {
  readonly #versions = new Map<string, number>();
  /** Errors and relations already published: several callers wait for the same one. */
  readonly #published = new WeakSet<object>();
  readonly #activities = new ProgressTracker<Progress>({
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
        query: 'state',
        data: 'state',
        selection: 'state',
        progress: 'progress',
      },
      options,
    );
  }

  /**
   * Runs work that loads a query's rows, and publishes its progress. `onProgress` gets the progress of all such work
   * for the query, throttled like the event, and the end of this work before the promise resolves.
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
    const known = this.#published.has(what);
    this.#published.add(what);
    return !known;
  }
}
