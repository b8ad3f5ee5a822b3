import { BitModel, PRECISION, type BitCoder } from './bit-coder';

const TOP = 2 ** 24;
const WORD = 2 ** 32;

/** An arithmetic coder: each bit takes as much space as it is unexpected. */
export class BitEncoder implements BitCoder {
  readonly #model: BitModel;
  #bytes = new Uint8Array(1 << 12);
  #length = 0;
  /** The start of the range that is left; below 2 ** 40. */
  #low = 0;
  #range = WORD - 1;
  /** The last byte that a carry may still change, and how many bytes 255 follow it. */
  #held = 0;
  #full = 0;
  #isFirst = true;

  constructor(contexts: number) {
    this.#model = new BitModel(contexts);
  }

  bit(context: number, bit: number): number {
    const bound = (this.#range >>> PRECISION) * this.#model.of(context);
    if (bit) this.#range = bound;
    else {
      this.#low += bound;
      this.#range -= bound;
    }
    this.#model.learn(context, bit);
    this.#grow();
    return bit;
  }

  raw(count: number, bits: number): number {
    for (let i = count - 1; i >= 0; i--) {
      this.#range >>>= 1;
      if ((bits >>> i) & 1) this.#low += this.#range;
      this.#grow();
    }
    return bits;
  }

  finish(): Uint8Array {
    for (let i = 0; i < 5; i++) this.#shift();
    // A decoder reads zeros beyond the end.
    let end = this.#length;
    while (end > 0 && this.#bytes[end - 1] === 0) end--;
    return this.#bytes.slice(0, end);
  }

  #grow(): void {
    while (this.#range < TOP) {
      this.#range *= 256;
      this.#shift();
    }
  }

  #shift(): void {
    const carry = this.#low >= WORD ? 1 : 0;
    const rest = this.#low % WORD;
    if (carry || rest < 0xff00_0000) {
      if (!this.#isFirst) this.#write(this.#held + carry);
      this.#isFirst = false;
      for (; this.#full > 0; this.#full--) this.#write(255 + carry);
      this.#held = Math.floor(rest / TOP);
    } else this.#full++;
    this.#low = (rest % TOP) * 256;
  }

  #write(byte: number): void {
    if (this.#length === this.#bytes.length) {
      const longer = new Uint8Array(2 * this.#length);
      longer.set(this.#bytes);
      this.#bytes = longer;
    }
    this.#bytes[this.#length++] = byte;
  }
}
