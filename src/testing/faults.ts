import type { Seams } from '../engine/seams';
import { breakDevice, type DeviceCounts } from './device-faults';
import { breakWorker, type WorkerCounts } from './worker-faults';

/** What goes wrong, and when. Numbers count from 1, in the order in which the engine does things; 0 is never. */
export interface FaultOptions {
  /** These GPU buffers can't be made: the device is out of memory for each of them. */
  readonly failAllocation?: number | readonly number[];
  /** These reservations of memory for a column are refused, as if they did not fit: by either backend. */
  readonly refuseReservation?: number | readonly number[];
  /** The GPU device is lost as it gets these pieces of work. */
  readonly loseDeviceAtSubmit?: number | readonly number[];
  /** A kernel worker dies as it gets these messages. */
  readonly killWorkerAtMessage?: number | readonly number[];
  /** Counts are read back from the GPU so much later. */
  readonly mapDelayMs?: number;
  /** Columns are read so much later. */
  readonly readDelayMs?: number;
}

/** What has happened so far. */
export interface FaultCounts extends DeviceCounts, WorkerCounts {
  reservations: number;
  reads: number;
}

/**
 * Simulated trouble for tests of pages that use pika-plot. Hand {@link Faults.seams} to the engine before its first plot:
 *
 * ```js
 * import { configure } from 'pika-plot';
 * import { Faults } from 'pika-plot/testing';
 *
 * const faults = new Faults({ loseDeviceAtSubmit: 5 });
 * await configure({ backend: 'webgpu', memory: { gpuBytes: 50e6 }, seams: faults.seams });
 * ```
 *
 * Small memories need no fault: `configure({ memory })` sets the budgets. Nothing is random and nothing global is patched: the same page
 * and the same faults go the same way, as far as the page itself does.
 */
export class Faults {
  readonly seams: Seams;
  readonly counts: FaultCounts = { allocations: 0, submits: 0, liveBytes: 0, messages: 0, started: 0, reservations: 0, reads: 0 };
  readonly #devices = new Set<GPUDevice>();
  #off = false;

  constructor(options: FaultOptions = {}) {
    const { counts } = this;
    const [failAllocations, loseAtSubmits, killAtMessages] = [setOf(options.failAllocation), setOf(options.loseDeviceAtSubmit), setOf(options.killWorkerAtMessage)];
    const refused = setOf(options.refuseReservation);
    this.seams = {
      device: (device) => {
        this.#devices.add(device);
        breakDevice(device, { failAllocations, loseAtSubmits, mapDelayMs: options.mapDelayMs ?? 0 }, counts);
      },
      worker: (start) => breakWorker(start(), { killAtMessages }, counts),
      refuses: () => refused.has(++counts.reservations) && !this.#off,
      beforeRead: async () => {
        counts.reads++;
        if (options.readDelayMs && !this.#off) await new Promise((resolve) => setTimeout(resolve, options.readDelayMs));
      },
    };
    this.#clear = () => [failAllocations, loseAtSubmits, killAtMessages].forEach((set) => set.clear());
  }

  readonly #clear: () => void;

  /** Loses every device now. */
  loseDevice(): void {
    for (const device of this.#devices) device.destroy();
    this.#devices.clear();
  }

  /** From now on nothing goes wrong any more; what did stays so. */
  stop(): void {
    this.#off = true;
    this.#clear();
  }
}

function setOf(numbers: number | readonly number[] = []): Set<number> {
  return new Set(numbers instanceof Array ? numbers : [numbers as number]);
}
