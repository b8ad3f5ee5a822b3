import { PikaError } from '../../errors';
import type { Database } from '../database';
import { missingTable } from './missing-names';

/** Repeated crashes are not accidental: give up. */
const MAX_ATTEMPTS = 3;

/**
 * Makes tables, then runs `work` on them. Starts over if the database restarted in between and lost the tables. `work`
 * gets the epoch in which the tables were made.
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
      if (!gone || database.epoch === epoch || attempt === MAX_ATTEMPTS) throw thrown;
    }
  }
}
