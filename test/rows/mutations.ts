/** Deterministic damage: flips bits, sets bytes to harmful values, cuts, doubles or zeroes intervals, truncates. */
export function* mutations(bytes: Uint8Array, count: number, random: () => number): Generator<Uint8Array<ArrayBuffer>> {
  const int = (below: number): number => Math.floor(random() * below);
  for (let i = 0; i < count; i++) {
    const hurt = new Uint8Array(bytes);
    const at = int(hurt.length);
    const length = 1 + int(Math.min(64, hurt.length - at));
    switch (int(6)) {
      case 0:
        hurt[at]! ^= 1 << int(8);
        break;
      case 1:
        for (let n = 0; n < 8; n++) hurt[int(hurt.length)] = int(256);
        break;
      case 2:
        hurt.fill([0, 0xff, 0x7f, 0x80][int(4)]!, at, at + 1 + int(8));
        break;
      case 3:
        yield hurt.slice(0, at);
        continue;
      case 4:
        yield Uint8Array.from([...hurt.subarray(0, at), ...hurt.subarray(at + length)]);
        continue;
      default:
        yield Uint8Array.from([...hurt.subarray(0, at + length), ...hurt.subarray(at)]);
        continue;
    }
    yield hurt;
  }
}
