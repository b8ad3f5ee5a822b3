import { PikaError } from '../errors';
import { listNames, nearestNames } from '../nearest-names';
import { describeValue } from '../rows/values/describe-value';
import { SAVED_ROWS, type SavedRows } from './manifest';

/** What a snapshot holds. */
export interface SaveOptions {
  /**
   * `all`: the files and rows of all queries, so that the snapshot needs nothing else; `drawn`: the results of the
   * queries that elements show, and of these only the columns that they show; `selected`: of these, only the rows that
   * are selected; `none`: no rows. A reader then fetches files again, and chooses those that have no URL. Default:
   * `all`.
   */
  readonly rows?: SavedRows;
  readonly signal?: AbortSignal;
}

const NAMES = ['rows', 'signal'];

/**
 * @param options values of a script, which may be anything
 * @throws PikaError `engine/bad-option` for the first that is wrong
 */
export function checkedSaveOptions(options: unknown): SaveOptions {
  if (typeof options !== 'object' || options === null)
    throw wrong('options of a snapshot', 'an object', options, "Write for example save({ rows: 'drawn' }).");
  for (const name of Object.keys(options))
    if (!NAMES.includes(name)) {
      const [meant] = nearestNames(name, NAMES);
      throw wrong(
        'options of a snapshot',
        `only the names ${listNames(NAMES)}`,
        name,
        meant ? `Did you mean "${meant}"?` : 'Leave it out.',
      );
    }
  const { rows } = options as Readonly<Record<string, unknown>>;
  if (rows !== undefined && !SAVED_ROWS.some((known) => known === rows))
    throw wrong('rows of a snapshot', listNames(SAVED_ROWS), rows, 'Use one of these.');
  return options;
}

function wrong(subject: string, expected: string, found: unknown, next: string): PikaError {
  return new PikaError('engine/bad-option', { subject, expected, found: describeValue(found), next });
}
