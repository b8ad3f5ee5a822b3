import { DateUnit, Precision, Type, type DataType } from '@uwdata/flechette';
import { PikaError } from '../../errors';
import type { ColumnType } from '../../columns/column';
import { measurePages } from '../../columns/measure-pages';
import { byteWidthOf } from '../arrow/arrow-layout';
import { subjectOf, ticksPerMsOf, unsupportedType, type ColumnSubject } from '../arrow/arrow-types';
import type { Chunk, FlatChunk } from './decode';
import { BooleansEncoder, StringsEncoder, type EncodedCategories } from './encode-categories';
import { DecimalsEncoder } from './encode-decimals';
import { DoublesEncoder, halvesToDoubles, SinglesEncoder } from './encode-floats';
import { SmallIntegersEncoder, type EncodedPages } from './encode-integers';
import { WideIntegersEncoder } from './encode-wide-integers';
import { finiteTimes } from './infinite-values';
import { makeFloats, PageWriter } from './page-writer';
import { SpreadDictionaries } from '../arrow/spread-dictionaries';
import type { EncodedColumn } from '../rows';

/**
 * Encodes chunks of a column into pages of the smallest encoding that keeps every value exactly. Chunks are encoded as
 * they arrive if possible; if the encoding depends on all of them (integers: the minimum, the common step) they are
 * kept, and only their extremes are computed. Copies: every value once.
 */
export interface ColumnEncoder {
  /** Throws rows/unsupported-type. */
  add(chunk: FlatChunk): void;
  /** Owns: the pages are the caller's. Throws rows/unsupported-type. */
  finish(): EncodedColumn;
}

/** Encodes one kind of column; null if its values cannot be kept exactly after all. */
interface PagesEncoder {
  add(chunk: FlatChunk): void;
  finish(): MeasuredPages | null;
}

/** Pages, and the number of infinite times, which are NULL there. */
type MeasuredPages = EncodedPages & { readonly infinite?: number };

/** `expectedRows` may be wrong: it determines the length of the last page. Throws rows/unsupported-type. */
export function encoderOf(type: DataType, subject: ColumnSubject, expectedRows = Infinity): ColumnEncoder {
  if (!isSupported(type)) throw unsupportedType(subject, type);
  const encoder = pagesEncoderOf(type, subject, expectedRows);
  let rows = 0;
  return {
    add: (chunk) => {
      if (chunk.rows === 0) return;
      rows += chunk.rows;
      encoder.add(chunk);
    },
    finish: () => {
      const encoded = encoder.finish();
      if (!encoded) throw tooWide(subject);
      const { encoding, pages, infinite: erased = 0 } = encoded;
      const measured = measurePages(encoded);
      const infinite = measured.infinite + erased;
      const nulls = measured.nulls - erased;
      return {
        rows,
        encoding,
        type: columnTypeOf(type, encoded),
        pages,
        extent: measured.extent,
        ...(infinite > 0 && { infinite }),
        ...(nulls > 0 && { nulls }),
      };
    },
  };
}

function pagesEncoderOf(type: DataType, subject: ColumnSubject, expectedRows: number): PagesEncoder {
  switch (type.typeId) {
    case Type.Bool:
      return new BooleansEncoder(expectedRows);
    case Type.Int:
      return type.bitWidth === 64 ? wideEncoder(type.signed) : new SmallIntegersEncoder();
    case Type.Date:
    case Type.Timestamp:
      return timesEncoder(!(type.typeId === Type.Date && type.unit === DateUnit.DAY));
    case Type.Float:
      return floatsEncoder(type.precision, expectedRows);
    case Type.Decimal:
      return new DecimalsEncoder(type.bitWidth, type.scale, expectedRows);
    case Type.Null:
      return nullsEncoder(expectedRows);
    case Type.Dictionary:
      if (!holdsStrings(type)) return lookedUp(pagesEncoderOf(type.dictionary, subject, expectedRows));
      return stringsEncoder(type, subject, expectedRows);
    default:
      return stringsEncoder(type, subject, expectedRows);
  }
}

function stringsEncoder(type: DataType, subject: ColumnSubject, expectedRows: number): PagesEncoder {
  const strings = new StringsEncoder(type, subject, expectedRows);
  // Text is never a fixed-width type.
  return { add: (chunk) => strings.add(chunk as Chunk), finish: () => strings.finish() };
}

/** A dictionary of numbers or times is expanded: each row gets its value. */
function lookedUp(encoder: PagesEncoder): PagesEncoder {
  const spread = new SpreadDictionaries();
  return { add: (chunk) => encoder.add(spread.valuesOf(chunk as Chunk)), finish: () => encoder.finish() };
}

function columnTypeOf(given: DataType, encoded: MeasuredPages | EncodedCategories): ColumnType {
  const type = given.typeId === Type.Dictionary ? given.dictionary : given;
  if ('labels' in encoded)
    return { kind: 'category', labels: encoded.labels, ...(encoded.isBoolean && { isBoolean: true }) };
  const ticksPerMs = ticksPerMsOf(type);
  if (ticksPerMs !== null) {
    const isInstant = type.typeId === Type.Timestamp && Boolean(type.timezone);
    return { kind: 'time', ticksPerMs, ...(isInstant && { isInstant }) };
  }
  const isFloat = encoded.encoding.kind === 'f32' || encoded.encoding.kind === 'float64';
  return {
    kind: 'number',
    integer: type.typeId === Type.Int || (type.typeId === Type.Decimal && type.scale === 0 && !isFloat),
  };
}

/** Checks that {@link encoderOf} supports a type, before anything is read. */
export function isSupported(type: DataType): boolean {
  switch (type.typeId) {
    case Type.Dictionary:
      return (
        holdsStrings(type) ||
        (byteWidthOf(type.dictionary) !== null &&
          type.dictionary.typeId !== Type.Dictionary &&
          isSupported(type.dictionary))
      );
    case Type.Bool:
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View:
    case Type.Int:
    case Type.Date:
    case Type.Timestamp:
    case Type.Float:
    case Type.Decimal:
    case Type.Null:
      return true;
    default:
      return false;
  }
}

function holdsStrings(type: DataType): boolean {
  const inner = type.typeId === Type.Dictionary ? type.dictionary : type;
  return inner.typeId === Type.Utf8 || inner.typeId === Type.LargeUtf8 || inner.typeId === Type.Utf8View;
}

function tooWide(subject: ColumnSubject): PikaError {
  return new PikaError('rows/unsupported-type', {
    subject: subjectOf(subject),
    expected: 'integers that span less than 2^64',
    found: 'both the smallest and the largest 64-bit integer',
    next: `Leave the extremes out in SQL, or cast: CAST("${subject.label}" AS DOUBLE).`,
  });
}

function wideEncoder(signed: boolean): PagesEncoder {
  const encoder = new WideIntegersEncoder(signed);
  return {
    add: ({ batch: { values }, ...chunk }) =>
      encoder.add({ ...chunk, words: new Uint32Array(values.buffer, values.byteOffset, 2 * chunk.rows) }),
    finish: () => encoder.finish(),
  };
}

/** Encodes dates and timestamps as integers, except those that mean infinity. */
function timesEncoder(is64Bit: boolean): PagesEncoder {
  const encoder = is64Bit ? wideEncoder(true) : new SmallIntegersEncoder();
  let infinite = 0;
  return {
    add: (chunk) => {
      const finite = finiteTimes(chunk, is64Bit);
      infinite += finite.infinite;
      encoder.add(finite.chunk);
    },
    finish: () => {
      const encoded = encoder.finish();
      return encoded && { ...encoded, infinite };
    },
  };
}

function floatsEncoder(precision: number, expectedRows: number): PagesEncoder {
  return precision === Precision.SINGLE ? new SinglesEncoder(expectedRows) : doublesEncoder(precision, expectedRows);
}

function doublesEncoder(precision: number, expectedRows: number): PagesEncoder {
  const encoder = new DoublesEncoder(expectedRows);
  const isHalf = precision === Precision.HALF;
  return {
    add: ({ batch, ...chunk }) =>
      encoder.add({
        ...chunk,
        values: isHalf ? halvesToDoubles(batch.values as Uint16Array, chunk.rows) : (batch.values as Float64Array),
      }),
    finish: () => encoder.finish(),
  };
}

function nullsEncoder(expectedRows: number): PagesEncoder {
  const writer = new PageWriter('f32', makeFloats, expectedRows);
  return {
    add: (chunk) => writer.append(chunk, (_chunk, from, to, keys, at) => keys.fill(NaN, at, at + to - from)),
    finish: () => ({ encoding: { kind: 'f32' }, pages: writer.finish() }),
  };
}
