import {
  PikaError,
  pageEngine,
  type Progress,
  type Provider,
  type QueryDefinition,
  type Relation,
} from '../../engine/index';

/** Callbacks for the state of a query. */
export interface QueryListener {
  loading(): void;
  progress(progress: Progress): void;
  ready(relation: Relation): void;
  /** `partial`: plots keep drawing the rows that arrived, so they do not show the error. */
  failed(error: PikaError, here: boolean): void;
}

/**
 * Registers a query name in the page's engine for an owner. Defines and redefines the query, reloads it when its rows
 * change, and removes it.
 */
export class RegisteredQuery {
  readonly #owner: object;
  readonly #listener: QueryListener;
  #name: string | null = null;
  #off: (() => void) | null = null;
  /** Set while another owner holds the wanted name. */
  #stopWaiting: (() => void) | null = null;
  #loading: AbortController | null = null;
  #relation: Promise<Relation> | null = null;

  constructor(owner: object, listener: QueryListener) {
    this.#owner = owner;
    this.#listener = listener;
  }

  /** The name that it holds; null while there is none. */
  get name(): string | null {
    return this.#name;
  }

  /** Whether the owner still holds the name: another may have taken it while the owner was off the page. */
  get isHeld(): boolean {
    return this.#name !== null && pageEngine().ownsName('query', this.#name, this.#owner);
  }

  /** The current rows, once they can be drawn; null while nothing is defined. */
  get relation(): Promise<Relation> | null {
    // More rows may have arrived since it was loaded.
    return (
      this.#relation?.then((relation) =>
        relation.isStale && this.#name !== null ? pageEngine().open(this.#name) : relation,
      ) ?? null
    );
  }

  /** @throws PikaError when the definition is rejected */
  define(definition: QueryDefinition): void {
    this.#takeName(definition.name);
    const before = this.#loading;
    void pageEngine().define(definition, this.#owner);
    // A definition that changes nothing emits no change.
    if (this.#loading === before) this.#load(definition.name);
  }

  /**
   * Holds a name while its rows are yet to be provided.
   * @throws PikaError when another owner holds it
   */
  expect(name: string, provider: Provider): void {
    this.#loading?.abort();
    this.#relation = null;
    this.#takeName(name);
    pageEngine().claimName(name, this.#owner, provider);
  }

  /** The rows were not provided: plots show why. */
  refuse(error: PikaError): void {
    if (this.#name !== null) pageEngine().refuse(this.#name, this.#owner, error);
  }

  /** Calls `retry` when the other owner frees the name. */
  whenFree(name: string, retry: () => void): void {
    this.#stopWaiting?.();
    this.#stopWaiting = pageEngine().onReleased('query', name, retry);
  }

  remove(): void {
    this.#loading?.abort();
    this.#relation = null;
    this.#off?.();
    this.#stopWaiting?.();
    this.#stopWaiting = null;
    if (this.#name !== null) pageEngine().remove(this.#name, this.#owner);
    this.#name = null;
  }

  #takeName(name: string): void {
    this.#stopWaiting?.();
    this.#stopWaiting = null;
    if (this.#name === name) return;
    this.remove();
    this.#name = name;
    this.#off = pageEngine().onChanged(name, ({ grew }) => (grew ? this.#reportRows(name) : this.#load(name)));
  }

  #load(name: string): void {
    this.#loading?.abort();
    const { signal } = (this.#loading = new AbortController());
    this.#listener.loading();
    this.#relation = this.#open(name, signal);
    this.#relation.then(
      (relation) => {
        if (signal.aborted) return;
        this.#listener.ready(relation);
        relation.finished?.catch((thrown: unknown) => {
          if (!signal.aborted) this.#listener.failed(PikaError.from(thrown, `data of query "${name}"`), true);
        });
      },
      (thrown: unknown) => {
        if (!signal.aborted) this.#listener.failed(PikaError.from(thrown, `query "${name}"`), false);
      },
    );
  }

  /** Reports arriving rows. Queries over them run only on demand. */
  #reportRows(name: string): void {
    this.#relation
      ?.then(async ({ finished }) => {
        if (!finished) return;
        const { rowCount } = await pageEngine().open(name);
        this.#listener.progress({ stage: 'read', done: rowCount, total: null, unit: 'rows' });
      })
      .catch(() => undefined);
  }

  /**
   * Opens the query, and opens it again if it changed during that: rows arrived, or a query that it uses was redefined.
   */
  async #open(name: string, signal: AbortSignal): Promise<Relation> {
    const onProgress = (progress: Progress): void => {
      if (!signal.aborted) this.#listener.progress(progress);
    };
    for (;;) {
      try {
        return await pageEngine().open(name, { signal, onProgress });
      } catch (thrown) {
        if (signal.aborted || !(thrown instanceof PikaError) || thrown.code !== 'source/aborted') throw thrown;
      }
    }
  }
}
