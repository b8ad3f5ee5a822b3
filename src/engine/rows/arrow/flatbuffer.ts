export function u32(view: DataView, at: number): number {
  if (at < 0 || at + 4 > view.byteLength) throw new Error('that it ends before its metadata does');
  return view.getUint32(at, true);
}

/** 64 bits as a double: a bigint would cost more than everything done with it. */
export function long(view: DataView, at: number): number {
  return view.getInt32(at + 4, true) * 2 ** 32 + view.getUint32(at, true);
}

/** One flatbuffer table. Every read stays inside the view, or throws a RangeError. */
export class FlatTable {
  readonly #view: DataView;
  readonly #at: number;

  /** `pointer` is the position of the table's offset. */
  constructor(view: DataView, pointer: number) {
    this.#view = view;
    this.#at = pointer + u32(view, pointer);
  }

  byte(field: number): number {
    const at = this.#place(field);
    return at === null ? 0 : this.#view.getUint8(at);
  }

  long(field: number): number {
    const at = this.#place(field);
    return at === null ? 0 : long(this.#view, at);
  }

  child(field: number): FlatTable | null {
    const at = this.#place(field);
    return at === null ? null : new FlatTable(this.#view, at);
  }

  tables(field: number, visit: (table: FlatTable) => void): void {
    this.structs(field, 4, (at) => visit(new FlatTable(this.#view, at)));
  }

  /** The position of a vector's first entry, and the number of entries; 0 for both if it is missing. */
  vector(field: number): { readonly at: number; readonly count: number } {
    const at = this.#place(field);
    if (at === null) return { at: 0, count: 0 };
    const start = at + u32(this.#view, at);
    return { at: start + 4, count: u32(this.#view, start) };
  }

  /** `long` reads 64 bits at an offset from the start of an entry. */
  structs(field: number, sizeBytes: number, visit: (at: number, long: (offset: number) => number) => void): void {
    const at = this.#place(field);
    if (at === null) return;
    const start = at + u32(this.#view, at);
    const count = u32(this.#view, start);
    if (start + 4 + count * sizeBytes > this.#view.byteLength)
      throw new Error(
        `${count.toLocaleString('en')} entries of ${sizeBytes} bytes in ${this.#view.byteLength.toLocaleString('en')} bytes`,
      );
    for (let i = 0; i < count; i++) {
      const entry = start + 4 + i * sizeBytes;
      visit(entry, (offset) => long(this.#view, entry + offset));
    }
  }

  #place(field: number): number | null {
    const vtable = this.#at - this.#view.getInt32(this.#at, true);
    if (field >= this.#view.getUint16(vtable, true)) return null;
    const offset = this.#view.getUint16(vtable + field, true);
    return offset === 0 ? null : this.#at + offset;
  }
}
