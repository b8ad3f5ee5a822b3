import { utf8 } from '@uwdata/flechette';
import type { ArrowBatch } from './arrow-layout';
import { validityOf } from './bitmap';

/** A cache of encoded strings: repeated strings are copied, not encoded again. */
const MAX_KNOWN = 10_000;

/**
 * Converts strings (null and undefined are NULL) to an Arrow column. Copies: every string, as UTF-8. Throws RangeError
 * beyond 2 GB.
 */
export function utf8Column(values: readonly (string | null | undefined)[]): ArrowBatch {
  const offsets = new Int32Array(values.length + 1);
  const encoder = new TextEncoder();
  const known = new Map<string, number>();
  let bytes = new Uint8Array(8 * values.length + 64);
  let at = 0;
  values.forEach((text, row) => {
    if (typeof text === 'string') {
      const same = known.get(text);
      const most = same === undefined ? 3 * text.length : offsets[same + 1]! - offsets[same]!;
      if (at + most > 0x7fff_ffff) throw new RangeError('more than 2 GB of text');
      if (at + most > bytes.length) {
        const grown = new Uint8Array(Math.max(at + most, 2 * bytes.length));
        grown.set(bytes.subarray(0, at));
        bytes = grown;
      }
      if (same === undefined) {
        at += encoder.encodeInto(text, bytes.subarray(at, at + most)).written;
        if (known.size < MAX_KNOWN) known.set(text, row);
      } else {
        bytes.copyWithin(at, offsets[same]!, offsets[same + 1]!);
        at += most;
      }
    }
    offsets[row + 1] = at;
  });
  return {
    type: utf8(),
    length: values.length,
    ...validityOf(values),
    offsets,
    values: bytes.subarray(0, at),
    children: [],
  };
}
