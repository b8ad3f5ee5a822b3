import type { Backend } from '../../../src/engine/frame/backend';
import type { PikaError } from '../../../src/engine/errors';

/** A device that runs kernels, or only validates them: the same tests run on any of them. */
export interface TestDevice {
  readonly name: string;
  /** False if calls are only validated: results then have the right length but no meaning. */
  readonly computes: boolean;
  /**
   * Its indexes answer brushes of so many pixels that tables would not fit into memory. Known before the device is
   * open, because runners need the names of its tests.
   */
  readonly hasLargeIndexes: boolean;
  /** Opens a backend, which the caller disposes of. `onError` receives the validation errors of the device. */
  open(onError: (error: PikaError) => void): Promise<Backend>;
}

/** Small buffers, so that even small tables are split over several. */
export const BUFFER_ROWS = 4096;
