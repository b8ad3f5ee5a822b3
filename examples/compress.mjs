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

/** `br`, `gzip` or null: what the reader takes and the file is worth. */
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
const underWay = new Map();

/** The compressed copy of a file; requests that come while it is made share the work. */
export async function compressedCopy(file, encoding) {
  const copy = join(FOLDER, `${basename(file.path)}.${await contentOf(file)}.${encoding}`);
  if (!underWay.has(copy))
    underWay.set(
      copy,
      makeCopy(file.path, copy, encoding).finally(() => underWay.delete(copy)),
    );
  return underWay.get(copy);
}

/** Copies are named by content, not by time: a build that only copies a file again does not compress it again. */
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
  // Written beside and renamed, so that nobody reads half a copy.
  const unfinished = `${copy}.${process.pid}`;
  const compressor =
    encoding === 'br'
      ? createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })
      : createGzip({ level: 5 });
  await pipeline(createReadStream(source), compressor, createWriteStream(unfinished));
  await rename(unfinished, copy);
  return { path: copy, sizeBytes: (await stat(copy)).size };
}
