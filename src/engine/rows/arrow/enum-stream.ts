import { tableFromIPC, tableToIPC, Type, type DataType, type Field, type Table } from '@uwdata/flechette';
import type { ArrowBatch } from './arrow-layout';
import { nullBatch } from './null-batch';
import { enumLabels, parseSqlType, plainTypes } from '../values/sql-type';
import { utf8Column } from './utf8-column';

const END_OF_STREAM_BYTES = 8;

/** Whether a stream's schema has dictionary-encoded columns, at any depth. */
export function hasDictionaries(header: Uint8Array): boolean {
  return tableFromIPC(header).schema.fields.some(({ type }) => isIndexed(type));
}

/**
 * The schema message of a result read in slices, with the dictionaries that DuckDB omits there: the labels of its
 * ENUMs. `sqlTypes` are the columns' types. Record batches follow, which hold only codes. Throws an Error if types and
 * columns do not match.
 */
export function headerWithLabels(header: Uint8Array, sqlTypes: readonly string[]): Uint8Array {
  const { schema } = tableFromIPC(header);
  const labels = sqlTypes
    .flatMap((text) => plainTypes(parseSqlType(text)))
    .map(enumLabels)
    .filter((found) => found !== null);
  let next = 0;
  const emptyBatch = (type: DataType): ArrowBatch => {
    const batch = nullBatch(type, 0);
    if (type.typeId === Type.Dictionary) {
      const own = labels[next++];
      if (!own || type.dictionary.typeId !== Type.Utf8) throw new Error('dictionary columns whose labels are unknown');
      return { ...batch, dictionary: { type: type.dictionary, data: [{ ...utf8Column(own), type: type.dictionary }] } };
    }
    return { ...batch, children: childrenOf(type).map((child) => emptyBatch(child.type)) };
  };
  const children = schema.fields.map(({ type }) => ({ type, data: [emptyBatch(type)] }));
  if (next !== labels.length) throw new Error(`${labels.length} ENUMs for ${next} dictionary columns`);
  const stream = tableToIPC({ schema, children } as unknown as Table, { format: 'stream' })!;
  return stream.subarray(0, stream.length - END_OF_STREAM_BYTES);
}

function isIndexed(type: DataType): boolean {
  return type.typeId === Type.Dictionary || childrenOf(type).some((child) => isIndexed(child.type));
}

function childrenOf(type: DataType): readonly Field[] {
  return 'children' in type && Array.isArray(type.children) ? (type.children as readonly Field[]) : [];
}
