import type { PikaError } from './errors';
import type { Progress, Relation } from './source/source';

/**
 * What a query does now. `absent`: no query has the name. `waiting`: its rows are yet to be provided, by the user, who
 * chooses a file, or by a script. `rowCount` and `columns` are those of the last time it was ready: plots show these
 * rows until the next ones are.
 */
export interface QueryState {
  readonly status: 'absent' | 'waiting' | 'loading' | 'ready' | 'error';
  /** Null before the rows are known. */
  readonly rowCount: number | null;
  readonly columns: readonly string[];
  /** Of loading; null while nothing is reported. */
  readonly progress: Progress | null;
  /** Why the rows can't be loaded. */
  readonly error: PikaError | null;
}

const ABSENT: QueryState = { status: 'absent', rowCount: null, columns: [], progress: null, error: null };

/** The state of every named query, as immutable objects: an object is replaced whenever the state changes. */
export class QueryStates {
  readonly #changed: (name: string, state: QueryState) => void;
  readonly #states = new Map<string, QueryState>();

  constructor(changed: (name: string, state: QueryState) => void) {
    this.#changed = changed;
  }

  get(name: string): QueryState {
    return this.#states.get(name) ?? ABSENT;
  }

  loading(name: string): void {
    this.#set(name, { status: 'loading', progress: null, error: null });
  }

  progressed(name: string, progress: Progress): void {
    if (this.get(name).status === 'loading') this.#set(name, { progress });
  }

  waiting(name: string): void {
    this.#set(name, { ...ABSENT, status: 'waiting' });
  }

  ready(name: string, { rowCount, fields }: Relation): void {
    const columns = fields.map((field) => field.name);
    this.#set(name, { status: 'ready', rowCount, columns, progress: null, error: null });
  }

  failed(name: string, error: PikaError): void {
    this.#set(name, { status: 'error', progress: null, error });
  }

  removed(name: string): void {
    if (!this.#states.delete(name)) return;
    this.#changed(name, ABSENT);
  }

  #set(name: string, change: Partial<QueryState>): void {
    const state = { ...this.get(name), ...change };
    this.#states.set(name, state);
    this.#changed(name, state);
  }
}
