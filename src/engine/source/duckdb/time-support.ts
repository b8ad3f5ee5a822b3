import { PikaError } from '../../errors';
import { textsOf } from '../../rows/arrow/small-results';
import { textLiteral } from '../../sql/literals';
import { statementsIn, tokenize } from '../../sql/sql-tokens';
import { TIME_SCHEMA, UNTYPED_SCHEMA } from '../../sql/time-names';
import type { TimeZone } from '../../locale/time-zone';
import { withZones } from '../../sql/utc-sql';

/**
 * Schemas appended to a connection's search path: the replacements for known argument types; if they fail, also those
 * for unknown types.
 */
const ATTEMPTS: readonly (readonly string[])[] = [[TIME_SCHEMA], [UNTYPED_SCHEMA, TIME_SCHEMA]];

/**
 * The replacement functions of one database. The first statement that needs them creates them, which takes a few
 * hundred milliseconds.
 */
export class TimeSupport {
  readonly #control: RunSql;
  #made: Promise<unknown> | null = null;
  readonly #zones = new Map<string, Promise<unknown>>();

  /** `control` runs SQL on an idle connection without an open transaction. */
  constructor(control: RunSql) {
    this.#control = control;
  }

  /** Support for one request. `run` runs SQL on its connection. */
  forRequest(run: RunSql): TimeRequest {
    return new TimeRequest(run, async (zones) => {
      await (this.#made ??= this.#make());
      await Promise.all(zones.map((zone) => this.#makeZone(zone)));
    });
  }

  #makeZone(zone: TimeZone): Promise<unknown> {
    let made = this.#zones.get(zone.name);
    if (!made) {
      made = this.#load().then(({ allZoneFunctions }) => this.#control(allZoneFunctions(zone)));
      this.#zones.set(zone.name, made);
      made.catch(() => this.#zones.delete(zone.name));
    }
    return made;
  }

  async #make(): Promise<void> {
    const { allTimeFunctions } = await this.#load();
    await this.#control(allTimeFunctions());
  }

  /** Few pages use TIMESTAMPTZ, so this file loads on first use. If that fails, the next statement tries again. */
  async #load(): Promise<typeof import('../../sql/untyped-time-functions')> {
    try {
      return await import('../../sql/untyped-time-functions');
    } catch (thrown) {
      this.#made = null;
      throw new PikaError(
        'source/database',
        {
          subject: 'database',
          expected: 'to load its functions for TIMESTAMP WITH TIME ZONE',
          found: thrown instanceof Error ? thrown.message : String(thrown),
          next: 'Publish every file of dist/chunks, and reload the page.',
        },
        thrown,
      );
    }
  }
}

export type RunSql = (sql: string) => Promise<Uint8Array>;

/**
 * Runs a request's statements. If one fails because DuckDB-WASM lacks ICU, it runs again with the replacements for
 * functions over TIMESTAMPTZ on its search path. This is safe, because a failed statement changes nothing. Other
 * statements never use the replacements.
 */
export class TimeRequest {
  readonly #run: RunSql;
  readonly #ensure: (zones: readonly TimeZone[]) => Promise<unknown>;
  /** Index of the attempt that the previous statement needed, as the next one likely needs it too; -1 for none. */
  #attempt = -1;

  constructor(run: RunSql, ensure: (zones: readonly TimeZone[]) => Promise<unknown>) {
    this.#run = run;
    this.#ensure = ensure;
  }

  /** Resolves to what `run` returns for the last statement of `sql`. Throws DuckDB's error about the original SQL. */
  async run<T>(sql: string, run: (sql: string) => Promise<T>): Promise<T> {
    const statements = statementsIn(sql);
    if (statements.length <= 1) return this.#one(sql, run);
    // One at a time: a retry must not repeat earlier statements.
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
    const rewritten = withZones(sql);
    for (let attempt = Math.max(0, this.#attempt); attempt < ATTEMPTS.length; attempt++) {
      try {
        const answer = await this.#withSchemas(attempt, rewritten.zones, () => run(rewritten.sql));
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

  async #withSchemas<T>(attempt: number, zones: readonly TimeZone[], work: () => Promise<T>): Promise<T> {
    await this.#ensure(zones);
    const [own] = textsOf(await this.#run(`SELECT current_setting('search_path')`));
    await this.#run(`SET search_path = ${textLiteral([own || 'main', ...ATTEMPTS[attempt]!].join(','))}`);
    try {
      return await work();
    } finally {
      await this.#run(own ? `SET search_path = ${textLiteral(own)}` : 'RESET search_path').catch(() => undefined);
    }
  }
}

/** Whether the SQL contains TRY or TRY_CAST: without ICU, these would return NULL instead of an error. */
function triesCasts(sql: string): boolean {
  return tokenize(sql).some(({ kind, text }) => kind === 'word' && (text === 'TRY_CAST' || text === 'TRY'));
}

/** Whether DuckDB failed because a function or cast over TIMESTAMPTZ exists only in ICU. */
export function needsIcu(thrown: unknown): boolean {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const [first = ''] = message.split(/\\n|\n/);
  return (
    /required extension 'icu'|exists in the icu extension/.test(message) ||
    /No function matches .*\(.*TIMESTAMP WITH TIME ZONE/.test(first) ||
    /Unimplemented type for cast \(.*TIMESTAMP WITH TIME ZONE/.test(first)
  );
}

/** Whether another attempt may help: the replacements did not match the types. */
function isAboutTypes(thrown: unknown): boolean {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return needsIcu(thrown) || /Binder|Parser|Catalog|Unimplemented type for cast/.test(message);
}
