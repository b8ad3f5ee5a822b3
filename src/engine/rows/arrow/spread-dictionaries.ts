import type { Batch, DataType } from '@uwdata/flechette';
import { byteWidthOf } from './arrow-layout';
import { bitAt } from './bitmap';
import type { Chunk, FlatChunk } from '../encode/decode';

/** Fields of flechette's dictionary batches that its types lack. */
interface Coded extends Batch<unknown> {
  readonly dictionary: { readonly type: DataType; readonly data: readonly Batch<unknown>[]; readonly length: number };
}

/** All values of a dictionary in one array. */
interface Entries {
  readonly bytes: Uint8Array;
  readonly isNull: Uint8Array;
}

type Values = { readonly BYTES_PER_ELEMENT: number } & (new (buffer: ArrayBuffer) => FlatChunk['batch']['values']);

/** Replaces dictionary codes by their values, for types of fixed width. Copies: every value. */
export class SpreadDictionaries {
  readonly #known = new Map<object, Entries>();

  valuesOf({ batch, rows, validity }: Chunk): FlatChunk {
    const { dictionary } = batch as Coded;
    const width = byteWidthOf(dictionary.type)!;
    const entries = this.#entriesOf(dictionary, width);
    const bytes = new Uint8Array(rows * width);
    const valid = new Uint8Array((rows + 7) >> 3);
    for (let row = 0; row < rows; row++) {
      if (validity !== null && !bitAt(validity, row)) continue;
      const code = Number(batch.values[row]);
      if (entries.isNull[code] === 1) continue;
      valid[row >> 3]! |= 1 << (row & 7);
      for (let i = 0; i < width; i++) bytes[row * width + i] = entries.bytes[code * width + i]!;
    }
    const Of = (dictionary.data[0]?.values.constructor ?? Uint8Array) as unknown as Values;
    return { rows, validity: valid, batch: { values: new Of(bytes.buffer) } };
  }

  #entriesOf({ data, length }: Coded['dictionary'], width: number): Entries {
    const [first] = data;
    const known = first && this.#known.get(first);
    if (known) return known;
    const entries = { bytes: new Uint8Array(length * width), isNull: new Uint8Array(length) };
    let at = 0;
    for (const { values, validity, nullCount, length: count } of data) {
      const view = values as ArrayBufferView;
      entries.bytes.set(new Uint8Array(view.buffer, view.byteOffset, count * width), at * width);
      if (nullCount !== 0 && validity.length > 0)
        for (let i = 0; i < count; i++) if (!bitAt(validity, i)) entries.isNull[at + i] = 1;
      at += count;
    }
    if (first) this.#known.set(first, entries);
    return entries;
  }
}
