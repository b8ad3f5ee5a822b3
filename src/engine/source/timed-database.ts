import type { Profile } from '../profile/profile';
import type { Database } from './database';

const MAX_NAME_LENGTH = 80;

/** Wraps a database: each request becomes a span of the profile, including its time in the queue. */
export function timedDatabase(database: Database, profile: Profile): Database {
  const time = <T>(name: string, work: () => Promise<T>): Promise<T> => profile.time('source', name, work);
  return {
    get epoch() {
      return database.epoch;
    },
    boot: (options) => time('start the database', () => database.boot(options)),
    run: (sql, options) => time(nameOf(sql), () => database.run(sql, options)),
    runInSlices: (sql, options) => time(nameOf(sql), () => database.runInSlices(sql, options)),
    readTable: (read, take, options) =>
      time(`read ${read.columns} of ${read.table}`, () => database.readTable(read, take, options)),
    snapshot: (probe, options) => database.snapshot(probe, options),
    transaction: (work, options) => time(`transaction: ${options.subject}`, () => database.transaction(work, options)),
    readCsv: (table, files, args, options) =>
      time(`read CSV into ${table}`, () => database.readCsv(table, files, args, options)),
    recycle: (leastBytes) => database.recycle(leastBytes),
    usedBytes: () => database.usedBytes(),
    limit: (mostBytes) => database.limit(mostBytes),
    dispose: () => database.dispose(),
  };
}

function nameOf(sql: string): string {
  const line = sql.replace(/\s+/g, ' ').trim();
  return line.length > MAX_NAME_LENGTH ? `${line.slice(0, MAX_NAME_LENGTH - 1)}…` : line;
}
