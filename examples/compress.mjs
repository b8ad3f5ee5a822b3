/** Compressed copies of large text and WebAssembly files, made on first demand and kept in `.cache/compressed`. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readFile, rename, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { constants, createBrotliCompress, createGzip } from 'node:zlib';
import { ROOT } from './prepare.mjs';

const FOLDER = join(ROOT, '.cache/compressed');
const COMPRESSIBLE = new Set(['.wasm', '.js', '.mjs', '.css', '.html', '.json', '.map', '.svg', '.csv']);
const SMALLEST_BYTES = 16 * 1024;

/** `br`, `gzip`, or null if the client accepts neither or the file is not worth it. */
export function chooseEncoding(path, sizeBytes, accepted = '') {
  if (sizeBytes < SMALLEST_BYTES || !COMPRESSIBLE.has(extname(path))) return null;
  const taken = accepted
    .split(',')
    .map((item) => item.trim())
    .filter((item) => !/;\s*q=0(\.0*)?$/.test(item))
    .map((item) => item.split(';')[0]);
  return ['br', 'gzip'].find((encoding) => taken.includes(encoding)) ?? null;
}

const contents = new Map();
const inProgress = new Map();

/** The compressed copy of a file. Concurrent requests share the work. */
export async function compressedCopy(file, encoding) {
  const copy = join(FOLDER, `${basename(file.path)}.${await contentOf(file)}.${encoding}`);
  if (!inProgress.has(copy))
    inProgress.set(
      copy,
      makeCopy(file.path, copy, encoding).finally(() => inProgress.delete(copy)),
    );
  return inProgress.get(copy);
}

/** Copies are named by content, not by time: a file that a build only copied is not compressed again. */
function contentOf({ path, sizeBytes, modifiedMs }) {
  const state = `${path} ${sizeBytes} ${modifiedMs}`;
  if (!contents.has(state)) {
    contents.set(
      state,
      readFile(path).then((bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 16)),
    );
  }
  return contents.get(state);
}

async function makeCopy(source, copy, encoding) {
  const made = await stat(copy).catch(() => null);
  if (made) return { path: copy, sizeBytes: made.size };
  await mkdir(FOLDER, { recursive: true });
  // Written to a temporary file, then renamed: no request reads half a copy.
  const unfinished = `${copy}.${process.pid}`;
  const compressor =
    encoding === 'br'
      ? createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })
      : createGzip({ level: 5 });
  await pipeline(createReadStream(source), compressor, createWriteStream(unfinished));
  await rename(unfinished, copy);
  return { path: copy, sizeBytes: (await stat(copy)).size };
}
