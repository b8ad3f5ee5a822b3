import type { Backend } from '../engine/frame/backend';
import type { KernelCall, Recording } from '../engine/frame/recording';
import type { Seams } from '../engine/seams';
import { inProcessWorker } from './in-process-worker';

/**
 * A device without GPU and workers: runs the CPU kernels in this thread and records every request, in order. Pass
 * {@link RecordedDevice.seams} to the engine before its first plot, together with `backend: 'cpu'`:
 *
 * ```js
 * const device = new RecordedDevice();
 * await configure({ backend: 'cpu', seams: { ...device.seams, clock: new VirtualClock() } });
 * ```
 *
 * Its counts equal those of every other device. The recordings are the engine's own objects, not copies: do not modify
 * them.
 */
export class RecordedDevice {
  readonly seams: Pick<Seams, 'worker' | 'backend'>;
  readonly #recordings: Recording[] = [];

  constructor() {
    this.seams = {
      worker: () => inProcessWorker(),
      backend: (backend: Backend) => {
        const execute = backend.execute.bind(backend);
        backend.execute = (recording) => {
          this.#recordings.push(recording);
          return execute(recording);
        };
      },
    };
  }

  get recordings(): readonly Recording[] {
    return this.#recordings;
  }

  /** Removes and returns the recordings since the last call. */
  take(): Recording[] {
    return this.#recordings.splice(0);
  }

  /** The calls of one kernel in all recordings kept. */
  calls<Name extends KernelCall['kernel']>(kernel: Name): Extract<KernelCall, { readonly kernel: Name }>[] {
    const all = this.#recordings.flatMap(({ kernels }) => kernels);
    return all.filter((call): call is Extract<KernelCall, { readonly kernel: Name }> => call.kernel === kernel);
  }
}
