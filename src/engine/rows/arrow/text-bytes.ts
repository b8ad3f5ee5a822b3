import { tableFromIPC } from '@uwdata/flechette';
import { joined } from '../joined-bytes';

interface Utf8Batch {
  readonly length: number;
  readonly offsets: Int32Array;
  readonly values: Uint8Array;
}

/** The strings of the first column, which has no NULL, one after another as UTF-8. Copies: every string. */
export function textBytes(stream: Uint8Array): Uint8Array<ArrayBuffer> {
  const batches = tableFromIPC(stream).getChildAt(0).data as unknown as readonly Utf8Batch[];
  return joined(batches.map(({ values, offsets, length }) => values.subarray(offsets[0], offsets[length])));
}
