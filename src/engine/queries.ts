import { abortedError, onAbort } from './abort';
import type { Clock } from './clock';
import type { EngineBus } from './engine-events';
import { PikaError } from './errors';
import { Emitter } from './events/emitter';
import type { Profile } from './profile/profile';
import { Claims, type ClaimKind } from './source/claims';
import { Inputs } from './source/inputs';
import { readsOf } from './source/reads-of';
import { listNames, nearestNames } from './nearest-names';
import { QueryStates, type QueryState } from './query-states';
import type { Catalog, Progress, QueryDefinition, Relation, RequestOptions, SqlRequestOptions } from './source/source';

/**
 * A query's rows changed: it, or a query that it depends on, was defined, redefined or removed; or more rows arrived
 * (`grew`).
 */
export interface Change {
  readonly name: string;
  readonly grew: boolean;
}

export interface QueriesOptions {
  readonly catalog: Catalog;
  readonly bus: EngineBus;
  readonly profile: Profile;
  readonly clock: Clock;
  /** Runs work when the page is idle. */
  readonly whenIdle: (work: () => void) => void;
  /** Redraws the plots of these queries; resolves when they are drawn. */
  readonly redraw: (names: readonly string[], grew: boolean) => Promise<void>;
}

/** Who is yet to provide the rows of a name: the user, by choosing a file, or a script of the page. */
export type Provider = 'user' | 'script';

/** A claimed name. Before its rows are provided, `definition` is null; `error` says why they never were. */
interface Named {
  readonly definition: QueryDefinition | null;
  readonly owner: object;
  readonly provider?: Provider;
  readonly error?: PikaError;
}

/**
 * How long a plot waits for a <pika-query> that may yet be added (parsed later, or by a script) before it reports an
 * error.
 */
const WAIT_FOR_NAME_MS = 1500;

/**
 * The named queries of a page and the inputs of their SQL: owners of names, callers that wait for a name, and listeners
 * for changed rows.
 */
export class Queries {
  readonly #options: QueriesOptions;
  readonly #inputs = new Inputs();
  readonly #claims: Readonly<Record<ClaimKind, Claims>> = {
    query: new Claims('query'),
    input: new Claims('input'),
    selection: new Claims('selection'),
  };
  readonly #names = new Map<string, Named>();
  readonly #changes = new Emitter<{ changed: Change }>();
  readonly #states: QueryStates;
  #hasPainted = false;

  constructor(options: QueriesOptions) {
    this.#options = options;
    const { bus } = options;
    this.#states = new QueryStates((name, state) => bus.publish('query', name, state));
    bus.on('progress', ({ source, detail: { finished, ...progress } }) => {
      if (!finished) this.#states.progressed(source, progress);
    });
  }

  state(name: string): QueryState {
    return this.#states.get(name);
  }

  /** All queries whose rows are provided, as they were defined. */
  get definitions(): readonly QueryDefinition[] {
    return [...this.#names.values()].flatMap(({ definition }) => definition ?? []);
  }

  /** The values of inputs, by name. */
  get inputs(): Readonly<Record<string, unknown>> {
    return this.#inputs.under();
  }

  /** The owners of names of one kind. */
  claims(kind: ClaimKind): Claims {
    return this.#claims[kind];
  }

  /**
   * Resolves when the plots drawn from it, or from queries that read it, are redrawn.
   * @throws PikaError `source/duplicate-name` when another owner that is on the page holds the name
   */
  define(definition: QueryDefinition, owner: object): Promise<void> {
    const { bus } = this.#options;
    const { name } = definition;
    const left = this.#claim(name, owner);
    const changed = this.#defineInCatalog(definition, owner, left);
    this.#names.set(name, { definition, owner });
    if (this.#states.get(name).rowCount === null) this.#states.loading(name);
    bus.publish('define', name, { name });
    this.#bootWhenIdle();
    return this.changed([...new Set([...left, ...changed])]);
  }

  /**
   * Claims a name whose rows are yet to be provided; plots drawn from it wait.
   * @throws PikaError `source/duplicate-name` as {@link define} does
   */
  claimName(name: string, owner: object, provider: Provider): void {
    const left = this.#claim(name, owner);
    const changed = [...left, ...this.#options.catalog.remove(name, owner)];
    this.#names.set(name, { definition: null, owner, provider });
    this.#states.waiting(name);
    if (changed.length > 0) void this.changed([...new Set(changed)]);
  }

  /** The rows of a claimed name were not provided: plots drawn from it show why. */
  refuse(name: string, owner: object, error: PikaError): void {
    if (!this.#claims.query.owns(name, owner)) return;
    this.#names.set(name, { definition: null, owner, error });
    this.#states.failed(name, error);
    void this.changed([name]);
  }

  remove(name: string, owner: object): void {
    if (!this.#claims.query.owns(name, owner)) return;
    const changed = this.#options.catalog.remove(name, owner);
    this.#names.delete(name);
    this.#states.removed(name);
    this.#options.bus.publish('remove', name, { name });
    void this.changed(changed);
    // This must come last: an owner that waits for the name defines it synchronously, during this call.
    this.#claims.query.release(name, owner);
  }

  /** @param left names whose rows are gone in either case */
  #defineInCatalog(definition: QueryDefinition, owner: object, left: readonly string[]): readonly string[] {
    try {
      return this.#options.catalog.define(this.#withInputs(definition), owner);
    } catch (thrown) {
      void this.changed(left);
      throw thrown;
    }
  }

  /** Claims a name. Returns the names whose rows were removed with an owner that gave way. */
  #claim(name: string, owner: object): readonly string[] {
    const left = this.#claims.query.claim(name, owner);
    if (!left) return [];
    this.#names.delete(left.name);
    if (left.name !== name) this.#states.removed(left.name);
    return this.#options.catalog.remove(left.name, left.owner);
  }

  /** @throws PikaError `source/duplicate-name` when another owner that is on the page holds the name */
  setInput(name: string, value: unknown, owner: object): Promise<void> {
    this.#claims.input.claim(name, owner);
    this.#inputs.set(name, value);
    return this.#inputsChanged();
  }

  removeInput(name: string, owner: object): void {
    if (!this.#claims.input.owns(name, owner)) return;
    this.#inputs.remove(name);
    void this.#inputsChanged();
    this.#claims.input.release(name, owner);
  }

  /** Waits a while for a name that is not defined yet. */
  readonly open = (name: string, options: RequestOptions = {}): Promise<Relation> => {
    const { catalog, bus, profile } = this.#options;
    return bus.follow(name, `query "${name}"`, options, async (onProgress) => {
      const { signal } = options;
      if (!this.#names.get(name)?.definition) await this.#waitFor(name, onProgress, signal);
      const opening = profile.time('source', `open ${name}`, () =>
        catalog.open(name, { ...(signal && { signal }), onProgress }),
      );
      const relation = await opening.catch((thrown: unknown) => this.#failed(name, thrown));
      if (this.#names.has(name)) this.#states.ready(name, relation);
      bus.opened(name, relation);
      return relation;
    });
  };

  sql(text: string, options?: SqlRequestOptions): Promise<Uint8Array<ArrayBuffer>> {
    return this.#options.catalog.sql(text, { ...options, params: this.#inputs.under(options?.params) });
  }

  onChanged(name: string, listener: (change: Change) => void): () => void {
    return this.#changes.on('changed', (change) => {
      if (change.name === name) listener(change);
    });
  }

  /** Publishes the change and redraws. Resolves when it is drawn, so that callers can wait before the next change. */
  async changed(names: readonly string[], grew = false): Promise<void> {
    for (const name of names) {
      if (!grew && this.#names.get(name)?.definition) this.#states.loading(name);
      this.#changes.emit('changed', { name, grew });
      this.#options.bus.changed(name);
    }
    await this.#options.redraw(names, grew);
  }

  /** A plot was painted. */
  painted(): void {
    this.#hasPainted = true;
    this.#bootWhenIdle();
  }

  /**
   * Starts the database in idle time after the first paint if some SQL is defined but not requested yet: it may be at
   * any moment. Pages without SQL never fetch the database.
   */
  #bootWhenIdle(): void {
    const { catalog, whenIdle } = this.#options;
    if (!this.#hasPainted || !catalog.awaitsDatabase) return;
    whenIdle(() => {
      if (catalog.awaitsDatabase) catalog.boot().catch(() => undefined);
    });
  }

  #failed(name: string, thrown: unknown): never {
    const error = this.#refusedIn(name, thrown) ?? PikaError.from(thrown, `query "${name}"`);
    if (this.#names.has(name) && error.code !== 'source/aborted') this.#states.failed(name, error);
    throw error;
  }

  /** SQL that reads from a refused query can't find it: the reason is why that one has no rows. */
  #refusedIn(name: string, thrown: unknown): PikaError | null {
    const { definition } = this.#names.get(name) ?? {};
    if (!(thrown instanceof PikaError) || thrown.code !== 'plan/unknown-query') return null;
    const reads = definition ? readsOf(definition) : [];
    return (
      [...this.#names].find(([other, { error }]) => error && reads.includes(other.toLowerCase()))?.[1].error ?? null
    );
  }

  #withInputs(definition: QueryDefinition): QueryDefinition {
    return 'sql' in definition ? { ...definition, params: this.#inputs.under(definition.params) } : definition;
  }

  async #inputsChanged(): Promise<void> {
    // The catalog returns the names that the change affects.
    const changed = [...this.#names.values()].flatMap(({ definition, owner }) =>
      definition && 'sql' in definition ? this.#options.catalog.define(this.#withInputs(definition), owner) : [],
    );
    await this.changed([...new Set(changed)]);
  }

  #waitFor(name: string, onProgress: (progress: Progress) => void, signal: AbortSignal | undefined): Promise<void> {
    const named = this.#names.get(name);
    if (named?.error) return Promise.reject(named.error);
    if (named?.provider === 'user') onProgress({ stage: 'choice', done: 0, total: null, unit: 'steps' });
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        stopTimer?.();
        off();
        stopWaiting();
      };
      const off = this.#changes.on('changed', (change) => {
        const { definition, error } = (change.name === name && this.#names.get(name)) || {};
        if (!definition && !error) return;
        stop();
        if (error) reject(error);
        else resolve();
      });
      const stopTimer = named
        ? null
        : this.#options.clock.after(WAIT_FOR_NAME_MS, () => {
            stop();
            reject(unknownName(name, [...this.#names.keys()]));
          });
      const stopWaiting = onAbort(signal, () => {
        stop();
        reject(abortedError(`from="${name}"`));
      });
    });
  }
}

function unknownName(name: string, names: readonly string[]): PikaError {
  const sameButCase = names.find((other) => other.toLowerCase() === name.toLowerCase());
  const [near] = nearestNames(name, names, 1);
  return new PikaError('plan/unknown-query', {
    subject: `from="${name}"`,
    expected: 'the name of a <pika-query> on this page',
    found: names.length > 0 ? `only ${listNames(names)}` : 'no <pika-query> at all',
    next:
      sameButCase !== undefined
        ? `Write from="${sameButCase}": plots and selections distinguish upper and lower case in query names.`
        : (near === undefined ? '' : `Did you mean "${near}"? `) +
          `Add <pika-query name="${name}" src="…"> or correct the name.`,
  });
}
