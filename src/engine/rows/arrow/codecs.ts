import { CompressionType, setCompressionCodec } from '@uwdata/flechette';
import { decompress } from 'fzstd';
import { unpackLz4 } from './lz4';

/**
 * Registers codecs for LZ4 (the default of Feather files) and ZSTD with this thread's Arrow decoder. `checkEnvelope`
 * has checked sizes before. The page's thread imports this file only when it needs it.
 */
export function installCodecs(): void {
  setCompressionCodec(CompressionType.LZ4_FRAME, { encode, decode: unpackLz4 });
  setCompressionCodec(CompressionType.ZSTD, { encode, decode: unpackZstd });
}

function unpackZstd(bytes: Uint8Array, sizeBytes: number): Uint8Array {
  const own = contentSize(bytes);
  // Checked before memory is allocated.
  if (own !== null && own !== sizeBytes)
    throw new Error(
      `${own.toLocaleString('en')} bytes of ZSTD data instead of the ${sizeBytes.toLocaleString('en')} declared`,
    );
  const unpacked = decompress(bytes, new Uint8Array(sizeBytes));
  if (unpacked.length === sizeBytes) return unpacked;
  throw new Error(
    `${unpacked.length.toLocaleString('en')} bytes of ZSTD data instead of the ${sizeBytes.toLocaleString('en')} declared`,
  );
}

/** The decompressed size that a ZSTD frame declares; null if it does not. Source: RFC 8878, 3.1.1.1. */
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
  throw new Error('Arrow is written uncompressed');
}
