import { tableFromIPC } from '@uwdata/flechette';

interface Utf8Batch {
  readonly length: number;
  readonly offsets: Int32Array;
  readonly values: Uint8Array;
}

/** The strings of the first column without NULL, one after another as UTF-8. Copies: every string. */
export function textBytes(stream: Uint8Array): Uint8Array<ArrayBuffer> {
  const texts = (tableFromIPC(stream).getChildAt(0).data as unknown as readonly Utf8Batch[]).map(
    ({ values, offsets, length }) => values.subarray(offsets[0], offsets[length]),
  );
  const bytes = new Uint8Array(texts.reduce((sum, text) => sum + text.length, 0));
  let at = 0;
  for (const text of texts) {
    bytes.set(text, at);
    at += text.length;
  }
  return bytes;
}
