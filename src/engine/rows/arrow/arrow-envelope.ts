import { FlatTable, long, u32 } from './flatbuffer';

/**
 * Arrow's metadata are flatbuffers, and a decoder trusts every count in them: one flipped bit claims two billion
 * fields, and allocates memory for them. This check trusts nothing; what it accepts is no longer than its bytes.
 * Source: format/Message.fbs, Schema.fbs and File.fbs of Apache Arrow.
 */

const MAGIC = 'ARROW1';
const MAX_DEPTH = 64;
const MAX_FIELDS = 10_000;
const HEADER = { schema: 1, dictionary: 2, recordBatch: 3 } as const;
const UNION_TYPE = 14;
const LZ4 = 0;
/**
 * The most bytes that one compressed byte expands to: LZ4 writes lengths in bytes of 255, ZSTD blocks of 128 KiB with
 * headers of three bytes.
 */
const LZ4_RATIO = 255;
const ZSTD_RATIO = 2 ** 17 / 3;
/** Compressed buffers are decompressed as a whole and held in memory. */
const MAX_UNPACKED_BYTES = 2 ** 31 - 1;

/** What a decoder will need: it trusts the length in front of each compressed buffer. */
export interface Envelope {
  /** Whether any buffer is compressed. */
  isCompressed: boolean;
  /** Bytes of all buffers after decompression; 0 if nothing is compressed. */
  unpackedBytes: number;
}

/** Valid Arrow, but big-endian. */
export class BigEndianArrow extends Error {}

/** Throws an Error that describes a fault in the metadata of an IPC file or stream. */
export function checkEnvelope(bytes: Uint8Array): Envelope {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const envelope: Envelope = { isCompressed: false, unpackedBytes: 0 };
  if (String.fromCharCode(...bytes.subarray(0, 6)) === MAGIC) checkFile(view, envelope);
  else checkStream(view, envelope);
  return envelope;
}

function checkFile(view: DataView, envelope: Envelope): void {
  const end = view.byteLength - 10;
  const footer = new FlatTable(view, end - u32(view, end));
  schema(footer.child(6));
  for (const field of [8, 10]) {
    footer.structs(field, 24, (at) => {
      const offset = long(view, at);
      if (checkMessage(view, offset, envelope) === null)
        throw new Error(`no message at byte ${offset}, where the footer promises one`);
    });
  }
}

function checkStream(view: DataView, envelope: Envelope): void {
  let messages = 0;
  for (let at: number | null = 0; at !== null && at < view.byteLength; messages++)
    at = checkMessage(view, at, envelope);
  if (messages === 0) throw new Error('nothing');
}

/** The position of the next message; null at the end of a stream. */
function checkMessage(view: DataView, start: number, envelope: Envelope): number | null {
  const continued = u32(view, start) === 0xffff_ffff;
  const length = u32(view, start + (continued ? 4 : 0));
  const head = start + (continued ? 8 : 4);
  if (length === 0) return null;
  if (head + length > view.byteLength)
    throw new Error(
      `a message of ${length.toLocaleString('en')} bytes where ${(view.byteLength - head).toLocaleString('en')} are left`,
    );
  // Nothing in a message may point outside of it.
  const message = new FlatTable(new DataView(view.buffer, view.byteOffset + head, length), 0);
  const type = message.byte(6);
  const body = message.long(10);
  if (body < 0 || head + length + body > view.byteLength)
    throw new Error(
      `a body of ${body.toLocaleString('en')} bytes where ${(view.byteLength - head - length).toLocaleString('en')} are left`,
    );
  const content = message.child(8);
  if (type === HEADER.schema) schema(content);
  const batch =
    type === HEADER.recordBatch ? content : type === HEADER.dictionary ? (content?.child(6) ?? null) : undefined;
  if (batch !== undefined)
    recordBatch(batch, new DataView(view.buffer, view.byteOffset + head + length, body), view.byteLength, envelope);
  return head + length + body;
}

function schema(table: FlatTable | null): void {
  if (!table) throw new Error('no schema');
  // Checked first: every number would be read in the wrong byte order.
  if (table.byte(4) !== 0) throw new BigEndianArrow('big-endian numbers');
  table.tables(6, (field) => checkField(field, 0, { left: MAX_FIELDS }));
  table.tables(8, () => undefined);
}

/** Fields may share children, so that a few bytes could unfold to fields without end. */
function checkField(field: FlatTable, depth: number, budget: { left: number }): void {
  if (budget.left-- === 0) throw new Error(`a column of more than ${MAX_FIELDS.toLocaleString('en')} fields`);
  if (depth > MAX_DEPTH) throw new Error(`types nested more than ${MAX_DEPTH} deep`);
  field.structs(4, 1, () => undefined);
  const type = field.child(10);
  if (type && field.byte(8) === UNION_TYPE) type.structs(6, 4, () => undefined);
  field.tables(14, (child) => checkField(child, depth + 1, budget));
  field.tables(16, () => undefined);
}

function recordBatch(table: FlatTable | null, body: DataView, fileBytes: number, envelope: Envelope): void {
  if (!table) throw new Error('a batch without content');
  const compression = table.child(10);
  if (compression) envelope.isCompressed = true;
  let buffers = 0;
  let unpackedBytes = 0;
  table.structs(8, 16, (_at, long) => {
    buffers++;
    if (compression) unpackedBytes += unpackedLength(body, long(0), long(8), compression.byte(4) === LZ4);
  });
  envelope.unpackedBytes += unpackedBytes;
  if (envelope.unpackedBytes > MAX_UNPACKED_BYTES)
    throw new Error(`more than 2 GB after decompression: ${envelope.unpackedBytes.toLocaleString('en')} bytes`);
  // A row takes at least one bit, and dictionaries are expanded while they are decoded.
  const atMost = 8 * (fileBytes + unpackedBytes);
  table.structs(6, 16, (_at, long) => {
    const rows = long(0);
    if (!(rows >= 0 && rows <= atMost))
      throw new Error(`${rows.toLocaleString('en')} rows in ${fileBytes.toLocaleString('en')} bytes`);
  });
  let variadic = 0;
  table.structs(12, 8, (_at, long) => {
    variadic += long(0);
  });
  if (!(variadic >= 0 && variadic <= buffers))
    throw new Error(`${variadic.toLocaleString('en')} buffers of views where there are ${buffers}`);
}

/** A compressed buffer starts with its decompressed length; -1 means that it is not compressed. */
function unpackedLength(body: DataView, offset: number, length: number, isLz4: boolean): number {
  if (length === 0) return 0;
  if (!(offset >= 0 && length >= 8 && offset + length <= body.byteLength))
    throw new Error('a compressed buffer outside of its message');
  const claimed = long(body, offset);
  if (claimed === -1) return length - 8;
  if (claimed >= 0 && claimed <= (isLz4 ? LZ4_RATIO : ZSTD_RATIO) * length) return claimed;
  throw new Error(`${length.toLocaleString('en')} compressed bytes that claim to be ${claimed.toLocaleString('en')}`);
}
