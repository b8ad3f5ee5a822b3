import { PikaError } from '../errors';
import { listNames, nearestNames } from '../nearest-names';
import { describeValue } from '../rows/values/describe-value';
import { SAVED_ROWS, type SavedRows } from './manifest';

/** What to save: a snapshot, which pika-plot opens, or a page that any browser opens. */
export type SaveOptions = SnapshotOptions | PageOptions;

export interface SnapshotOptions {
  readonly form?: 'snapshot';
  /**
   * `all`: the files and rows of all queries, so that the snapshot needs nothing else; `drawn`: the results of the
   * queries that elements show, and of these only the columns that they show; `selected`: of these, only the rows that
   * are selected; `none`: no rows. A reader then fetches files again, and chooses those that have no URL. Default:
   * `all`.
   */
  readonly rows?: SavedRows;
  /**
   * Writes the file there, too: one that the user has chosen, or one in the private file system of the origin. The file
   * that was there stays whole until the new one is.
   */
  readonly to?: FileSystemFileHandle;
  readonly signal?: AbortSignal;
}

/** The plots as an HTML page that still brushes. It holds the counts of the plots, and no rows. */
export interface PageOptions {
  readonly form: 'page';
  /** The title of the page; default: that of this document. */
  readonly title?: string;
  /** As for snapshots. */
  readonly to?: FileSystemFileHandle;
}

const NAMES = { snapshot: ['form', 'rows', 'to', 'signal'], page: ['form', 'title', 'to'] } as const;
const FORMS = ['snapshot', 'page'] as const;

/**
 * @param options values of a script, which may be anything
 * @throws PikaError `engine/bad-option` for the first that is wrong
 */
export function checkedSaveOptions(options: unknown): SaveOptions {
  if (typeof options !== 'object' || options === null)
    throw wrong('options of save', 'an object', options, "Write for example save({ rows: 'drawn' }).");
  const { form = 'snapshot', rows, to } = options as Readonly<Record<string, unknown>>;
  const known = FORMS.find((name) => name === form);
  if (!known) throw wrong('form to save', listNames(FORMS), form, 'Use one of these.');
  const names: readonly string[] = NAMES[known];
  for (const name of Object.keys(options))
    if (!names.includes(name)) {
      const [meant] = nearestNames(name, names);
      const next = meant === undefined ? 'Leave it out.' : `Did you mean "${meant}"?`;
      throw wrong(`options of save with form: '${known}'`, `only the names ${listNames(names)}`, name, next);
    }
  if (rows !== undefined && !SAVED_ROWS.some((choice) => choice === rows))
    throw wrong('rows to save', listNames(SAVED_ROWS), rows, 'Use one of these.');
  if (to !== undefined && typeof (to as Partial<FileSystemFileHandle> | null)?.createWritable !== 'function')
    throw wrong(
      'file to save to',
      'a FileSystemFileHandle that can be written to',
      to,
      'Get one from showSaveFilePicker() or navigator.storage.getDirectory(); some browsers have neither.',
    );
  return options;
}

function wrong(subject: string, expected: string, found: unknown, next: string): PikaError {
  return new PikaError('engine/bad-option', { subject, expected, found: describeValue(found), next });
}
