import { PikaError } from '../errors';
import { listNames } from './nearest-names';

/** DuckDB's complaint as source/sql: its first line, and of the rest the hints. `text` is what the author wrote. */
export function sqlError(thrown: unknown, subject: string, text: string): PikaError {
  const message = plainMessage(thrown instanceof Error ? thrown.message : String(thrown));
  const [first = message, ...rest] = message.split('\n').map((line) => line.trim());
  if (/^Out of Memory Error/.test(first)) {
    return new PikaError('memory/over-budget', {
      subject, expected: 'a query that fits in the memory of the database', found: first.replace(/^Out of Memory Error: /, '').replace(/\.$/, ''),
      next: 'Select fewer rows or columns, or raise its budget: configure({ memory: { wasmBytes: … } }).',
    }, thrown);
  }
  const hints = rest.filter((line) => /did you mean|candidate|hint/i.test(line));
  const candidates = /candidate functions/i.test(message) ? rest.filter((line) => /^\w+\(.*\) -> /.test(line)).slice(0, 3) : [];
  const next = hints.length > 0
    ? [...hints, ...candidates].join(' ').replace(/\s+/g, ' ').replace(/[.:]?$/, '.')
    : `Correct the SQL: ${shorten(text)}`;
  return new PikaError('source/sql', { subject, expected: 'SQL that DuckDB can run', found: first.replace(/\.$/, ''), next }, thrown);
}

/** DuckDB says some things as JSON: `{"exception_type":"Parser","exception_message":"…"}`. */
function plainMessage(message: string): string {
  const text = message.replace(/^Error: /, '');
  if (!text.startsWith('{')) return text;
  try {
    const { exception_type: type, exception_message: said } = JSON.parse(text) as Record<string, unknown>;
    return typeof said === 'string' ? `${String(type)} Error: ${said}` : text;
  } catch {
    return text;
  }
}

/** The table name DuckDB did not find; null when that is not what a message is about. */
export function missingTable(error: PikaError): string | null {
  return /Table with name "?(.+?)"? does not exist/.exec(error.detail.found)?.[1] ?? null;
}

export function unknownQuery(subject: string, name: string, known: readonly string[]): PikaError {
  return new PikaError('plan/unknown-query', {
    subject, expected: `a query named "${name}"`, found: known.length > 0 ? `only ${listNames(known)}` : 'none at all',
    next: `Correct the name in the SQL, or define "${name}".`,
  });
}

function shorten(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}
