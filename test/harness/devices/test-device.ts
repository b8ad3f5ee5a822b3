import type { Backend, Capabilities } from '../../../src/engine/frame/backend';
import type { PikaError } from '../../../src/engine/errors';

/** Something that kernels run on, or are only checked by: the same test takes any of them. */
export interface TestDevice {
  readonly name: string;
  /** False: calls are checked, but nothing is computed, and what is read back has the right length and no meaning. */
  readonly computes: boolean;
  /** What its backend says of itself once it is open; here because runners ask for the names of tests before that. */
  readonly capabilities: Pick<Capabilities, 'index'>;
  /**
   * A backend of its own for whoever opens it, who also disposes of it. `onError` is told what the device's validation
   * finds wrong.
   */
  open(onError: (error: PikaError) => void): Promise<Backend>;
}

/** Small buffers, so that even the small tables are cut into several. */
export const BUFFER_ROWS = 4096;
