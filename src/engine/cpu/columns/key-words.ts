/** The words of keys whose values a page stores as doubles, low word first. Both undo the decoding of `storePage`. */

const words = new Uint32Array(2);
const double = new Float64Array(words.buffer);

/** The words of the key of a double. */
export function float64Words(value: number): [low: number, high: number] {
  double[0] = value + 0;
  const low = words[0]!;
  const high = words[1]!;
  return high >= 0x8000_0000 ? [~low >>> 0, ~high >>> 0] : [low, (high | 0x8000_0000) >>> 0];
}

/** The words of an integer key below 2⁵³. */
export function integerWords(key: number): [low: number, high: number] {
  return [key % 2 ** 32, Math.floor(key / 2 ** 32)];
}
