import type { Backend, Capabilities } from '../../../src/engine/frame/backend';
import type { PikaError } from '../../../src/engine/errors';

/** A device that runs kernels, or only validates them: the same tests run on any of them. */
export interface TestDevice {
  readonly name: string;
  /** False if calls are only validated: results then have the right length but no meaning. */
  readonly computes: boolean;
  /** The capabilities of its backend; repeated here because runners need test names before it is open. */
  readonly capabilities: Pick<Capabilities, 'index'>;
  /** Its indexes answer brushes of so many pixels that tables would not fit into memory. */
  readonly hasLargeIndexes: boolean;
  /** Opens a backend, which the caller disposes of. `onError` receives the validation errors of the device. */
  open(onError: (error: PikaError) => void): Promise<Backend>;
}

/** Small buffers, so that even small tables are split over several. */
export const BUFFER_ROWS = 4096;
