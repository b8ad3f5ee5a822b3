import { leavesOf, PHYSICAL, type ParquetNode } from './parquet-schema';
import { REPETITION, type ColumnChunk, type ParquetFooter } from './parquet-footer';
import { ThriftWriter } from './thrift';

/** A column under a generated name of letters and digits; all names have the same length. */
export interface PlainColumn {
  readonly name: string;
  readonly node: ParquetNode;
}

const VERSION = 2;
const CONVERTED_UTF8 = 0;
const CONVERTED_LIST = 3;
/** Encodings that parquet-wasm knows. It rejects a footer that contains any other. */
const KNOWN_ENCODINGS = new Set([0, 2, 3, 4, 5, 6, 7, 8, 9]);

/**
 * Builds the footer that parquet-wasm gets instead of the file's own: some columns, under generated names, with the raw
 * stored values, with lists and structs in the current format. Annotations, statistics, indexes and the Arrow schema
 * are left out, because parquet-wasm would derive other types than native DuckDB, or crash. INT96 become 12 bytes, as
 * they are stored. Returns the file's end, "PAR1" included.
 */
export function plainFooter({ rowGroups }: ParquetFooter, columns: readonly PlainColumn[]): Uint8Array<ArrayBuffer> {
  const writer = new ThriftWriter();
  const leaves = columns.map(({ node }) => leavesOf(node));
  const elements = [
    { name: 'schema', children: columns.length },
    ...columns.flatMap(({ name, node }) => elementsOf(name, node, node.isOptional)),
  ];
  writer.struct(() => {
    writer.i32(1, VERSION);
    writer.structs(2, elements, (element) => writeElement(writer, element));
    writer.i64(
      3,
      rowGroups.reduce((sum, { rows }) => sum + rows, 0),
    );
    writer.structs(4, rowGroups, ({ rows, chunks }) => {
      const chosen = columns.flatMap(({ name }, i) =>
        leaves[i]!.map(({ index, physical }) => ({ name, chunk: chunks[index]!, physical })),
      );
      writer.structs(1, chosen, ({ name, chunk, physical }) => writeChunk(writer, name, chunk, physical));
      writer.i64(
        2,
        chosen.reduce((sum, { chunk }) => sum + chunk.uncompressedBytes, 0),
      );
      writer.i64(3, rows);
    });
  });
  const footer = writer.bytes();
  const end = new Uint8Array(footer.length + 8);
  end.set(footer);
  new DataView(end.buffer).setUint32(footer.length, footer.length, true);
  end.set([0x50, 0x41, 0x52, 0x31], footer.length + 4);
  return end;
}

interface Element {
  readonly name: string;
  readonly repetition?: number;
  readonly children?: number;
  readonly physical?: number;
  readonly byteLength?: number;
  readonly converted?: number;
}

function elementsOf(name: string, node: ParquetNode, isOptional: boolean): Element[] {
  const repetition = isOptional ? REPETITION.optional : REPETITION.required;
  switch (node.kind) {
    case 'leaf': {
      const isInt96 = node.physical === PHYSICAL.int96;
      const physical = isInt96 ? PHYSICAL.fixed : node.physical;
      const byteLength = isInt96 ? 12 : node.byteLength;
      return [
        {
          name,
          repetition,
          physical,
          ...(physical === PHYSICAL.fixed && { byteLength }),
          ...(node.isText && { converted: CONVERTED_UTF8 }),
        },
      ];
    }
    case 'struct':
      return [
        { name, repetition, children: node.children.length },
        ...node.children.flatMap((child, i) => elementsOf(`f${i}`, child, child.isOptional)),
      ];
    case 'list':
      return [
        { name, repetition, children: 1, converted: CONVERTED_LIST },
        { name: 'list', repetition: REPETITION.repeated, children: 1 },
        ...elementsOf('element', node.element, node.element.isOptional),
      ];
  }
}

function writeElement(
  writer: ThriftWriter,
  { name, repetition, children, physical, byteLength, converted }: Element,
): void {
  if (physical !== undefined) writer.i32(1, physical);
  if (byteLength !== undefined) writer.i32(2, byteLength);
  if (repetition !== undefined) writer.i32(3, repetition);
  writer.text(4, name);
  if (children !== undefined) writer.i32(5, children);
  if (converted !== undefined) writer.i32(6, converted);
}

function writeChunk(writer: ThriftWriter, name: string, chunk: ColumnChunk, physical: number): void {
  const { encodings, codec, values, uncompressedBytes, compressedBytes, dataOffset, dictionaryOffset } = chunk;
  writer.i64(2, 0);
  writer.structField(3, () => {
    writer.i32(1, physical === PHYSICAL.int96 ? PHYSICAL.fixed : physical);
    writer.ints(
      2,
      encodings.filter((encoding) => KNOWN_ENCODINGS.has(encoding)),
    );
    writer.texts(3, [name]);
    writer.i32(4, codec);
    writer.i64(5, values);
    writer.i64(6, uncompressedBytes);
    writer.i64(7, compressedBytes);
    writer.i64(9, dataOffset);
    if (dictionaryOffset !== null) writer.i64(11, dictionaryOffset);
  });
}
