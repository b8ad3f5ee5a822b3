import { PikaError } from '../errors';
import type { FileFormat } from './read-options';

const SNIFFED_BYTES = 512;

/** Gzip says so in its first two bytes, whatever the name. */
export async function isGzip(file: Blob): Promise<boolean> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return first === 0x1f && second === 0x8b;
}

export function isParquetHead(head: Uint8Array): boolean {
  return textOf(head.subarray(0, 4)) === 'PAR1';
}

/** What a file's name lets expect; null when it says nothing. */
export function formatOfName(name: string): FileFormat | null {
  const ending = /\.(\w+)(?:\.gz)?$/.exec(name.split(/[?#]/)[0]!.toLowerCase())?.[1];
  if (ending === 'parquet' || ending === 'pq') return 'parquet';
  if (ending === 'arrow' || ending === 'arrows' || ending === 'feather' || ending === 'ipc') return 'arrow';
  if (ending === 'json' || ending === 'ndjson' || ending === 'jsonl') return 'json';
  return ending === 'csv' || ending === 'tsv' || ending === 'tab' || ending === 'txt' ? 'csv' : null;
}

/**
 * A file's format by its bytes: servers and names say what they like. `asked` (else the name) decides only where text may be both
 * JSON and CSV. Throws source/bad-file, source/unsupported-format, source/fetch-failed (a web page came instead of data).
 */
export async function fileFormat(file: Blob, name: string, asked: FileFormat | null, query: string): Promise<FileFormat> {
  const subject = `file "${name}" of query "${query}"`;
  const expected = asked ? { parquet: 'Parquet', arrow: 'Arrow', json: 'JSON', csv: 'CSV' }[asked] : 'Parquet, Arrow, JSON or CSV';
  const head = new Uint8Array(await file.slice(0, SNIFFED_BYTES).arrayBuffer());
  const start = textOf(head).replace(/^\xef\xbb\xbf/, '');
  if (file.size === 0) {
    throw new PikaError('source/bad-file', { subject, expected, found: 'an empty file (0 bytes)', next: 'Check how the file was written and uploaded.' });
  }
  if (/^\s*(<!doctype|<html)/i.test(start)) {
    throw new PikaError('source/fetch-failed', {
      subject, expected, found: `a web page (${show(head.subarray(0, 24))}…)`, next: 'Check the path: the server answers unknown addresses with a page, or wants a login.',
    });
  }
  const found = binaryFormat(head, start) ?? textFormat(head, start, asked ?? formatOfName(name));
  if (found === 'parquet') await requireWhole(file, subject);
  if (found !== null && found !== 'other' && (asked === null || asked === found)) return found;
  if (found !== null && found !== 'other') {
    throw new PikaError('source/unsupported-format', { subject, expected, found: `${found === 'csv' ? 'text' : found}`, next: `Correct format="${asked}", or leave it out.` });
  }
  const stranger = strangerOf(head, start);
  if (stranger) throw new PikaError('source/unsupported-format', { subject, expected, found: stranger, next: 'Convert the file, e.g. with DuckDB: COPY t TO \'t.parquet\'.' });
  throw new PikaError('source/bad-file', {
    subject, expected, found: `${sizeOf(file)} that start with ${show(head.subarray(0, 8))}`, next: 'Check that the address names a data file, and that it was stored as it is.',
  });
}

function binaryFormat(head: Uint8Array, start: string): FileFormat | 'other' | null {
  if (isParquetHead(head)) return 'parquet';
  if (start.startsWith('ARROW1') || start.startsWith('\xff\xff\xff\xff')) return 'arrow';
  return strangerOf(head, start) ? 'other' : null;
}

/** Text that starts as JSON is JSON, unless it is said to be CSV. */
function textFormat(head: Uint8Array, start: string, hint: FileFormat | null): FileFormat | null {
  if (head.some((byte) => byte < 0x20 && (byte < 9 || byte > 13)) || head.includes(0x7f)) return null;
  if (hint === 'csv' || hint === 'json') return hint;
  return /^\s*[[{]/.test(start) ? 'json' : 'csv';
}

function strangerOf(head: Uint8Array, start: string): string | null {
  if (start.startsWith('FEA1')) return 'a Feather file of version 1';
  if (start.startsWith('PARE')) return 'an encrypted Parquet file';
  if (start.startsWith('PK\x03\x04')) return 'a zip archive';
  if (start.startsWith('\x28\xb5\x2f\xfd')) return 'a zstd archive';
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip inside gzip';
  if (start.startsWith('SQLite format 3')) return 'an SQLite database';
  if (start.slice(8, 12) === 'DUCK') return 'a DuckDB database';
  if (start.startsWith('\xff\xfe') || start.startsWith('\xfe\xff')) return 'text in UTF-16';
  return null;
}

async function requireWhole(file: Blob, subject: string): Promise<void> {
  const tail = new Uint8Array(await file.slice(-4).arrayBuffer());
  if (textOf(tail) === 'PAR1' && file.size >= 12) return;
  throw new PikaError('source/bad-file', {
    subject, expected: 'a Parquet file that ends as it starts, in "PAR1"', found: `${sizeOf(file)} that end in ${show(tail)}`, next: 'The file is cut short: fetch or write it again.',
  });
}

function textOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function show(bytes: Uint8Array): string {
  const text = textOf(bytes);
  return /^[\x20-\x7e]*$/.test(text) ? JSON.stringify(text) : [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

function sizeOf({ size }: Blob): string {
  return size === 1 ? '1 byte' : `${size.toLocaleString('en')} bytes`;
}
