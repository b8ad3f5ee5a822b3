/** One row: its values by name, in the order they were written. */
export type JsonRow = Readonly<Record<string, unknown>>;

/**
 * The rows of JSON text: an array of objects, or objects one per line (NDJSON). Throws an Error that says where it is wrong.
 */
export function jsonRows(text: string): JsonRow[] {
  const trimmed = text.replace(/^\ufeff/, '').trim();
  if (trimmed.startsWith('[')) return (JSON.parse(trimmed) as unknown[]).map((value, i) => requireRow(value, `row ${i + 1}`));
  const lines = trimmed.split('\n');
  // One object over many lines is one row; objects on many lines are one each.
  if (lines.length > 1 && parses(lines[0]!) === false) return [requireRow(JSON.parse(trimmed), 'the text')];
  return lines.flatMap((line, i) => (line.trim() === '' ? [] : [requireRow(parseLine(line, i + 1), `line ${i + 1}`)]));
}

function parseLine(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (thrown) {
    throw new Error(`line ${number}: ${thrown instanceof Error ? thrown.message : String(thrown)}`, { cause: thrown });
  }
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function requireRow(value: unknown, place: string): JsonRow {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonRow;
  throw new Error(`${place} is ${value === null ? 'null' : Array.isArray(value) ? 'an array' : `a ${typeof value}`}, not an object such as {"name": "value"}`);
}
