import { PikaError } from '../errors';
import { subjectOf } from './arrow/arrow-types';

/** A column that can't be read, while its file can: all other columns are to be had. `found` says why: `a VARIANT`. */
export function unreadableColumn(column: string, query: string, found: string, cause?: unknown): PikaError {
  return new PikaError(
    'rows/unreadable-column',
    {
      subject: subjectOf({ query, label: column }),
      expected: 'values that can be read',
      found,
      column,
      next: 'The other columns work without it: name them, e.g. columns: ["…"]. To use this one, write the file again with another type or another program.',
    },
    cause,
  );
}

/** The name of the column that a failure is about; null when it concerns more than that. */
export function unreadableIn(thrown: unknown): string | null {
  return thrown instanceof PikaError && thrown.code === 'rows/unreadable-column'
    ? (thrown.detail.column ?? null)
    : null;
}
