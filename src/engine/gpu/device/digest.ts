/** One odd multiplier per lane: four largely independent lanes over one text give 128 bits. */
const LANES: readonly (readonly [seed: number, factor: number])[] = [
  [0x811c9dc5, 0x01000193],
  [0x9e3779b9, 0x85ebca6b],
  [0x7f4a7c15, 0xc2b2ae35],
  [0x27d4eb2f, 0x165667b1],
];

/**
 * A 128-bit hash of text, as 32 hexadecimal digits: FNV-1a in four lanes, each word mixed at the end (murmur3's
 * finalizer). Protects against accidental collisions, not against malice. Synchronous: the platform's SHA-256 is
 * asynchronous and would delay every look-up.
 */
export function digest(text: string): string {
  return LANES.map(([seed, factor]) => {
    let word = seed;
    for (let i = 0; i < text.length; i++) {
      word = Math.imul(word ^ text.charCodeAt(i), factor);
      word ^= word >>> 15;
    }
    return mixed(word ^ text.length)
      .toString(16)
      .padStart(8, '0');
  }).join('');
}

function mixed(word: number): number {
  let out = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  out = Math.imul(out ^ (out >>> 13), 0xc2b2ae35);
  return (out ^ (out >>> 16)) >>> 0;
}
