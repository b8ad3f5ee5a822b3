import { PikaError, pageEngine, type Progress, type QueryDefinition, type Relation } from '../../engine/index';

/** Who hears what becomes of a query. */
export interface QueryListener {
  loading(): void;
  progress(progress: Progress): void;
  ready(relation: Relation): void;
  /** `here`: no plot can tell it, because the rows that came stay drawn. */
  failed(error: PikaError, here: boolean): void;
}

/** One name in the page's engine, held for an owner: defined, redefined in its place, loaded again whenever its rows change, removed. */
export class RegisteredQuery {
  readonly #owner: object;
  readonly #listener: QueryListener;
  #name: string | null = null;
  #off: (() => void) | null = null;
  /** While another holds the name that is wanted. */
  #stopWaiting: (() => void) | null = null;
  #loading: AbortController | null = null;
  #relation: Promise<Relation> | null = null;

  constructor(owner: object, listener: QueryListener) {
    this.#owner = owner;
    this.#listener = listener;
  }

  /** The name that stands; null while there is none. */
  get name(): string | null {
    return this.#name;
  }

  /** Whether its name is still its own: another may have taken it while the owner was off the page. */
  get isHeld(): boolean {
    return this.#name !== null && pageEngine().holds('query', this.#name, this.#owner);
  }

  /** The rows as they are now, once they can be drawn; null while nothing is defined. */
  get relation(): Promise<Relation> | null {
    // It was loaded once; more rows may have come since.
    return this.#relation?.then((relation) => (relation.retired && this.#name !== null ? pageEngine().open(this.#name) : relation)) ?? null;
  }

  /** @throws PikaError when the definition can't stand: then none does */
  define(definition: QueryDefinition): void {
    this.#take(definition.name);
    const before = this.#loading;
    void pageEngine().define(definition, this.#owner);
    // What changes nothing is not told as a change.
    if (this.#loading === before) this.#load(definition.name);
  }

  /**
   * Holds a name whose rows the user has still to choose.
   * @throws PikaError when another holds it
   */
  expect(name: string): void {
    this.#loading?.abort();
    this.#relation = null;
    this.#take(name);
    pageEngine().expect(name, this.#owner);
  }

  /** Calls back when the name, which another holds, is free. */
  whenFree(name: string, retry: () => void): void {
    this.#stopWaiting?.();
    this.#stopWaiting = pageEngine().onFreed('query', name, retry);
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

  #take(name: string): void {
    this.#stopWaiting?.();
    this.#stopWaiting = null;
    if (this.#name === name) return;
    this.remove();
    this.#name = name;
    this.#off = pageEngine().onChanged(name, ({ grew }) => (grew ? this.#tellRows(name) : this.#load(name)));
  }

  #load(name: string): void {
    this.#loading?.abort();
    const { signal } = (this.#loading = new AbortController());
    this.#listener.loading();
    this.#relation = this.#open(name, signal);
    this.#relation.then((relation) => {
      if (signal.aborted) return;
      this.#listener.ready(relation);
      relation.finished?.catch((thrown: unknown) => {
        if (!signal.aborted) this.#listener.failed(PikaError.from(thrown, `data of query "${name}"`), true);
      });
    }, (thrown: unknown) => {
      if (!signal.aborted) this.#listener.failed(PikaError.from(thrown, `query "${name}"`), false);
    });
  }

  /** Of rows that arrive; a query that reads them is run when somebody asks. */
  #tellRows(name: string): void {
    this.#relation?.then(async ({ finished }) => {
      if (!finished) return;
      const { rowCount } = await pageEngine().open(name);
      this.#listener.progress({ stage: 'read', done: rowCount, total: null, unit: 'rows' });
    }).catch(() => undefined);
  }

  /** Opens the query, again when it changed under our hands: rows arrived, or a query that it reads was redefined. */
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
