import { FlatTable, u32 } from './flatbuffer';

const MAGIC = Array.from('ARROW1', (letter) => letter.charCodeAt(0));
const MESSAGES_AT = 8;

/** The kinds of messages. */
export const MESSAGE = { schema: 1, dictionary: 2, recordBatch: 3 } as const;

export interface Message {
  readonly kind: number;
  /** Versions four and five (written as 3 and 4) have the same batch layout. */
  readonly version: number;
  readonly content: FlatTable | null;
  /** The positions of its buffers and of the next message. */
  readonly body: number;
  readonly end: number;
}

/** The messages of a stream or file: a file is a stream between a magic word and a footer. */
export function messagesOf(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>;
export function messagesOf(bytes: Uint8Array): Uint8Array;
export function messagesOf(bytes: Uint8Array): Uint8Array {
  if (MAGIC.some((byte, i) => bytes[i] !== byte)) return bytes;
  const footerLengthAt = bytes.length - MAGIC.length - 4;
  const footer = footerLengthAt - u32(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), footerLengthAt);
  if (footer < MESSAGES_AT) throw new Error('a footer that starts before its file does');
  return bytes.subarray(MESSAGES_AT, footer);
}

/** Null at the end of the stream. */
export function messageAt(view: DataView, start: number): Message | null {
  if (start >= view.byteLength) return null;
  const isContinued = u32(view, start) === 0xffff_ffff;
  const head = start + (isContinued ? 8 : 4);
  const length = u32(view, head - 4);
  if (length === 0) return null;
  const message = new FlatTable(view, head);
  const body = head + length;
  const end = body + message.long(10);
  if (!(end >= body && end <= view.byteLength))
    throw new Error(
      `a message of ${(end - start).toLocaleString('en')} bytes where ${(view.byteLength - start).toLocaleString('en')} are left`,
    );
  return { kind: message.byte(6), version: message.byte(4), content: message.child(8), body, end };
}

/** The parts of a stream. */
export interface StreamParts {
  readonly schema: Uint8Array<ArrayBuffer>;
  readonly dictionaries: Uint8Array<ArrayBuffer>;
  readonly batches: Uint8Array<ArrayBuffer>;
  readonly rows: number;
}

/** Ends a stream. */
export const END_OF_STREAM = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0);

/** Parts of one stream, as a stream without its end. Copies: nothing. */
export function streamOf({ schema, batches }: StreamParts): Uint8Array<ArrayBuffer> {
  return new Uint8Array(schema.buffer, schema.byteOffset, batches.byteOffset + batches.length - schema.byteOffset);
}

/** Splits a stream whose dictionaries come before its batches, as the database writes them. Copies: nothing. */
export function partsOf(stream: Uint8Array<ArrayBuffer>): StreamParts {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  const ends = { schema: 0, dictionaries: 0, batches: 0 };
  let rows = 0;
  for (let message = messageAt(view, 0); message; message = messageAt(view, message.end)) {
    const { kind, content, end } = message;
    if (kind === MESSAGE.schema) ends.schema = end;
    if (kind !== MESSAGE.recordBatch) ends.dictionaries = end;
    else rows += content!.long(4);
    ends.batches = end;
  }
  return {
    schema: stream.subarray(0, ends.schema),
    dictionaries: stream.subarray(ends.schema, ends.dictionaries),
    batches: stream.subarray(ends.dictionaries, ends.batches),
    rows,
  };
}
