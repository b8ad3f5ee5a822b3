import { PikaError } from '../../errors';
import { textsOf } from '../../rows/arrow/small-results';
import type { Database } from '../database';

const ALL_NAMES =
  'SELECT table_name FROM duckdb_tables() WHERE NOT internal UNION ALL SELECT view_name FROM duckdb_views() WHERE NOT internal';

/**
 * What the page's own SQL made in the database. Nobody but the page can make it again: it holds the database back from
 * being started anew for its memory's sake, and when the worker ends all the same, it is told of by name.
 */
export class UserTables {
  readonly #database: Database;
  #epoch = -1;
  #standing: readonly string[] = [];
  readonly #lost = new Set<string>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** To be called before SQL that may write is run. */
  willWrite(): void {
    this.#loseOlder();
    this.#epoch = this.#database.epoch;
  }

  /** To be called after it: sees what stands besides the tables of queries. */
  async look(isQuery: (name: string) => boolean): Promise<void> {
    const names = textsOf(await this.#database.run(ALL_NAMES, { subject: 'tables', priority: 'interactive' }));
    this.#loseOlder();
    this.#standing = names.map((name) => name.toLowerCase()).filter((name) => !isQuery(name));
    for (const name of this.#standing) this.#lost.delete(name);
  }

  /** Whether the database holds what would be lost with it. */
  get stand(): boolean {
    return this.#epoch === this.#database.epoch;
  }

  /** The error that says so, when a table is gone with a worker. */
  lost(name: string): PikaError | null {
    this.#loseOlder();
    if (!this.#lost.has(name.toLowerCase())) return null;
    return lostTable(
      `table "${name}"`,
      'a table that SQL of this page made',
      'that it is gone: the database crashed and was restarted without it',
      'Run the SQL that made it again (CREATE TABLE …, for example).',
    );
  }

  #loseOlder(): void {
    if (this.stand) return;
    for (const name of this.#standing) this.#lost.add(name);
    this.#standing = [];
  }
}

/** Rows that were in the database before it was restarted, and can't be loaded into it as they were. */
export function lostTable(subject: string, expected: string, found: string, next: string, cause?: unknown): PikaError {
  return new PikaError('source/table-lost', { subject, expected, found, next }, cause);
}
