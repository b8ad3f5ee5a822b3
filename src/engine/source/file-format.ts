import { PikaError } from '../errors';

const SNIFFED_BYTES = 512;

/**
 * Refuses a file that is not whole Parquet, by its bytes: servers and names say what they like.
 * Throws source/bad-file, source/unsupported-format, source/fetch-failed (a web page came instead of data).
 */
export async function requireParquet(file: Blob, src: string, query: string): Promise<void> {
  const subject = `src="${src}" of query "${query}"`;
  const head = new Uint8Array(await file.slice(0, SNIFFED_BYTES).arrayBuffer());
  const tail = new Uint8Array(await file.slice(-4).arrayBuffer());
  if (file.size === 0) {
    throw new PikaError('source/bad-file', { subject, expected: 'a Parquet file', found: 'an empty file (0 bytes)', next: 'Check how the file was written and uploaded.' });
  }
  const start = textOf(head);
  if (start.startsWith('PAR1')) {
    if (textOf(tail) === 'PAR1' && file.size >= 12) return;
    throw new PikaError('source/bad-file', {
      subject, expected: 'a Parquet file that ends as it starts, in "PAR1"', found: `${sizeOf(file)} that end in ${show(tail)}`,
      next: 'The file is cut short: fetch or write it again.',
    });
  }
  if (/^\s*(<!doctype|<html)/i.test(start.replace(/^ï»¿/, ''))) {
    throw new PikaError('source/fetch-failed', {
      subject, expected: 'a Parquet file', found: `a web page (${show(head.subarray(0, 24))}…)`,
      next: 'Check the path: the server answers unknown addresses with a page, or wants a login.',
    });
  }
  const known = formatOf(head, start);
  if (known) {
    throw new PikaError('source/unsupported-format', { subject, expected: 'a Parquet file', found: known, next: 'Parquet is the one format read so far: convert the file, e.g. with DuckDB: COPY t TO \'t.parquet\'.' });
  }
  throw new PikaError('source/bad-file', {
    subject, expected: 'a Parquet file', found: `${sizeOf(file)} that start with ${show(head.subarray(0, 8))} and end in ${show(tail)}`,
    next: 'Check that the address names a Parquet file, and that it was stored as it is.',
  });
}

function formatOf(head: Uint8Array, start: string): string | null {
  if (start.startsWith('ARROW1')) return 'an Arrow IPC file';
  if (start.startsWith('FEA1')) return 'a Feather file';
  if (start.startsWith('\xff\xff\xff\xff')) return 'an Arrow IPC stream';
  if (start.startsWith('PARE')) return 'an encrypted Parquet file';
  if (head[0] === 0x1f && head[1] === 0x8b) return 'a gzip archive';
  if (start.startsWith('PK')) return 'a zip archive';
  if (start.startsWith('SQLite format 3')) return 'an SQLite database';
  if (start.slice(8, 12) === 'DUCK') return 'a DuckDB database';
  if (/^\s*[[{]/.test(start)) return 'JSON';
  const printable = head.every((byte) => byte >= 0x20 || byte === 9 || byte === 10 || byte === 13);
  return printable && /[,;\t|]/.test(start.split('\n')[0]!) ? 'text, by its looks CSV' : null;
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
