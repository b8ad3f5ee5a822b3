import { Type, type Batch, type DataType } from '@uwdata/flechette';
import { PikaError } from '../../errors';
import { NULL_KEY } from '../../columns/column';
import { subjectOf, type ColumnSubject } from '../arrow/arrow-types';
import type { Chunk, FlatChunk } from './decode';
import { Dictionary } from './dictionary';
import type { EncodedPages } from './encode-integers';
import { makeWords, PageWriter } from './page-writer';

/** Columns with more distinct strings are not categories. */
export const MAX_LABELS = 65_536;
/** A longer expression, perhaps one that pika-plot has written, would hide the advice around it. */
const MAX_SHOWN = 40;

export interface EncodedCategories extends EncodedPages {
  readonly labels: readonly string[];
  readonly isBoolean?: true;
}

const CODES = { kind: 'u32', origin: 0n, step: 1n } as const;

/** Encodes bitmaps of booleans as codes of `false` and `true`. */
export class BooleansEncoder {
  readonly #writer: PageWriter<Uint32Array<ArrayBuffer>>;

  constructor(expectedRows: number) {
    this.#writer = new PageWriter('u32', makeWords, expectedRows);
  }

  add(chunk: FlatChunk): void {
    this.#writer.append(chunk, ({ batch }, from, to, keys, at) => {
      const bits = batch.values as Uint8Array;
      for (let row = from; row < to; row++, at++) keys[at] = (bits[row >> 3]! >> (row & 7)) & 1;
    });
  }

  finish(): EncodedCategories {
    return { encoding: CODES, pages: this.#writer.finish(), labels: ['false', 'true'], isBoolean: true };
  }
}

/**
 * Encodes strings of any Arrow layout as codes into their sorted labels. Throws rows/unsupported-type beyond
 * {@link MAX_LABELS}.
 */
export class StringsEncoder {
  readonly #writer: PageWriter<Uint32Array<ArrayBuffer>>;
  readonly #type: DataType;
  readonly #subject: ColumnSubject;
  readonly #dictionary = new Dictionary();
  readonly #interned = new Map<object, Uint32Array>();

  constructor(type: DataType, subject: ColumnSubject, expectedRows: number) {
    this.#writer = new PageWriter('u32', makeWords, expectedRows);
    this.#type = type;
    this.#subject = subject;
  }

  add(added: Chunk): void {
    const dictionary = this.#dictionary;
    this.#writer.append(added, (chunk, from, to, keys, at) => {
      if (this.#type.typeId === Type.Dictionary) writeIndexed(chunk, from, to, keys, at, dictionary, this.#interned);
      else internRows(chunk.batch, chunk.validity, from, to, keys, at, dictionary);
      if (dictionary.size > MAX_LABELS) throw tooManyLabels(this.#subject, dictionary.size);
    });
  }

  finish(): EncodedCategories {
    const { labels, rank } = this.#dictionary.sorted();
    const pages = this.#writer.finish();
    for (const { keys } of pages) {
      for (let row = 0; row < keys.length; row++) if (keys[row] !== NULL_KEY) keys[row] = rank[keys[row]!]!;
    }
    return { encoding: CODES, pages, labels };
  }
}

/**
 * Encodes dictionary indices as codes. Each Arrow dictionary is interned once, and may hold strings that no row uses.
 */
function writeIndexed(
  { batch, validity }: Chunk,
  from: number,
  to: number,
  keys: Uint32Array,
  at: number,
  dictionary: Dictionary,
  interned: Map<object, Uint32Array>,
): void {
  const { dictionary: strings } = batch as Batch<unknown> & {
    readonly dictionary: { readonly data: readonly Batch<unknown>[]; readonly length: number };
  };
  let codes = interned.get(strings);
  if (!codes) {
    codes = new Uint32Array(strings.length);
    let first = 0;
    for (const part of strings.data) {
      const nulls = part.nullCount !== 0 && part.validity?.length > 0 ? part.validity : null;
      internRows(part, nulls, 0, part.length, codes, first, dictionary);
      if (nulls)
        for (let i = 0; i < part.length; i++) if (((nulls[i >> 3]! >> (i & 7)) & 1) === 0) codes[first + i] = NULL_KEY;
      first += part.length;
    }
    interned.set(strings, codes);
  }
  const indices = batch.values;
  for (let row = from; row < to; row++, at++) {
    if (validity === null || (validity[row >> 3]! >> (row & 7)) & 1) keys[at] = codes[Number(indices[row])]!;
  }
}

function internRows(
  batch: Batch<unknown>,
  validity: Uint8Array | null,
  from: number,
  to: number,
  codes: Uint32Array,
  at: number,
  dictionary: Dictionary,
): void {
  if (batch.type.typeId === Type.Utf8View) {
    internViews(
      batch as Batch<unknown> & { readonly data: readonly Uint8Array[] },
      validity,
      from,
      to,
      codes,
      at,
      dictionary,
    );
    return;
  }
  const bytes = batch.values as Uint8Array;
  const offsets = narrowOffsets(batch, from, to);
  dictionary.internRows(bytes, offsets, validity, from, to, codes, at, MAX_LABELS);
}

/**
 * Offsets of rows `from` to `to`, and the one after. 64-bit offsets become doubles, which are exact for any possible
 * length.
 */
function narrowOffsets({ offsets }: Batch<unknown>, from: number, to: number): Int32Array | Float64Array {
  if (!(offsets instanceof BigInt64Array)) return (offsets as Int32Array).subarray(from, to + 1);
  // Read as words: one bigint per row is slower than everything else done with it.
  const words = new Uint32Array(offsets.buffer, offsets.byteOffset + 8 * from, 2 * (to - from + 1));
  const narrow = new Float64Array(to - from + 1);
  for (let i = 0; i < narrow.length; i++) narrow[i] = words[2 * i + 1]! * 2 ** 32 + words[2 * i]!;
  return narrow;
}

/** Utf8View has 16 bytes per row: length, then the string itself, or a prefix, a buffer index and an offset. */
function internViews(
  batch: Batch<unknown> & { readonly data: readonly Uint8Array[] },
  validity: Uint8Array | null,
  from: number,
  to: number,
  codes: Uint32Array,
  at: number,
  dictionary: Dictionary,
): void {
  const views = batch.values as Uint8Array;
  const words = new DataView(views.buffer, views.byteOffset, views.byteLength);
  for (let row = from; row < to; row++, at++) {
    if (validity !== null && ((validity[row >> 3]! >> (row & 7)) & 1) === 0) continue;
    const length = words.getInt32(16 * row, true);
    const inline = length <= 12;
    const bytes = inline ? views : batch.data[words.getInt32(16 * row + 8, true)]!;
    const start = inline ? 16 * row + 4 : words.getInt32(16 * row + 12, true);
    codes[at] = dictionary.intern(bytes, start, start + length);
    if (dictionary.size > MAX_LABELS) return;
  }
}

function tooManyLabels(subject: ColumnSubject, found: number): PikaError {
  const quoted = `"${subject.label.replaceAll('"', '""')}"`;
  const isExpression = /[()]|^"(?:[^"]|"")+"$/.test(subject.label);
  const sql = !isExpression ? quoted : subject.label.length <= MAX_SHOWN ? subject.label : '…';
  return new PikaError('rows/unsupported-type', {
    subject: subjectOf(subject),
    expected: `at most ${MAX_LABELS.toLocaleString('en')} distinct strings`,
    found: `${found.toLocaleString('en')} and counting`,
    next: `Group them in SQL, e.g. by a prefix: left(${sql}, 3). If a CSV column of numbers or dates was read as text, set attributes of its query: decimal-separator, thousands, dateformat.`,
  });
}
