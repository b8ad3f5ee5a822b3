import { BitModel, PRECISION, type BitCoder } from './bit-coder';

const TOP = 2 ** 24;

/** Reads what a `BitEncoder` has written. */
export class BitDecoder implements BitCoder {
  readonly #model: BitModel;
  readonly #bytes: Uint8Array;
  #at = 0;
  #range = 0xffff_ffff;
  /** Where the written number lies in the range that is left. */
  #code = 0;

  constructor(contexts: number, bytes: Uint8Array) {
    this.#model = new BitModel(contexts);
    this.#bytes = bytes;
    for (let i = 0; i < 4; i++) this.#code = ((this.#code << 8) | this.#next()) >>> 0;
  }

  bit(context: number): number {
    const bound = (this.#range >>> PRECISION) * this.#model.of(context);
    const bit = this.#code < bound ? 1 : 0;
    if (bit) this.#range = bound;
    else {
      this.#code -= bound;
      this.#range -= bound;
    }
    this.#model.learn(context, bit);
    this.#grow();
    return bit;
  }

  raw(count: number): number {
    let bits = 0;
    for (let i = 0; i < count; i++) {
      this.#range >>>= 1;
      const bit = this.#code >= this.#range ? 1 : 0;
      if (bit) this.#code -= this.#range;
      bits = ((bits << 1) | bit) >>> 0;
      this.#grow();
    }
    return bits;
  }

  #grow(): void {
    while (this.#range < TOP) {
      this.#range = (this.#range << 8) >>> 0;
      this.#code = ((this.#code << 8) | this.#next()) >>> 0;
    }
  }

  #next(): number {
    return this.#bytes[this.#at++] ?? 0;
  }
}
