import { PikaError } from '../../errors';
import type { Database } from '../database';
import { missingTable } from './sql-error';

/** A worker that dies again and again is no accident. */
const MOST_ATTEMPTS = 3;

/**
 * Makes tables and works with them; from the start, when the database was started anew in between and took them along.
 * `work` gets the epoch in which they stood.
 */
export async function retryOnRestart<T>(
  database: Database,
  make: () => Promise<void>,
  work: (epoch: number) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const { epoch } = database;
    await make();
    try {
      return await work(epoch);
    } catch (thrown) {
      const gone = thrown instanceof PikaError && thrown.code === 'source/sql' && missingTable(thrown) !== null;
      if (!gone || database.epoch === epoch || attempt === MOST_ATTEMPTS) throw thrown;
    }
  }
}
