import { PikaError } from '../../errors';
import { missingPart } from '../files/missing-part';
import { listNames } from '../../nearest-names';

/** DuckDB's complaint as source/sql: its first line, and of the rest the hints. `text` is what the author wrote. */
export function sqlError(thrown: unknown, subject: string, text: string): PikaError {
  const message = plainMessage(thrown instanceof Error ? thrown.message : String(thrown));
  const [first = message, ...rest] = message.split('\n').map((line) => line.trim());
  if (/^Out of Memory Error/.test(first)) {
    return new PikaError(
      'memory/over-budget',
      {
        subject,
        expected: 'a query that fits in the memory of the database',
        found: first.replace(/^Out of Memory Error: /, '').replace(/\.$/, ''),
        next: 'Select fewer rows or columns, or raise its budget: configure({ memory: { wasmBytes: … } }).',
      },
      thrown,
    );
  }
  const missing = missingPart(message);
  if (missing)
    return new PikaError('source/sql', { subject, expected: 'SQL that DuckDB-WASM can run', ...missing }, thrown);
  const hints = hintsIn(rest);
  const next = hints === '' ? `Correct the SQL: ${shorten(text)}` : hints;
  return new PikaError(
    'source/sql',
    { subject, expected: 'SQL that DuckDB can run', found: first.replace(/\.$/, ''), next },
    thrown,
  );
}

const MOST_CANDIDATES = 3;
const MOST_HINT_CHARACTERS = 400;

/** DuckDB's own advice: all lines but those that show the place in the SQL; of long lists of functions the first. */
function hintsIn(lines: readonly string[]): string {
  const said = lines.filter((line) => line !== '' && !/^(LINE \d+:|\^)/.test(line));
  const isCandidate = (line: string): boolean => /^\S+\(.*\)( -> .*)?$/.test(line);
  const candidates = said.filter(isCandidate);
  const kept = said.filter((line) => !isCandidate(line) || candidates.indexOf(line) < MOST_CANDIDATES);
  // The caret's line may be longer than DuckDB shows, and then begins anywhere.
  const text = kept
    .join(' ')
    .replace(/\s+/g, ' ')
    .replace(/[.:]?$/, '.');
  return kept.length === 0
    ? ''
    : text.length > MOST_HINT_CHARACTERS
      ? `${text.slice(0, MOST_HINT_CHARACTERS - 1)}…`
      : text;
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

/** The names in quotes of a message about names that DuckDB did not find. */
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

function shorten(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}
