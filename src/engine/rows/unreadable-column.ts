import { PikaError } from '../errors';
import { subjectOf } from './arrow/arrow-types';

/**
 * The error for a column that cannot be read although the other columns of its file can. `found` is the reason:
 * `a VARIANT`.
 */
export function unreadableColumn(column: string, query: string, found: string, cause?: unknown): PikaError {
  return new PikaError(
    'rows/unreadable-column',
    {
      subject: subjectOf({ query, label: column }),
      expected: 'values that can be read',
      found,
      column,
      next: 'Select the other columns by name, e.g. columns: ["…"]. To use this one, write the file again with another type or another program.',
    },
    cause,
  );
}

/** The name of the column that a failure is about; null if it concerns more than one column. */
export function unreadableIn(thrown: unknown): string | null {
  return thrown instanceof PikaError && thrown.code === 'rows/unreadable-column'
    ? (thrown.detail.column ?? null)
    : null;
}
