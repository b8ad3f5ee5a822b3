import type { ColumnLease } from '../columns/column-cache';
import { laneOf } from '../columns/column';
import { rangeKeys } from '../columns/keys';
import { PikaError } from '../errors';
import type { Filter } from '../frame/recording';
import type { Relation } from '../source/source';
import type { PlotContext } from '../plot/plot-context';

/** One condition: the wanted SQL, and the last column computed. */
interface Condition {
  sql: string;
  readonly abort: AbortController;
  computing: boolean;
  lease: ColumnLease | null;
  filter: Filter | null;
}

/**
 * SQL conditions over one relation as resident columns, one per source. The previous column filters while a newer
 * condition is computed. Of the conditions that arrive meanwhile, only the last is computed (latest wins), so the
 * filter also follows a drag without pauses.
 */
export class PredicateColumns {
  readonly #relation: Relation;
  readonly #context: PlotContext;
  readonly #onChange: (error: PikaError | null) => void;
  readonly #conditions = new Map<object, Condition>();

  /** @param onChange called with null when a filter has changed, or with the error if it can't be computed */
  constructor(relation: Relation, context: PlotContext, onChange: (error: PikaError | null) => void) {
    this.#relation = relation;
    this.#context = context;
    this.#onChange = onChange;
  }

  /** The filter of the condition, or the previous one while it is computed; null while there is neither. */
  filter(source: object, sql: string): Filter | null {
    const condition = this.#conditions.get(source) ?? {
      sql: '',
      abort: new AbortController(),
      computing: false,
      lease: null,
      filter: null,
    };
    this.#conditions.set(source, condition);
    if (condition.sql !== sql) {
      condition.sql = sql;
      if (!condition.computing) void this.#compute(condition);
    }
    return condition.filter;
  }

  /** Releases the columns of all other sources. */
  keep(sources: ReadonlySet<object>): void {
    for (const [source, { abort, lease }] of [...this.#conditions]) {
      if (sources.has(source)) continue;
      this.#conditions.delete(source);
      abort.abort();
      lease?.release();
    }
  }

  dispose(): void {
    this.keep(new Set());
  }

  async #compute(condition: Condition): Promise<void> {
    const { signal } = condition.abort;
    condition.computing = true;
    let error: PikaError | null = null;
    for (let done = ''; !signal.aborted && done !== condition.sql;) {
      done = condition.sql;
      try {
        const lease = await this.#context.columns.acquire(this.#relation, done, () => undefined, signal);
        condition.lease?.release();
        Object.assign(condition, { lease, filter: [trueRows(lease)] });
        error = null;
      } catch (thrown) {
        error = PikaError.from(thrown);
      }
      if (!signal.aborted) this.#onChange(error);
    }
    condition.computing = false;
  }
}

/** A boolean column has categories; `false` or `true` may be missing. */
export function trueRows({ meta: { id, encoding, type } }: ColumnLease): Filter[number] {
  const code = type.kind === 'category' ? type.labels.indexOf('true') : -1;
  return {
    kind: 'range',
    column: id,
    lane: laneOf(encoding),
    keys: code < 0 ? rangeKeys(encoding, 1, 1) : rangeKeys(encoding, code, code + 1),
  };
}
