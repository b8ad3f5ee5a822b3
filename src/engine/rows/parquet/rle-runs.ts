/**
 * Decodes Parquet's hybrid of run lengths and packed bits to `count` numbers of `width` bits. Runs may hold more: the
 * rest is padding. Throws an Error if the bytes end before. Source: Encodings.md of Apache Parquet.
 */
export function readRuns(bytes: Uint8Array, width: number, count: number): Uint32Array {
  if (!(width >= 0 && width <= 32)) throw new Error(`values of ${width} bits`);
  const out = new Uint32Array(count);
  if (width === 0) return out;
  let [at, done] = [0, 0];
  while (done < count) {
    let [header, scale, byte] = [0, 1, 0];
    do {
      byte = byteAt(bytes, at++);
      header += (byte & 127) * scale;
      scale *= 128;
    } while (byte >= 128 && scale < 2 ** 42);
    if (header % 2 === 0) {
      let value = 0;
      for (let i = 0; i < (width + 7) >> 3; i++) value += byteAt(bytes, at++) * 256 ** i;
      const run = Math.min(header / 2, count - done);
      if (run === 0 && header === 0) throw new Error('a run of no values');
      out.fill(value, done, done + run);
      done += run;
      continue;
    }
    const packed = Math.min(((header - 1) / 2) * 8, count - done);
    if (packed === 0) throw new Error('a run of no values');
    for (let i = 0; i < packed; i++) out[done + i] = bitsAt(bytes, 8 * at + i * width, width);
    at += ((header - 1) / 2) * width;
    done += packed;
  }
  return out;
}

function bitsAt(bytes: Uint8Array, from: number, width: number): number {
  let value = 0;
  for (let read = 0; read < width;) {
    const bit = (from + read) & 7;
    const take = Math.min(8 - bit, width - read);
    value += ((byteAt(bytes, (from + read) >> 3) >> bit) & ((1 << take) - 1)) * 2 ** read;
    read += take;
  }
  return value;
}

function byteAt(bytes: Uint8Array, at: number): number {
  if (at >= bytes.length) throw new Error('fewer values than a page declares');
  return bytes[at]!;
}
