import { PikaError } from '../../errors';
import { missingPart } from '../files/missing-part';

/** Converts DuckDB's error to source/sql: its first line, and hints from the others. `text` is the author's SQL. */
export function sqlError(thrown: unknown, subject: string, text: string): PikaError {
  const message = plainMessage(thrown instanceof Error ? thrown.message : String(thrown));
  const [first = message, ...rest] = message.split('\n').map((line) => line.trim());
  if (/^Out of Memory Error/.test(first)) {
    return new PikaError(
      'memory/over-budget',
      {
        subject,
        expected: "a query that fits in the database's memory",
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

const MAX_CANDIDATES = 3;
const MAX_HINT_CHARACTERS = 400;

/** DuckDB's own advice: the lines that do not show a position in the SQL. Long lists of functions are shortened. */
function hintsIn(lines: readonly string[]): string {
  const advice = lines.filter((line) => line !== '' && !/^(LINE \d+:|\^)/.test(line));
  const isCandidate = (line: string): boolean => /^\S+\(.*\)( -> .*)?$/.test(line);
  const candidates = advice.filter(isCandidate);
  const kept = advice.filter((line) => !isCandidate(line) || candidates.indexOf(line) < MAX_CANDIDATES);
  // DuckDB truncates a long SQL line to the part around its caret.
  const text = kept
    .join(' ')
    .replace(/\s+/g, ' ')
    .replace(/[.:]?$/, '.')
    .replace(/([?!])\.$/, '$1');
  return kept.length === 0
    ? ''
    : text.length > MAX_HINT_CHARACTERS
      ? `${text.slice(0, MAX_HINT_CHARACTERS - 1)}…`
      : text;
}

/** Some messages of DuckDB are JSON: `{"exception_type":"Parser","exception_message":"…"}`. */
function plainMessage(message: string): string {
  const text = message.replace(/^Error: /, '');
  if (!text.startsWith('{')) return text;
  try {
    const { exception_type: type, exception_message: content } = JSON.parse(text) as Record<string, unknown>;
    return typeof content === 'string' ? `${String(type)} Error: ${content}` : text;
  } catch {
    return text;
  }
}

function shorten(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}
