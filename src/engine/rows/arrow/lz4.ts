/** The first word of an LZ4 frame. */
const MAGIC = 0x184d_2204;
/** Up to this length a loop is faster than a call. */
const SHORT = 24;

/**
 * Decompresses one LZ4 frame of known size, with linked or independent blocks. Checksums are skipped: damaged bytes end
 * in an Error, or in `sizeBytes` wrong ones. Source: doc/lz4_Frame_format.md and lz4_Block_format.md of LZ4. Throws
 * Error.
 */
export function unpackLz4(frame: Uint8Array, sizeBytes: number): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (view.getUint32(0, true) !== MAGIC) throw new Error('no LZ4 frame');
  const flags = view.getUint8(4);
  const [hasBlockChecksums, hasContentSize, hasDictionary] = [flags & 0x10, flags & 0x08, flags & 0x01];
  if (flags >> 6 !== 1 || hasDictionary) throw new Error('an LZ4 frame of another kind');
  const out = new Uint8Array(sizeBytes);
  let to = 0;
  let at = 7 + (hasContentSize ? 8 : 0);
  for (;;) {
    const word = view.getUint32(at, true);
    at += 4;
    if (word === 0) break;
    const length = word & 0x7fff_ffff;
    if (at + length > frame.length) throw new Error('a truncated LZ4 block');
    if (word === length) {
      to = unpackBlock(frame, at, at + length, out, to);
    } else {
      if (to + length > sizeBytes) throw tooLong();
      out.set(frame.subarray(at, at + length), to);
      to += length;
    }
    at += length + (hasBlockChecksums ? 4 : 0);
  }
  if (to !== sizeBytes)
    throw new Error(
      `${to.toLocaleString('en')} bytes of LZ4 data instead of the ${sizeBytes.toLocaleString('en')} declared`,
    );
  return out;
}

/**
 * Decompresses one LZ4 block without a frame, as in Parquet pages. Throws an Error unless it yields exactly
 * `sizeBytes`.
 */
export function unpackLz4Block(block: Uint8Array, sizeBytes: number): Uint8Array {
  const out = new Uint8Array(sizeBytes);
  const to = unpackBlock(block, 0, block.length, out, 0);
  if (to !== sizeBytes)
    throw new Error(
      `${to.toLocaleString('en')} bytes of LZ4 data instead of the ${sizeBytes.toLocaleString('en')} declared`,
    );
  return out;
}

/**
 * A block is a sequence of literals and matches in the output so far. Returns the position of the next block's output.
 */
function unpackBlock(source: Uint8Array, at: number, end: number, out: Uint8Array, to: number): number {
  while (at < end) {
    const token = source[at++]!;
    let literals = token >> 4;
    if (literals === 15) {
      let more;
      do {
        if (at >= end) throw cutShort();
        literals += more = source[at++]!;
      } while (more === 255);
    }
    if (at + literals > end) throw cutShort();
    if (to + literals > out.length) throw tooLong();
    if (literals > SHORT) out.set(source.subarray(at, at + literals), to);
    else for (let i = 0; i < literals; i++) out[to + i] = source[at + i]!;
    at += literals;
    to += literals;
    // The last sequence is literals only.
    if (at === end) break;
    if (at + 2 > end) throw cutShort();
    const distance = source[at]! | (source[at + 1]! << 8);
    at += 2;
    if (distance === 0 || distance > to) throw new Error('an LZ4 match before the start of the data');
    let length = (token & 15) + 4;
    if (length === 19) {
      let more;
      do {
        if (at >= end) throw cutShort();
        length += more = source[at++]!;
      } while (more === 255);
    }
    if (to + length > out.length) throw tooLong();
    // A match may overlap its own output: then it repeats.
    if (length > SHORT && distance >= length) out.copyWithin(to, to - distance, to - distance + length);
    else for (let i = 0; i < length; i++) out[to + i] = out[to + i - distance]!;
    to += length;
  }
  return to;
}

function cutShort(): Error {
  return new Error('truncated LZ4 data');
}

function tooLong(): Error {
  return new Error('more LZ4 data than declared');
}
