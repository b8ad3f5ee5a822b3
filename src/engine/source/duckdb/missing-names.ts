import { PikaError } from '../../errors';
import { listNames } from '../../nearest-names';

/** The name of the table that DuckDB did not find; null for other errors. */
export function missingTable(error: PikaError): string | null {
  return /Table with name "?(.+?)"? does not exist/.exec(error.detail.found)?.[1] ?? null;
}

/** The quoted names in DuckDB's message about names that it did not find; empty for other errors. */
export function unboundNames({ detail: { found } }: PikaError): string[] {
  return /^Binder Error/.test(found) ? Array.from(found.matchAll(/"([^"]+)"/g), ([, name]) => name!) : [];
}

export function unknownQuery(subject: string, name: string, known: readonly string[]): PikaError {
  return new PikaError('plan/unknown-query', {
    subject,
    expected: `a query named "${name}"`,
    found: known.length > 0 ? `only ${listNames(known)}` : 'none at all',
    next: `Correct the name in the SQL, or define "${name}".`,
  });
}
