const REVERSED_POLYNOMIAL = 0xedb88320;

/** `TABLES[k]![byte]` is the remainder of `byte` before k zero bytes: four bytes take one step ("slicing by 4"). */
const TABLES = tables();

/**
 * The CRC-32 of gzip, zip and Parquet, as an unsigned integer.
 * @param crc that of the bytes before
 */
export function crc32(bytes: Uint8Array, crc = 0): number {
  const [zero, one, two, three] = TABLES;
  let rest = ~crc;
  let at = 0;
  for (const end = bytes.length - 3; at < end; at += 4) {
    rest ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    rest = three[rest & 0xff]! ^ two[(rest >>> 8) & 0xff]! ^ one[(rest >>> 16) & 0xff]! ^ zero[rest >>> 24]!;
  }
  for (; at < bytes.length; at++) rest = (rest >>> 8) ^ zero[(rest ^ bytes[at]!) & 0xff]!;
  return ~rest >>> 0;
}

type Table = Int32Array<ArrayBuffer>;

function tables(): readonly [Table, Table, Table, Table] {
  const zero = Int32Array.from({ length: 256 }, (_, byte) => {
    let rest = byte;
    for (let bit = 0; bit < 8; bit++) rest = (rest & 1) === 1 ? (rest >>> 1) ^ REVERSED_POLYNOMIAL : rest >>> 1;
    return rest;
  });
  const next = (table: Table): Table => table.map((rest) => (rest >>> 8) ^ zero[rest & 0xff]!);
  const one = next(zero);
  const two = next(one);
  return [zero, one, two, next(two)];
}
