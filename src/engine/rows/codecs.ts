import { CompressionType, setCompressionCodec } from '@uwdata/flechette';
import { decompress } from 'fzstd';
import { unpackLz4 } from './lz4';

/**
 * Teaches the Arrow decoder of this thread to read buffers compressed with LZ4 (what Feather files are by default) and ZSTD. Sizes were
 * looked at before, by `checkEnvelope`. The page's thread imports this file only when it meets such bytes.
 */
export function installCodecs(): void {
  setCompressionCodec(CompressionType.LZ4_FRAME, { encode, decode: unpackLz4 });
  setCompressionCodec(CompressionType.ZSTD, { encode, decode: unpackZstd });
}

function unpackZstd(bytes: Uint8Array, sizeBytes: number): Uint8Array {
  const unpacked = decompress(bytes, new Uint8Array(sizeBytes));
  if (unpacked.length === sizeBytes) return unpacked;
  throw new Error(`ZSTD of ${unpacked.length.toLocaleString('en')} bytes where ${sizeBytes.toLocaleString('en')} are promised`);
}

function encode(): never {
  throw new Error('Arrow is written as it is');
}
