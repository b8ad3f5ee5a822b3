import { PikaError } from '../../errors';
import type { Database } from '../database';
import { IN_DATABASE } from '../parts-on-demand';

const ALL_NAMES =
  'SELECT table_name FROM duckdb_tables() WHERE NOT internal UNION ALL SELECT view_name FROM duckdb_views() WHERE NOT internal';

/**
 * Tables and views that the page's own SQL created. Only the page can recreate them, so they prevent recycling the
 * database. If it crashes, errors name the lost tables.
 */
export class UserTables {
  readonly #database: Database;
  #epoch = -1;
  #names: readonly string[] = [];
  readonly #lost = new Set<string>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** Call before running SQL that may write. */
  willWrite(): void {
    this.#loseOlder();
    this.#epoch = this.#database.epoch;
  }

  /** Call afterwards: records the tables and views that do not belong to queries. */
  async look(isQuery: (name: string) => boolean): Promise<void> {
    const bytes = await this.#database.run(ALL_NAMES, { subject: 'tables', priority: 'interactive' });
    const names = (await IN_DATABASE.load()).textsOf(bytes);
    this.#loseOlder();
    this.#names = names.map((name) => name.toLowerCase()).filter((name) => !isQuery(name));
    for (const name of this.#names) this.#lost.delete(name);
  }

  /** Whether the running database may hold such tables. */
  get mayExist(): boolean {
    return this.#epoch === this.#database.epoch;
  }

  /** The error for a table that was lost in a crash; null for other names. */
  lost(name: string): PikaError | null {
    this.#loseOlder();
    if (!this.#lost.has(name.toLowerCase())) return null;
    return lostTable(
      `table "${name}"`,
      'a table created by SQL of this page',
      'that it is lost: the database crashed and was restarted without it',
      'Run the SQL that created it again, e.g. CREATE TABLE ….',
    );
  }

  #loseOlder(): void {
    if (this.mayExist) return;
    for (const name of this.#names) this.#lost.add(name);
    this.#names = [];
  }
}

/** The error for rows that were lost in a database restart and can't be reloaded unchanged. */
export function lostTable(subject: string, expected: string, found: string, next: string, cause?: unknown): PikaError {
  return new PikaError('source/table-lost', { subject, expected, found, next }, cause);
}
