/** Field types of Thrift's compact protocol. */
export const THRIFT = {
  true: 1,
  false: 2,
  byte: 3,
  i16: 4,
  i32: 5,
  i64: 6,
  double: 7,
  binary: 8,
  list: 9,
  set: 10,
  map: 11,
  struct: 12,
} as const;

const MAX_DEPTH = 64;

/**
 * Reads Thrift's compact protocol, the format of Parquet footers. It trusts no count: every element takes at least a
 * byte, so reading damaged bytes ends where they end. Throws an Error. Copies: nothing. Source:
 * doc/specs/thrift-compact-protocol.md of Apache Thrift.
 */
export class ThriftReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  #depth = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Calls `field` for each field of a struct; fields that it does not read are skipped. */
  struct(field: (id: number, type: number) => void): void {
    if (++this.#depth > MAX_DEPTH) throw new Error(`structs nested more than ${MAX_DEPTH} deep`);
    let id = 0;
    for (let header = this.#byte(); header !== 0; header = this.#byte()) {
      const delta = header >> 4;
      id = delta === 0 ? this.int() : id + delta;
      const start = this.#at;
      field(id, header & 15);
      if (this.#at === start) this.#skip(header & 15);
    }
    this.#depth--;
  }

  /** Calls `element` for each element of a list; elements that it does not read are skipped. */
  list(element: (index: number, type: number) => void): void {
    const header = this.#byte();
    const count = header >> 4 === 15 ? this.#unsigned() : header >> 4;
    for (let index = 0; index < count; index++) {
      const start = this.#at;
      element(index, header & 15);
      if (this.#at === start) this.#skip(header & 15, true);
    }
  }

  /** Any integer; inexact beyond 2⁵³. */
  int(): number {
    const zigzag = this.#unsigned();
    return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
  }

  byte(): number {
    return this.#byte();
  }

  binary(): Uint8Array {
    const length = this.#unsigned();
    const end = this.#at + length;
    if (end > this.#bytes.length)
      throw new Error(
        `${length.toLocaleString('en')} bytes where ${(this.#bytes.length - this.#at).toLocaleString('en')} are left`,
      );
    const bytes = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return bytes;
  }

  text(): string {
    return new TextDecoder().decode(this.binary());
  }

  #skip(type: number, inList = false): void {
    switch (type) {
      case THRIFT.true:
      case THRIFT.false:
        // In a struct, a boolean's value is in its type.
        if (inList) this.#byte();
        return;
      case THRIFT.byte:
        this.#byte();
        return;
      case THRIFT.i16:
      case THRIFT.i32:
      case THRIFT.i64:
        this.#unsigned();
        return;
      case THRIFT.double:
        for (let i = 0; i < 8; i++) this.#byte();
        return;
      case THRIFT.binary:
        this.binary();
        return;
      case THRIFT.list:
      case THRIFT.set:
        if (++this.#depth > MAX_DEPTH) throw new Error(`lists nested more than ${MAX_DEPTH} deep`);
        this.list(() => undefined);
        this.#depth--;
        return;
      case THRIFT.struct:
        this.struct(() => undefined);
        return;
      case THRIFT.map:
        this.#skipMap();
        return;
      default:
        throw new Error(`a field of the unknown Thrift type ${type}`);
    }
  }

  #skipMap(): void {
    const count = this.#unsigned();
    if (count === 0) return;
    const types = this.#byte();
    if (++this.#depth > MAX_DEPTH) throw new Error(`maps nested more than ${MAX_DEPTH} deep`);
    for (let i = 0; i < count; i++) {
      this.#skip(types >> 4, true);
      this.#skip(types & 15, true);
    }
    this.#depth--;
  }

  #byte(): number {
    if (this.#at >= this.#bytes.length) throw new Error('an early end');
    return this.#bytes[this.#at++]!;
  }

  #unsigned(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      if (scale > 2 ** 63) throw new Error('an integer of more than 64 bits');
    }
  }
}

/** Writes Thrift's compact protocol. Owns: `bytes()` returns the output to the caller. */
export class ThriftWriter {
  #buffer = new Uint8Array(1024);
  #length = 0;
  #lastId = 0;

  bytes(): Uint8Array<ArrayBuffer> {
    return this.#buffer.slice(0, this.#length);
  }

  /** A struct that is not a field: the root, or an element of a list. */
  struct(fields: () => void): void {
    const outer = this.#lastId;
    this.#lastId = 0;
    fields();
    this.byte(0);
    this.#lastId = outer;
  }

  structField(id: number, fields: () => void): void {
    this.field(id, THRIFT.struct);
    this.struct(fields);
  }

  i32(id: number, value: number): void {
    this.field(id, THRIFT.i32);
    this.int(value);
  }

  i64(id: number, value: number): void {
    this.field(id, THRIFT.i64);
    this.int(value);
  }

  text(id: number, value: string): void {
    this.field(id, THRIFT.binary);
    this.#text(value);
  }

  structs<T>(id: number, elements: readonly T[], write: (element: T) => void): void {
    this.#listField(id, THRIFT.struct, elements.length);
    for (const element of elements) this.struct(() => write(element));
  }

  ints(id: number, values: readonly number[]): void {
    this.#listField(id, THRIFT.i32, values.length);
    for (const value of values) this.int(value);
  }

  texts(id: number, values: readonly string[]): void {
    this.#listField(id, THRIFT.binary, values.length);
    for (const value of values) this.#text(value);
  }

  /** The start of a field; its value follows. */
  field(id: number, type: number): void {
    const delta = id - this.#lastId;
    if (delta > 0 && delta <= 15) {
      this.byte((delta << 4) | type);
    } else {
      this.byte(type);
      this.int(id);
    }
    this.#lastId = id;
  }

  /** The start of a list that is not a field; its elements follow. */
  list(type: number, count: number): void {
    this.byte((Math.min(count, 15) << 4) | type);
    if (count >= 15) this.#unsigned(count);
  }

  binary(value: Uint8Array): void {
    this.#unsigned(value.length);
    for (const byte of value) this.byte(byte);
  }

  int(value: number): void {
    this.#unsigned(value >= 0 ? 2 * value : -2 * value - 1);
  }

  byte(value: number): void {
    if (this.#length === this.#buffer.length) {
      const larger = new Uint8Array(2 * this.#length);
      larger.set(this.#buffer);
      this.#buffer = larger;
    }
    this.#buffer[this.#length++] = value;
  }

  #listField(id: number, type: number, count: number): void {
    this.field(id, THRIFT.list);
    this.list(type, count);
  }

  #text(value: string): void {
    this.binary(new TextEncoder().encode(value));
  }

  #unsigned(value: number): void {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.byte((rest % 128) | 128);
    this.byte(rest);
  }
}
