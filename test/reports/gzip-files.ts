const END_OF_BGZIP = Uint8Array.of(
  0x1f,
  0x8b,
  8,
  4,
  0,
  0,
  0,
  0,
  0,
  0xff,
  6,
  0,
  0x42,
  0x43,
  2,
  0,
  0x1b,
  0,
  3,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
);
const BLOCK_BYTES = 65_280;

export async function gzipped(text: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(
    await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer(),
  );
}

/** A file as written by bgzip: members of 64 kB with their length in an extra field, and an empty one at the end. */
export async function bgzip(
  content: Uint8Array<ArrayBuffer>,
  blockBytes = BLOCK_BYTES,
): Promise<Uint8Array<ArrayBuffer>> {
  const blocks: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 0; at < content.length; at += blockBytes) {
    const block = content.slice(at, at + blockBytes);
    const deflated = new Uint8Array(
      await new Response(new Blob([block]).stream().pipeThrough(new CompressionStream('deflate-raw'))).arrayBuffer(),
    );
    const size = deflated.length + 25; // the member's size minus one
    blocks.push(await member(deflated, Uint8Array.of(0x42, 0x43, 2, 0, size & 255, size >> 8), block));
  }
  return joined(...blocks, END_OF_BGZIP);
}

/** Deflate without compression: it contains the content unchanged. */
export function packed(content: Uint8Array): Uint8Array<ArrayBuffer> {
  const blocks: Uint8Array[] = [];
  for (let at = 0; at === 0 || at < content.length; at += 65_535) {
    const { length } = content.subarray(at, at + 65_535);
    blocks.push(
      Uint8Array.of(
        at + length >= content.length ? 1 : 0,
        length & 255,
        length >> 8,
        ~length & 255,
        (~length >> 8) & 255,
      ),
      content.subarray(at, at + length),
    );
  }
  return joined(...blocks);
}

/** A member around deflated bytes. `content` is the decompressed content; by default, it is computed. */
export async function member(
  deflated: Uint8Array<ArrayBuffer>,
  extra: Uint8Array | null,
  content?: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  const whole =
    content ??
    new Uint8Array(
      await new Response(
        new Blob([deflated]).stream().pipeThrough(new DecompressionStream('deflate-raw')),
      ).arrayBuffer(),
    );
  const header = Uint8Array.of(
    0x1f,
    0x8b,
    8,
    extra ? 4 : 0,
    0,
    0,
    0,
    0,
    0,
    0xff,
    ...(extra ? [extra.length & 255, extra.length >> 8, ...extra] : []),
  );
  const trailer = new Uint8Array(8);
  const view = new DataView(trailer.buffer);
  view.setUint32(0, crc32(whole), true);
  view.setUint32(4, whole.length, true);
  return joined(header, deflated, trailer);
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb8_8320 : 0);
  }
  return ~crc >>> 0;
}
