import { tableFromIPC, type DataType } from '@uwdata/flechette';
import { checkEnvelope } from './arrow-envelope';

/**
 * The columns of an Arrow schema that a Parquet writer left in the footer, in base64. Null when it can't be read:
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
