import { tableFromIPC, type DataType } from '@uwdata/flechette';
import { checkEnvelope } from './arrow-envelope';

/**
 * The columns of the Arrow schema that a Parquet writer stored in the footer, in base64. Null if it cannot be read:
 * nothing depends on it.
 */
export function arrowHints(base64: string): { readonly name: string; readonly type: DataType }[] | null {
  try {
    const message = Uint8Array.from(atob(base64.trim()), (char) => char.charCodeAt(0));
    checkEnvelope(message);
    return tableFromIPC(message).schema.fields.map(({ name, type }) => ({ name, type }));
  } catch {
    return null;
  }
}
