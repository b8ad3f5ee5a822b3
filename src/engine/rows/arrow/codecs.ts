import { CompressionType, setCompressionCodec } from '@uwdata/flechette';
import { decompress } from 'fzstd';
import { unpackLz4 } from './lz4';

/**
 * Teaches the Arrow decoder of this thread to read buffers compressed with LZ4 (what Feather files are by default) and
 * ZSTD. Sizes were looked at before, by `checkEnvelope`. The page's thread imports this file only when it meets such
 * bytes.
 */
export function installCodecs(): void {
  setCompressionCodec(CompressionType.LZ4_FRAME, { encode, decode: unpackLz4 });
  setCompressionCodec(CompressionType.ZSTD, { encode, decode: unpackZstd });
}

function unpackZstd(bytes: Uint8Array, sizeBytes: number): Uint8Array {
  const own = contentSize(bytes);
  // Before the memory is asked for.
  if (own !== null && own !== sizeBytes)
    throw new Error(`ZSTD of ${own.toLocaleString('en')} bytes where ${sizeBytes.toLocaleString('en')} are promised`);
  const unpacked = decompress(bytes, new Uint8Array(sizeBytes));
  if (unpacked.length === sizeBytes) return unpacked;
  throw new Error(
    `ZSTD of ${unpacked.length.toLocaleString('en')} bytes where ${sizeBytes.toLocaleString('en')} are promised`,
  );
}

/** What a ZSTD frame says of its own size; null when it does not. Source: RFC 8878, 3.1.1.1. */
function contentSize(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const descriptor = view.getUint8(4);
  const isSingle = (descriptor & 0x20) !== 0;
  const at = 5 + (isSingle ? 0 : 1) + [0, 1, 2, 4][descriptor & 3]!;
  switch (descriptor >> 6) {
    case 0:
      return isSingle ? view.getUint8(at) : null;
    case 1:
      return view.getUint16(at, true) + 256;
    case 2:
      return view.getUint32(at, true);
    default:
      return Number(view.getBigUint64(at, true));
  }
}

function encode(): never {
  throw new Error('Arrow is written as it is');
}
