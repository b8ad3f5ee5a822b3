import { PikaError } from '../../errors';
import { ArrowReader } from '../arrow/arrow-reader';
import { badFile } from '../bad-file';
import type { DecodedColumn } from '../encode/decode';
import { jsonColumns } from './json-columns';
import { JsonRows } from './json-rows';
import type { FilePart } from '../rows';

/** No browser allows longer strings. */
const MAX_BYTES = 2 ** 29 - 25;

/**
 * Reads JSON files as one table. Its types are those of all rows of all files. Throws source/bad-file,
 * source/unsupported-format.
 */
export async function openJson(parts: readonly FilePart[], query: string): Promise<ArrowReader> {
  const rows = new JsonRows();
  for (const part of parts) await addRows(rows, part, query);
  const columns = columnsOf(rows, parts[0]!.name, query);
  if (columns.length > 0) return new ArrowReader(columns);
  throw new PikaError('source/bad-file', {
    subject: `file "${parts[0]!.name}" of query "${query}"`,
    expected: 'rows with columns',
    found: rows.rows === 0 ? 'no rows, so no columns either' : 'rows without columns',
    next: 'JSON files get their columns from their rows: write at least one row.',
  });
}

async function addRows(rows: JsonRows, { name, data }: FilePart, query: string): Promise<void> {
  const blob = data as Blob;
  if (blob.size > MAX_BYTES) {
    throw new PikaError('source/unsupported-format', {
      subject: `file "${name}" of query "${query}"`,
      expected: 'JSON of less than 512 MB',
      found: `${blob.size.toLocaleString('en')} bytes`,
      next: 'Write it as Parquet, which is smaller and read in parts.',
    });
  }
  try {
    rows.add(new TextDecoder('utf-8', { fatal: true }).decode(await blob.arrayBuffer()));
  } catch (thrown) {
    throw badFile(
      name,
      query,
      'JSON (an array of objects, or one object after another)',
      thrown,
      'Correct the file there, or write it again.',
    );
  }
}

/** Values nested thousands deep are valid JSON, but overflow the stack when they are converted back to text. */
function columnsOf(rows: JsonRows, name: string, query: string): DecodedColumn[] {
  try {
    return jsonColumns(rows);
  } catch (thrown) {
    throw badFile(name, query, 'the values of its rows', thrown);
  }
}
