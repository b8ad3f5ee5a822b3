import { DateUnit, Precision, Type, type DataType } from '@uwdata/flechette';
import { PikaError } from '../errors';
import type { ColumnType, Encoding, Page } from '../columns/column';
import { subjectOf, ticksPerMsOf, unsupportedType, type ColumnSubject } from './arrow-types';
import type { Chunk, DecodedColumn } from './decode';
import { encodeBooleans, encodeStrings } from './encode-categories';
import { encodeDecimals } from './encode-decimals';
import { encodeDoubles, encodeSingles, halvesToDoubles, type DoubleChunk } from './encode-floats';
import { encodeSmallIntegers, type EncodedPages } from './encode-integers';
import { encodeWideIntegers, type WideChunk } from './encode-wide-integers';
import { makeFloats, writePages } from './page-writer';
import type { EncodedColumn } from './rows';

/**
 * A decoded column → pages in the smallest encoding that keeps every value exactly.
 * Owns: the pages are the caller's. Copies: every value once. Throws rows/unsupported-type.
 */
export function encodeColumn({ type, chunks }: DecodedColumn, subject: ColumnSubject): EncodedColumn {
  const filled = chunks.filter(({ rows }) => rows > 0);
  const rows = filled.reduce((sum, chunk) => sum + chunk.rows, 0);
  const done = ({ encoding, pages }: { encoding: Encoding; pages: Page[] }, columnType: ColumnType): EncodedColumn => ({ rows, encoding, type: columnType, pages });

  switch (type.typeId) {
    case Type.Bool: {
      const encoded = encodeBooleans(filled);
      return done(encoded, { kind: 'category', labels: encoded.labels });
    }
    case Type.Utf8: case Type.LargeUtf8: case Type.Utf8View: case Type.Dictionary: {
      if (!holdsStrings(type)) break;
      const encoded = encodeStrings(filled, type, subject);
      return done(encoded, { kind: 'category', labels: encoded.labels });
    }
    case Type.Int:
      return done(type.bitWidth === 64 ? encodeWide(filled, type.signed, subject) : encodeSmallIntegers(filled), { kind: 'number', integer: true });
    case Type.Date: case Type.Timestamp:
      return done(type.typeId === Type.Date && type.unit === DateUnit.DAY ? encodeSmallIntegers(filled) : encodeWide(filled, true, subject), { kind: 'time', ticksPerMs: ticksPerMsOf(type)! });
    case Type.Float:
      return done(encodeFloats(filled, type.precision), { kind: 'number', integer: false });
    case Type.Decimal: {
      const encoded = encodeDecimals(filled, type.bitWidth, type.scale);
      if (encoded) return done(encoded, { kind: 'number', integer: type.scale === 0 });
      break;
    }
    case Type.Null:
      return done({ encoding: { kind: 'f32' }, pages: writePages(filled, 'f32', makeFloats, (_chunk, from, to, keys, at) => keys.fill(NaN, at, at + to - from)) }, { kind: 'number', integer: false });
  }
  throw unsupportedType(subject, type);
}

/** Whether {@link encodeColumn} can take a type at all: asked before anything is read. */
export function isSupported(type: DataType): boolean {
  switch (type.typeId) {
    case Type.Dictionary:
      return holdsStrings(type);
    case Type.Bool: case Type.Utf8: case Type.LargeUtf8: case Type.Utf8View: case Type.Int: case Type.Date: case Type.Timestamp: case Type.Float: case Type.Decimal: case Type.Null:
      return true;
    default:
      return false;
  }
}

function holdsStrings(type: DataType): boolean {
  const inner = type.typeId === Type.Dictionary ? type.dictionary : type;
  return inner.typeId === Type.Utf8 || inner.typeId === Type.LargeUtf8 || inner.typeId === Type.Utf8View;
}

function encodeWide(chunks: readonly Chunk[], signed: boolean, subject: ColumnSubject): EncodedPages {
  const encoded = encodeWideIntegers(chunks.map(wideChunkOf), signed);
  if (encoded) return encoded;
  throw new PikaError('rows/unsupported-type', {
    subject: subjectOf(subject), expected: 'integers that span less than 2^64', found: 'both the smallest and the largest 64-bit integer',
    next: `Leave the extremes out in SQL, or cast: CAST("${subject.label}" AS DOUBLE).`,
  });
}

function wideChunkOf({ batch, rows, validity }: Chunk): WideChunk {
  return { rows, validity, words: new Uint32Array(batch.values.buffer, batch.values.byteOffset, 2 * rows) };
}

function encodeFloats(chunks: readonly Chunk[], precision: number): EncodedPages {
  if (precision === Precision.SINGLE) return encodeSingles(chunks);
  return encodeDoubles(chunks.map(({ batch, rows, validity }): DoubleChunk => ({
    rows, validity, values: precision === Precision.HALF ? halvesToDoubles(batch.values as Uint16Array, rows) : batch.values as Float64Array,
  })));
}
