import { textsOf } from '../../rows/arrow/small-results';
import { textLiteral } from '../../sql/literals';
import { statementsIn, tokenize } from '../../sql/sql-tokens';
import { timeFunctions, TIME_SCHEMA } from '../../sql/time-functions';
import { untypedTimeFunctions, UNTYPED_SCHEMA } from '../../sql/untyped-time-functions';
import { utcSql } from '../../sql/utc-sql';

/**
 * Schemas put behind a connection's own search path: the stand-ins for known types, and, when that fails, also those
 * for unknown types.
 */
const ATTEMPTS: readonly (readonly string[])[] = [[TIME_SCHEMA], [UNTYPED_SCHEMA, TIME_SCHEMA]];

/**
 * What one database has of the stand-ins so far. Made by the first statement that needs them: they take some hundred
 * milliseconds.
 */
export class TimeSupport {
  readonly #control: RunSql;
  #made: Promise<unknown> | null = null;

  /** `control` runs SQL on a connection without an open transaction, while no other statement of it runs. */
  constructor(control: RunSql) {
    this.#control = control;
  }

  /** For one request, on its own connection. */
  forRequest(run: RunSql): TimeRequest {
    return new TimeRequest(run, () => (this.#made ??= this.#make()));
  }

  #make(): Promise<unknown> {
    return this.#control([...untypedTimeFunctions(), ...timeFunctions()].join(';\n'));
  }
}

export type RunSql = (sql: string) => Promise<Uint8Array>;

/**
 * Runs a request's statements. One that fails because DuckDB-WASM has no ICU runs again, with the stand-ins for the
 * functions over TIMESTAMPTZ on its search path: a failed statement has changed nothing. Other statements never meet
 * them.
 */
export class TimeRequest {
  readonly #run: RunSql;
  readonly #ensure: () => Promise<unknown>;
  /** What the last statement needed, the next one of this request likely needs too. */
  #attempt = -1;

  constructor(run: RunSql, ensure: () => Promise<unknown>) {
    this.#run = run;
    this.#ensure = ensure;
  }

  /**
   * Answers with what `run` answers for the last statement of `sql`. Throws what DuckDB said of the SQL as it was
   * written.
   */
  async run<T>(sql: string, run: (sql: string) => Promise<T>): Promise<T> {
    const statements = statementsIn(sql);
    if (statements.length <= 1) return this.#one(sql, run);
    // One at a time, so that none runs twice.
    for (const statement of statements.slice(0, -1)) await this.#one(statement, this.#run);
    return this.#one(statements.at(-1)!, run);
  }

  async #one<T>(sql: string, run: (sql: string) => Promise<T>): Promise<T> {
    let first: unknown;
    if (this.#attempt < 0 && !triesCasts(sql)) {
      try {
        return await run(sql);
      } catch (thrown) {
        if (!needsIcu(thrown)) throw thrown;
        first = thrown;
      }
    }
    const rewritten = utcSql(sql);
    for (let attempt = Math.max(0, this.#attempt); attempt < ATTEMPTS.length; attempt++) {
      try {
        const answer = await this.#withSchemas(attempt, () => run(rewritten));
        if (first !== undefined) this.#attempt = attempt;
        return answer;
      } catch (thrown) {
        first ??= thrown;
        if (!isAboutTypes(thrown)) throw thrown;
      }
    }
    this.#attempt = -1;
    throw first;
  }

  async #withSchemas<T>(attempt: number, work: () => Promise<T>): Promise<T> {
    await this.#ensure();
    const [own] = textsOf(await this.#run(`SELECT current_setting('search_path')`));
    await this.#run(`SET search_path = ${textLiteral([own || 'main', ...ATTEMPTS[attempt]!].join(','))}`);
    try {
      return await work();
    } finally {
      await this.#run(own ? `SET search_path = ${textLiteral(own)}` : 'RESET search_path').catch(() => undefined);
    }
  }
}

/**
 * Whether the SQL asks for NULL where a cast fails: then nothing fails, and without ICU every TIMESTAMPTZ would be
 * NULL.
 */
function triesCasts(sql: string): boolean {
  return tokenize(sql).some(({ kind, text }) => kind === 'word' && (text === 'TRY_CAST' || text === 'TRY'));
}

/** Whether DuckDB failed because a function or a cast of TIMESTAMPTZ is in ICU only. */
export function needsIcu(thrown: unknown): boolean {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const [first = ''] = message.split(/\\n|\n/);
  return (
    /required extension 'icu'|exists in the icu extension/.test(message) ||
    /No function matches .*\(.*TIMESTAMP WITH TIME ZONE/.test(first) ||
    /Unimplemented type for cast \(.*TIMESTAMP WITH TIME ZONE/.test(first)
  );
}

/** Whether another attempt may help: the stand-ins did not fit the types. */
function isAboutTypes(thrown: unknown): boolean {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return needsIcu(thrown) || /Binder|Parser|Catalog|Unimplemented type for cast/.test(message);
}
