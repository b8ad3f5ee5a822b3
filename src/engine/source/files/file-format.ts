import { PikaError } from '../../errors';
import { oneCharacter } from '../csv/option-texts';
import type { FileFormat } from './read-options';

const SNIFFED_BYTES = 512;
const ZSTD = 'a file compressed by Zstandard (.zst)';
const ZIP = 'a zip archive';
/** Advice on containers and compressed files. */
const ADVICE: Readonly<Record<string, string>> = {
  [ZSTD]: 'Decompress it (zstd -d), or use gzip instead. Zstandard inside Parquet and Arrow files is supported.',
  [ZIP]: 'Unpack it, and load the file inside. Files compressed with gzip can be loaded directly.',
};

/** Whether a file is gzip, by its first two bytes and regardless of its name. */
export async function isGzip(file: Blob): Promise<boolean> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return first === 0x1f && second === 0x8b;
}

export function isParquetHead(head: Uint8Array): boolean {
  return textOf(head.subarray(0, 4)) === 'PAR1';
}

/** Whether the first bytes are those of a known binary format. */
export function isBinary(head: Uint8Array): boolean {
  const start = textOf(head);
  return binaryFormat(head, start) !== null;
}

/** The format implied by a file's extension; null for unknown ones. */
export function formatOfName(name: string): FileFormat | null {
  const ending = /\.(\w+)(?:\.gz)?$/.exec(name.split(/[?#]/)[0]!.toLowerCase())?.[1];
  if (ending === 'parquet' || ending === 'pq') return 'parquet';
  if (ending === 'arrow' || ending === 'arrows' || ending === 'feather' || ending === 'ipc') return 'arrow';
  if (ending === 'json' || ending === 'ndjson' || ending === 'jsonl') return 'json';
  return ending === 'csv' || ending === 'tsv' || ending === 'tab' || ending === 'txt' ? 'csv' : null;
}

/**
 * Detects a file's format from its bytes, as names and content types are unreliable. `asked` (else the name) decides
 * only between JSON and CSV. Throws source/bad-file, source/unsupported-format, source/fetch-failed (the server sent a
 * web page instead of data).
 */
export async function fileFormat(
  file: Blob,
  name: string,
  asked: FileFormat | null,
  query: string,
  delimiter?: string,
): Promise<FileFormat> {
  const subject = `file "${name}" of query "${query}"`;
  const expected = asked
    ? { parquet: 'Parquet', arrow: 'Arrow', json: 'JSON', csv: 'CSV' }[asked]
    : 'Parquet, Arrow, JSON or CSV';
  const head = new Uint8Array(await file.slice(0, SNIFFED_BYTES).arrayBuffer());
  const start = textOf(head).replace(/^\xef\xbb\xbf/, '');
  if (file.size === 0) {
    throw new PikaError('source/bad-file', {
      subject,
      expected,
      found: 'an empty file (0 bytes)',
      next: 'Check how the file was written and uploaded.',
    });
  }
  if (/^\s*(<!doctype|<html)/i.test(start)) {
    throw new PikaError('source/fetch-failed', {
      subject,
      expected,
      found: `a web page (${show(head.subarray(0, 24))}…)`,
      next: 'Check the path: the server returns a page for unknown URLs, or requires a login.',
    });
  }
  const found =
    binaryFormat(head, start) ?? textFormat(head, start, asked ?? formatOfName(name), oneCharacter(delimiter));
  if (found === 'parquet') await requireWhole(file, subject);
  if (found !== null && found !== 'other' && (asked === null || asked === found)) return found;
  if (found !== null && found !== 'other') {
    throw new PikaError('source/unsupported-format', {
      subject,
      expected,
      found: `${found === 'csv' ? 'text' : found}`,
      next: `Correct format="${asked}", or leave it out.`,
    });
  }
  const unsupported = unsupportedFormat(head, start);
  if (unsupported)
    throw new PikaError('source/unsupported-format', {
      subject,
      expected,
      found: unsupported,
      next:
        ADVICE[unsupported] ??
        "Convert it with a program that reads this format: write Parquet, e.g. in DuckDB by COPY t TO 't.parquet'.",
    });
  const next =
    (asked ?? formatOfName(name)) === 'parquet'
      ? "A Parquet file starts and ends with PAR1. This one is damaged, or isn't Parquet: download or write it again."
      : 'Check that the URL is that of a data file, and that the file was stored unchanged.';
  throw new PikaError('source/bad-file', {
    subject,
    expected,
    found: `${sizeOf(file)} that start with ${show(head.subarray(0, 8))}`,
    next: adviceOnText(head) ?? next,
  });
}

function binaryFormat(head: Uint8Array, start: string): FileFormat | 'other' | null {
  // Column names in CSV may start like a binary file: PAR1,PAR2 or PARENT;CHILD.
  if (/^[^\r\n]{0,200}[,;|\t\r\n]/.test(start) && /^[\x20-\x7e]/.test(start) && !head.some(isControl)) return null;
  if (isParquetHead(head)) return 'parquet';
  if (start.startsWith('ARROW1') || start.startsWith('\xff\xff\xff\xff')) return 'arrow';
  return unsupportedFormat(head, start) ? 'other' : null;
}

/** Control characters, which occur in text only as delimiters. */
function isControl(byte: number): boolean {
  return (byte < 0x20 && (byte < 9 || byte > 13)) || byte === 0x7f;
}

/** Advice for text with an unusual delimiter or encoding; null if the bytes do not look like text. */
function adviceOnText(head: Uint8Array): string | null {
  const controls = new Set(head.filter(isControl));
  const [control] = controls;
  if (control === undefined || controls.size > 1) return null;
  if (control !== 0)
    return `If a control character separates the values, set it: delimiter="\\x${control.toString(16).padStart(2, '0')}".`;
  const [even, odd] = [0, 1].map((from) => head.filter((byte, i) => i % 2 === from && byte === 0).length) as [
    number,
    number,
  ];
  return Math.max(even, odd) > head.length / 4 && Math.min(even, odd) === 0
    ? `If this is text in UTF-16, set its encoding: encoding="utf-16${odd > 0 ? 'le' : 'be'}".`
    : null;
}

/** Text that starts like JSON is JSON, unless the hint says CSV. Null if it is not text. */
function textFormat(
  head: Uint8Array,
  start: string,
  hint: FileFormat | null,
  delimiter: string | null | undefined,
): FileFormat | null {
  if (head.some((byte) => isControl(byte) && String.fromCharCode(byte) !== delimiter)) return null;
  if (hint === 'csv' || hint === 'json') return hint;
  return /^\s*[[{]/.test(start) ? 'json' : 'csv';
}

function unsupportedFormat(head: Uint8Array, start: string): string | null {
  if (start.startsWith('FEA1')) return 'a Feather file of version 1';
  if (start.startsWith('PARE')) return 'an encrypted Parquet file';
  if (start.startsWith('PK\x03\x04')) return ZIP;
  if (start.startsWith('\x28\xb5\x2f\xfd')) return ZSTD;
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip inside gzip';
  if (start.startsWith('SQLite format 3')) return 'an SQLite database';
  if (start.slice(8, 12) === 'DUCK') return 'a DuckDB database';
  if (start.startsWith('\xff\xfe\0\0') || start.startsWith('\0\0\xfe\xff')) return 'text in UTF-32';
  return null;
}

async function requireWhole(file: Blob, subject: string): Promise<void> {
  const tail = new Uint8Array(await file.slice(-4).arrayBuffer());
  if (textOf(tail) === 'PAR1' && file.size >= 12) return;
  throw new PikaError('source/bad-file', {
    subject,
    expected: 'a Parquet file that starts and ends with "PAR1"',
    found: `${sizeOf(file)} that end with ${show(tail)}`,
    next: 'The file is incomplete: download or write it again.',
  });
}

function textOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function show(bytes: Uint8Array): string {
  const text = textOf(bytes);
  return /^[\x20-\x7e]*$/.test(text)
    ? JSON.stringify(text)
    : [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

function sizeOf({ size }: Blob): string {
  return size === 1 ? '1 byte' : `${size.toLocaleString('en')} bytes`;
}
