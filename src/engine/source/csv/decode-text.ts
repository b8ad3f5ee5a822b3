import { abortedError } from '../../abort';
import { PikaError } from '../../errors';
import { partsOf } from '../../rows/parquet/ranged-file';
import { BlobBuilder } from '../files/gunzip';
import { badOption, type ReadOptions } from '../files/read-options';

/** Common names that the Encoding Standard lacks. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  'latin-1': 'latin1',
  'latin-9': 'iso-8859-15',
  'utf16': 'utf-16',
  'utf-16-le': 'utf-16le',
  'utf-16-be': 'utf-16be',
  ansi: 'windows-1252',
  cp932: 'shift_jis',
  'cp936': 'gbk',
};
const SOME_LABELS =
  'utf-8, utf-16 (utf-16le, utf-16be), latin-1 (iso-8859-1), iso-8859-2 to -16, windows-1250 to -1258, macintosh, koi8-r, shift_jis, euc-jp, euc-kr, gbk, gb18030, big5';
const UTF8 = 'utf-8';

/** The browser's name of the encoding given by the author; null if none was given. Throws source/bad-option. */
export function encodingOption({ encoding }: ReadOptions, query: string): string | null {
  if (encoding === undefined) return null;
  const name = encoding.trim().toLowerCase();
  try {
    return new TextDecoder(OTHER_NAMES[name] ?? name.replace(/^cp-?(?=125\d$)/, 'windows-')).encoding;
  } catch {
    return badOption('encoding', `an encoding that the browser supports: ${SOME_LABELS}`, encoding, query);
  }
}

/**
 * The encoding given by a byte order mark; null if there is none. UTF-32, unsupported by browsers, starts like UTF-16.
 */
export function markedEncoding(head: Uint8Array): string | null {
  if (head[0] === 0xff && head[1] === 0xfe && !(head[2] === 0 && head[3] === 0)) return 'utf-16le';
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : null;
}

/**
 * Converts text in another encoding to UTF-8, in parts: only one part is in memory at a time. Throws source/bad-file,
 * source/aborted.
 */
export async function toUtf8(
  file: Blob,
  encoding: string,
  name: string,
  query: string,
  signal?: AbortSignal,
): Promise<Blob> {
  if (encoding === UTF8) return file;
  const subject = `file "${name}" of query "${query}"`;
  const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  // "utf-16" leaves the byte order open; the byte order mark gives it.
  const decoder = new TextDecoder(encoding.startsWith('utf-16') ? (markedEncoding(head) ?? encoding) : encoding, {
    fatal: true,
  });
  const encoder = new TextEncoder();
  const content = new BlobBuilder();
  let doneBytes = 0;
  try {
    for await (const part of partsOf(file.stream() as ReadableStream<Uint8Array<ArrayBuffer>>)) {
      if (signal?.aborted) throw abortedError(subject);
      content.add(encoder.encode(decoder.decode(part, { stream: true })));
      doneBytes += part.length;
    }
    content.add(encoder.encode(decoder.decode()));
  } catch (thrown) {
    if (thrown instanceof PikaError || !(thrown instanceof TypeError)) throw thrown;
    throw new PikaError(
      'source/bad-file',
      {
        subject,
        expected: `text in ${decoder.encoding}`,
        found: `invalid bytes somewhere after the first ${doneBytes.toLocaleString('en')}`,
        next: 'Set the encoding that the file was written in; encoding="windows-1252" reads any bytes.',
      },
      thrown,
    );
  }
  return content.done();
}
