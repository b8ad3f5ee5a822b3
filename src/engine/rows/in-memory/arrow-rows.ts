import { tableFromIPC } from '@uwdata/flechette';
import { PikaError } from '../../errors';
import { checkEnvelope } from '../arrow/arrow-envelope';
import type { RecordBatches } from '../arrow/arrow-layout';
import { checkColumns } from '../arrow/check-buffers';
import { columnsOf } from '../encode/decode';
import type { ForeignRecordBatch, ForeignTable } from './arrow-like';
import { readForeignTable } from './foreign-table';

/**
 * Rows of any Arrow library, or Arrow IPC bytes. Codecs for compressed bytes are loaded on first use. Throws
 * source/bad-data, rows/bad-bytes.
 */
export async function readArrowRows(
  data: ArrayBuffer | Uint8Array | ForeignTable | ForeignRecordBatch,
  subject: string,
): Promise<RecordBatches> {
  if (!(data instanceof ArrayBuffer || data instanceof Uint8Array)) return readForeignTable(data, subject);
  const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : data;
  if (isCompressed(bytes)) (await import('../arrow/codecs')).installCodecs();
  return readBytes(bytes, subject);
}

/** {@link readBytes} reports bytes that are not Arrow. */
function isCompressed(bytes: Uint8Array): boolean {
  try {
    return checkEnvelope(bytes).isCompressed;
  } catch {
    return false;
  }
}

function readBytes(bytes: Uint8Array, subject: string): RecordBatches {
  // Typed arrays of 64-bit values need that alignment.
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  try {
    const { unpackedBytes } = checkEnvelope(aligned);
    const table = tableFromIPC(aligned);
    checkColumns(columnsOf(table), aligned.length + unpackedBytes);
    return readForeignTable(table as unknown as ForeignTable, subject);
  } catch (thrown) {
    if (thrown instanceof PikaError) throw thrown;
    throw new PikaError(
      'rows/bad-bytes',
      {
        subject,
        expected: 'Arrow IPC bytes, stream or file',
        found: `${bytes.byteLength.toLocaleString('en')} bytes that do not decode (${thrown instanceof Error ? thrown.message : String(thrown)})`,
        next: 'Check that the bytes are complete. For a Parquet file use src.',
      },
      thrown,
    );
  }
}
