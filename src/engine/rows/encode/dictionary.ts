import { compareBytes, labelOrder } from '../../columns/label-order';

const EMPTY = -1;

/**
 * Interns strings by their UTF-8 bytes and numbers them in order of appearance. Each distinct string is decoded once.
 */
export class Dictionary {
  #slots = new Int32Array(1 << 10).fill(EMPTY);
  #hashes = new Int32Array(1 << 9);
  #ends = new Uint32Array(1 << 9);
  #bytes = new Uint8Array(1 << 12);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The number of `bytes[start..end)`, which are copied if they are new. */
  intern(bytes: Uint8Array, start: number, end: number): number {
    const span = Uint32Array.of(start, end);
    const code = new Uint32Array(1);
    this.internRows(bytes, span, null, 0, 1, code, 0, Infinity);
    return code[0]!;
  }

  /**
   * Writes the numbers of strings `from` to `to` into `codes`, from `at` on. `offsets[0]` is the start of string
   * `from`, `offsets[1]` its end. NULL rows are skipped, because their bytes are garbage. Stops early at more than
   * `most` distinct strings.
   */
  internRows(
    bytes: Uint8Array,
    offsets: ArrayLike<number>,
    validity: Uint8Array | null,
    from: number,
    to: number,
    codes: Uint32Array,
    at: number,
    most: number,
  ): void {
    let slots = this.#slots;
    let hashes = this.#hashes;
    let ends = this.#ends;
    let own = this.#bytes;
    for (let row = from; row < to; row++, at++) {
      if (validity !== null && ((validity[row >> 3]! >> (row & 7)) & 1) === 0) continue;
      const start = offsets[row - from]!;
      const end = offsets[row - from + 1]!;
      const length = end - start;
      let hash = length;
      for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x0100_0193);
      hash ^= hash >>> 15;
      const mask = slots.length - 1;
      let slot = hash & mask;
      let code = slots[slot]!;
      for (; code !== EMPTY; code = slots[slot]!) {
        const first = code === 0 ? 0 : ends[code - 1]!;
        if (hashes[code] === hash && ends[code]! - first === length) {
          let i = 0;
          while (i < length && own[first + i] === bytes[start + i]) i++;
          if (i === length) break;
        }
        slot = (slot + 1) & mask;
      }
      if (code === EMPTY) {
        code = this.#add(slot, hash, bytes.subarray(start, end));
        if (this.#size > most) return;
        slots = this.#slots;
        hashes = this.#hashes;
        ends = this.#ends;
        own = this.#bytes;
      }
      codes[at] = code;
    }
  }

  /** Labels in the order of {@link labelOrder}, equal ones in byte order, and the rank of each number in it. */
  sorted(): { readonly labels: string[]; readonly rank: Uint32Array } {
    const codes = Array.from({ length: this.#size }, (_, code) => code);
    codes.sort((a, b) => compareBytes(this.#bytesOf(a), this.#bytesOf(b)));
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    const labels = codes.map((code) => decoder.decode(this.#bytesOf(code)));
    const order = labelOrder(labels);
    const rank = new Uint32Array(this.#size);
    order.forEach((at, place) => {
      rank[codes[at]!] = place;
    });
    return { labels: order.map((at) => labels[at]!), rank };
  }

  #startOf(code: number): number {
    return code === 0 ? 0 : this.#ends[code - 1]!;
  }

  #bytesOf(code: number): Uint8Array {
    return this.#bytes.subarray(this.#startOf(code), this.#ends[code]);
  }

  #add(slot: number, hash: number, bytes: Uint8Array): number {
    const code = this.#size;
    const start = this.#startOf(code);
    const end = start + bytes.length;
    if (end > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(end, this.#bytes.length * 2));
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#bytes.set(bytes, start);
    this.#hashes[code] = hash;
    this.#ends[code] = end;
    this.#slots[slot] = code;
    this.#size++;
    if (this.#size === this.#hashes.length) this.#grow();
    return code;
  }

  #grow(): void {
    const capacity = this.#hashes.length * 2;
    const hashes = new Int32Array(capacity);
    const ends = new Uint32Array(capacity);
    hashes.set(this.#hashes);
    ends.set(this.#ends);
    const slots = new Int32Array(capacity * 2).fill(EMPTY);
    for (let code = 0; code < this.#size; code++) {
      let slot = hashes[code]! & (slots.length - 1);
      while (slots[slot] !== EMPTY) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = code;
    }
    this.#hashes = hashes;
    this.#ends = ends;
    this.#slots = slots;
  }
}
