import { NULL_KEY, type Encoding, type Keys, type Page } from './column';
import { exactValueOf } from './keys';

/**
 * The values of all rows, in ticks of the column's type: exact, or the nearest double if they need more than 53 bits.
 * NULL is NaN. Decodes whole pages: much faster than `keyAt` and `valueOf` for each row.
 */
export function columnValues(encoding: Encoding, pages: readonly Page[]): Float64Array<ArrayBuffer> {
  const values = new Float64Array(pages.reduce((sum, { rows }) => sum + rows, 0));
  let at = 0;
  for (const { rows, keys } of pages) {
    decodePage(encoding, keys, values.subarray(at, at + rows));
    at += rows;
  }
  return values;
}

function decodePage(encoding: Encoding, keys: Keys, out: Float64Array<ArrayBuffer>): void {
  switch (encoding.kind) {
    case 'f32':
      return out.set(keys.subarray(0, out.length));
    case 'float64':
      return decodeDoubles(keys, out);
    case 'u32':
      return decodeTicks(encoding, out, (row) => keys[row]!, isNullWord(keys));
    case 'fixed64':
      return decodeTicks(
        encoding,
        out,
        (row) => keys[2 * row + 1]! * 2 ** 32 + keys[2 * row]!,
        (row) => keys[2 * row] === NULL_KEY && keys[2 * row + 1] === NULL_KEY,
        (row) => (BigInt(keys[2 * row + 1]!) << 32n) | BigInt(keys[2 * row]!),
      );
  }
}

/** Reverses {@link float64Key}, word by word. The NULL key becomes a NaN by itself. */
function decodeDoubles(keys: Keys, out: Float64Array<ArrayBuffer>): void {
  const words = new Uint32Array(out.buffer, out.byteOffset, 2 * out.length);
  for (let i = 0; i < words.length; i += 2) {
    const high = keys[i + 1]!;
    const isPositive = high >= 0x8000_0000;
    words[i + LOW] = isPositive ? keys[i]! : ~keys[i]!;
    words[i + HIGH] = isPositive ? high ^ 0x8000_0000 : ~high;
  }
}

const LOW = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 0 : 1;
const HIGH = 1 - LOW;

/**
 * value = origin + key × step. In doubles it is rounded once at most if the product and the origin are exact;
 * otherwise it is computed in integers.
 */
function decodeTicks(
  encoding: Extract<Encoding, { step: bigint }>,
  out: Float64Array<ArrayBuffer>,
  keyOf: (row: number) => number,
  isNull: (row: number) => boolean,
  exactKeyOf: (row: number) => bigint = (row) => BigInt(keyOf(row)),
): void {
  const [origin, step] = [Number(encoding.origin), Number(encoding.step)];
  const endKey = BigInt(origin) === encoding.origin ? 2 ** 53 / step : -1;
  for (let row = 0; row < out.length; row++) {
    const key = keyOf(row);
    if (isNull(row)) out[row] = NaN;
    else if (key < endKey) out[row] = origin + key * step;
    else out[row] = Number(exactValueOf(encoding, exactKeyOf(row)));
  }
}

function isNullWord(keys: Keys): (row: number) => boolean {
  return (row) => keys[row] === NULL_KEY;
}
