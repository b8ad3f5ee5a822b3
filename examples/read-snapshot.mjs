/**
 * Reads a snapshot (docs/snapshot-format.md) without pika-plot: `node examples/read-snapshot.mjs saved.pika` lists its
 * parts; with a folder as second argument, it extracts them. Import {@link readSnapshot} to use it in a program.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inflateRawSync } from 'node:zlib';

const PIECE_BYTES = 2 ** 24;
const PATH = /^(\w+\/)?[\w-]+\.\w+$/;

/** The entries by path; each holds its content, whole and checked, or `error`. */
export function readSnapshot(file) {
  const places = placesIn(file);
  const manifest = JSON.parse(
    ['manifest.json', 'manifest-copy.json'].map((path) => places.get(path)?.()).find(Boolean),
  );
  return manifest.entries.map(({ path, name, bytes, sha256 }) => {
    try {
      if (!PATH.test(path)) throw new Error('a path that no snapshot has');
      const content = places.get(path)();
      if (content.length !== bytes) throw new Error(`${content.length} of ${bytes} bytes`);
      sha256.forEach((hash, i) => {
        const piece = content.subarray(i * PIECE_BYTES, (i + 1) * PIECE_BYTES);
        if (createHash('sha256').update(piece).digest('hex') !== hash) throw new Error('its bytes were changed');
      });
      return { path, name, content };
    } catch (error) {
      return { path, name, error };
    }
  });
}

/** Functions that read the entries of a zip archive, by path. */
function placesIn(file) {
  const places = new Map();
  const endAt = file.lastIndexOf(Buffer.from('PK\x05\x06'));
  const isLarge = file.readUInt32LE(endAt + 16) === 0xffffffff;
  const zip64At = isLarge ? Number(file.readBigUInt64LE(endAt - 12)) : 0;
  let at = isLarge ? Number(file.readBigUInt64LE(zip64At + 48)) : file.readUInt32LE(endAt + 16);
  while (file.readUInt32LE(at) === 0x02014b50) {
    const [pathBytes, extraBytes, commentBytes] = [28, 30, 32].map((field) => file.readUInt16LE(at + field));
    const path = file.toString('utf8', at + 46, at + 46 + pathBytes);
    const method = file.readUInt16LE(at + 10);
    let extraAt = at + 46 + pathBytes + 4;
    const [, storedBytes, offset] = [24, 20, 42].map((field) => {
      const value = file.readUInt32LE(at + field);
      return value < 0xffffffff ? value : Number(file.readBigUInt64LE((extraAt += 8) - 8));
    });
    places.set(path, () => {
      const start = offset + 30 + file.readUInt16LE(offset + 26) + file.readUInt16LE(offset + 28);
      const stored = file.subarray(start, start + storedBytes);
      return method === 8 ? inflateRawSync(stored) : stored;
    });
    at += 46 + pathBytes + extraBytes + commentBytes;
  }
  return places;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [, , name, folder] = process.argv;
  for (const { path, name: title = '', content, error } of readSnapshot(readFileSync(name))) {
    console.log(`${path}\t${title}\t${error ? `lost: ${error.message}` : `${content.length} bytes`}`);
    if (!folder || error) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}
