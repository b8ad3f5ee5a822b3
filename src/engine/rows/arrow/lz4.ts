/** An LZ4 frame starts with this. */
const MAGIC = 0x184d_2204;
/** Up to here a loop is quicker than a call. */
const SHORT = 24;

/**
 * One LZ4 frame of a known size, blocks linked or not. Checksums are passed over: a decoder of damaged bytes ends in an
 * Error, or in `sizeBytes` others. Source: doc/lz4_Frame_format.md and lz4_Block_format.md of LZ4. Throws Error.
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
    if (at + length > frame.length) throw new Error('an LZ4 block that is cut short');
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
    throw new Error(`LZ4 of ${to.toLocaleString('en')} bytes where ${sizeBytes.toLocaleString('en')} are promised`);
  return out;
}

/**
 * One block of LZ4 without a frame, as pages of Parquet are. Throws an Error unless it unpacks to just so many bytes.
 */
export function unpackLz4Block(block: Uint8Array, sizeBytes: number): Uint8Array {
  const out = new Uint8Array(sizeBytes);
  const to = unpackBlock(block, 0, block.length, out, 0);
  if (to !== sizeBytes)
    throw new Error(`LZ4 of ${to.toLocaleString('en')} bytes where ${sizeBytes.toLocaleString('en')} are promised`);
  return out;
}

/** Literals, then a match in what was written before, time and again. Returns where the next block is written. */
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
    if (distance === 0 || distance > to) throw new Error('LZ4 that points before its start');
    let length = (token & 15) + 4;
    if (length === 19) {
      let more;
      do {
        if (at >= end) throw cutShort();
        length += more = source[at++]!;
      } while (more === 255);
    }
    if (to + length > out.length) throw tooLong();
    // A match may overlap what it writes: then it repeats.
    if (length > SHORT && distance >= length) out.copyWithin(to, to - distance, to - distance + length);
    else for (let i = 0; i < length; i++) out[to + i] = out[to + i - distance]!;
    to += length;
  }
  return to;
}

function cutShort(): Error {
  return new Error('LZ4 that is cut short');
}

function tooLong(): Error {
  return new Error('LZ4 of more bytes than are promised');
}
