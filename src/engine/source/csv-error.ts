import { PikaError } from '../errors';
import type { CsvFile } from './database';

/** DuckDB's complaint about CSV as source/bad-file, by the files' own names; other errors stay as they are. */
export function csvError(thrown: unknown, files: readonly CsvFile[], paths: readonly string[], subject: string): unknown {
  if (!(thrown instanceof PikaError) || thrown.code !== 'source/sql') return thrown;
  const said = String(thrown.cause instanceof Error ? thrown.cause.message : thrown.detail.found);
  const index = paths.findIndex((path) => said.includes(path));
  const file = files[Math.max(0, index)]!;
  // Its first line says where, then comes the line itself, then the reason; after those, advice that is not about attributes.
  const lines = said.replace(/^Error: /, '').split('\n').map((line) => line.trim()).filter((line) => !/^(LINE \d+:.*|\^)?$/.test(line));
  const advice = lines.findIndex((line) => /^possible (fixes|solution)/i.test(line));
  const found = lines.slice(0, advice < 0 ? 3 : Math.min(3, advice)).join('; ').replace(/\.$/, '');
  return new PikaError('source/bad-file', {
    subject: `file "${file.name}" of ${subject}`, expected: 'CSV that DuckDB can read', found: found.length > 400 ? `${found.slice(0, 399)}…` : found,
    next: 'Correct the line, or say how to read the file, e.g. delimiter=";" header="false" quote="\'".',
  }, thrown);
}

/** What differs between the columns of files that are to be one table; null when nothing does. */
export function differingColumns(columns: readonly (readonly string[])[], files: readonly CsvFile[], subject: string): PikaError | null {
  const first = columns[0]!;
  for (const [i, names] of columns.entries()) {
    const odd = first.find((name) => !names.includes(name)) ?? names.find((name) => !first.includes(name));
    if (odd === undefined) continue;
    return new PikaError('source/bad-file', {
      subject: `column "${odd}" in file "${files[i]!.name}" of ${subject}`, expected: `the columns of "${files[0]!.name}"`, found: names.includes(odd) ? 'one more' : 'no such column',
      next: 'Files of one query have the same columns: load the odd one by a <pika-query> of its own, and join them in SQL.',
    });
  }
  return null;
}
