import { ThriftWriter } from '../../src/engine/rows/parquet/thrift';

/** A schema element: a leaf if it has a physical type, else a group. Numbers are those of parquet.thrift. */
export interface HandmadeElement {
  readonly name: string;
  readonly physical?: number;
  readonly byteLength?: number;
  readonly repetition?: number;
  readonly children?: number;
  readonly converted?: number;
  readonly logical?: number;
}

/** The pages of one leaf: PLAIN values, without levels. */
export interface HandmadeChunk {
  readonly values: number;
  readonly bytes: Uint8Array;
  readonly codec?: number;
  /** The decompressed size that the page's header declares. */
  readonly unpackedBytes?: number;
  /** The checksum in the page's header, right or wrong; none if left out. */
  readonly crc?: number;
  /** The encoding that the footer declares; the pages are PLAIN. */
  readonly encodings?: readonly number[];
  /** The number of values that the footer declares. */
  readonly claimed?: number;
}

export interface HandmadeFile {
  /** Without the root. */
  readonly schema: readonly HandmadeElement[];
  readonly topLevel: number;
  /** One chunk for each leaf. */
  readonly rowGroups: readonly { readonly rows: number; readonly chunks: readonly HandmadeChunk[] }[];
  /** The number of rows that the footer declares; default: their sum. */
  readonly rows?: number;
  readonly arrowSchema?: string;
  /** Declares a signed footer and encrypted columns. */
  readonly encrypted?: boolean;
}

const MAGIC = [0x50, 0x41, 0x52, 0x31];

/** Writes Parquet files by hand that no available writer produces, or should. */
export function handmadeParquet({
  schema,
  topLevel,
  rowGroups,
  rows,
  arrowSchema,
  encrypted,
}: HandmadeFile): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [Uint8Array.from(MAGIC)];
  let at = 4;
  const put = (bytes: Uint8Array): number => {
    parts.push(bytes);
    at += bytes.length;
    return at - bytes.length;
  };
  const leaves = schema.filter(({ physical }) => physical !== undefined);
  const placed = rowGroups.map((group) => ({
    ...group,
    chunks: group.chunks.map((chunk, i) => {
      const page = pageOf(chunk);
      return { ...chunk, leaf: leaves[i]!, offset: put(page), sizeBytes: page.length };
    }),
  }));
  const writer = new ThriftWriter();
  writer.struct(() => {
    writer.i32(1, 1);
    writer.structs(2, [{ name: 'root', children: topLevel }, ...schema], (element: HandmadeElement) => {
      if (element.physical !== undefined) writer.i32(1, element.physical);
      if (element.byteLength !== undefined) writer.i32(2, element.byteLength);
      if (element.name !== 'root') writer.i32(3, element.repetition ?? 0);
      writer.text(4, element.name);
      if (element.children !== undefined) writer.i32(5, element.children);
      if (element.converted !== undefined) writer.i32(6, element.converted);
      if (element.logical !== undefined)
        writer.structField(10, () => writer.structField(element.logical!, () => undefined));
    });
    writer.i64(3, rows ?? rowGroups.reduce((sum, group) => sum + group.rows, 0));
    writer.structs(4, placed, (group) => {
      writer.structs(1, group.chunks, ({ leaf, offset, sizeBytes, values, codec, encodings, claimed }) => {
        writer.i64(2, offset);
        writer.structField(3, () => {
          writer.i32(1, leaf.physical!);
          writer.ints(2, encodings ?? [0]);
          writer.texts(3, [leaf.name]);
          writer.i32(4, codec ?? 0);
          writer.i64(5, claimed ?? values);
          writer.i64(6, sizeBytes);
          writer.i64(7, sizeBytes);
          writer.i64(9, offset);
        });
      });
      writer.i64(2, 0);
      writer.i64(3, group.rows);
    });
    if (arrowSchema !== undefined) {
      writer.structs(5, [arrowSchema], (value) => {
        writer.text(1, 'ARROW:schema');
        writer.text(2, value);
      });
    }
    if (encrypted) writer.structField(8, () => writer.structField(1, () => undefined));
  });
  const footer = writer.bytes();
  put(footer);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, footer.length, true);
  put(length);
  put(Uint8Array.from(MAGIC));
  const file = new Uint8Array(at);
  let from = 0;
  for (const part of parts) {
    file.set(part, from);
    from += part.length;
  }
  return file;
}

function pageOf({ values, bytes, crc, unpackedBytes = bytes.length }: HandmadeChunk): Uint8Array {
  const writer = new ThriftWriter();
  writer.struct(() => {
    writer.i32(1, 0);
    writer.i32(2, unpackedBytes);
    writer.i32(3, bytes.length);
    if (crc !== undefined) writer.i32(4, crc | 0);
    writer.structField(5, () => {
      writer.i32(1, values);
      writer.i32(2, 0);
      writer.i32(3, 3);
      writer.i32(4, 3);
    });
  });
  return Uint8Array.from([...writer.bytes(), ...bytes]);
}
