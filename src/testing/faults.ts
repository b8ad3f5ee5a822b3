import type { Lane } from '../engine/events/lane';
import type { Seams } from '../engine/seams';
import { breakDevice } from './device-faults';
import { FaultPoint } from './fault-point';
import { breakWorker } from './worker-faults';

const LANES = Object.keys({ control: true, state: true, progress: true } satisfies Record<Lane, true>) as Lane[];

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
  /**
   * A listener on the engine throws as it hears these events. What it throws is reported as any listener's error is, so
   * that tests have to expect it; 0 only counts the events.
   */
  readonly throwAtEvent?: number | readonly number[];
  /** Counts are read back from the GPU so much later. */
  readonly mapDelayMs?: number;
  /** Columns are read so much later. */
  readonly readDelayMs?: number;
}

/** What has happened so far. */
export interface FaultCounts {
  readonly allocations: number;
  readonly reservations: number;
  readonly submits: number;
  readonly messages: number;
  /** 0 without `throwAtEvent`: nobody listens. */
  readonly events: number;
  readonly reads: number;
  /** Kernel workers started. */
  readonly started: number;
  /** Of GPU buffers that live. */
  readonly liveBytes: number;
  /**
   * How many of the numbered faults came to pass: a test of trouble that met none has shown nothing. Delays and
   * `loseDevice` are not counted.
   */
  readonly struck: number;
}

/**
 * Simulated trouble for tests of pages that use pika-plot. Hand {@link Faults.seams} to the engine before its first
 * plot:
 *
 * ```js
 * import { configure } from 'pika-plot';
 * import { Faults } from 'pika-plot/testing';
 *
 * const faults = new Faults({ loseDeviceAtSubmit: 5 });
 * await configure({ backend: 'webgpu', memory: { gpuBytes: 50e6 }, seams: faults.seams });
 * // …draw, brush, look; then:
 * faults.counts.struck === 1;
 * ```
 *
 * Small memories need no fault: `configure({ memory })` sets the budgets. Nothing is random and nothing global is
 * patched: the same page and the same faults go the same way, as far as the page itself does.
 */
export class Faults {
  readonly seams: Seams;
  readonly #points: {
    readonly [Name in 'allocations' | 'reservations' | 'submits' | 'messages' | 'events']: FaultPoint;
  };
  readonly #devices = new Set<GPUDevice>();
  #reads = 0;
  #started = 0;
  #liveBytes = 0;
  #off = false;

  constructor({
    failAllocation,
    refuseReservation,
    loseDeviceAtSubmit,
    killWorkerAtMessage,
    throwAtEvent,
    mapDelayMs = 0,
    readDelayMs = 0,
  }: FaultOptions = {}) {
    const { allocations, reservations, submits, messages, events } = (this.#points = {
      allocations: new FaultPoint(failAllocation),
      reservations: new FaultPoint(refuseReservation),
      submits: new FaultPoint(loseDeviceAtSubmit),
      messages: new FaultPoint(killWorkerAtMessage),
      events: new FaultPoint(throwAtEvent),
    });
    this.seams = {
      device: (device) => {
        this.#devices.add(device);
        breakDevice(device, {
          allocations,
          submits,
          mapDelayMs,
          grown: (bytes) => {
            this.#liveBytes += bytes;
          },
        });
      },
      worker: (start) => {
        this.#started++;
        return breakWorker(start(), messages);
      },
      refuses: () => reservations.strikes(),
      beforeRead: async () => {
        this.#reads++;
        if (readDelayMs > 0 && !this.#off) await new Promise((resolve) => setTimeout(resolve, readDelayMs));
      },
      // Whoever listens makes the engine tell: without this fault nobody does.
      ...(throwAtEvent !== undefined && {
        events: (told) => LANES.forEach((lane) => told.on(lane, () => throwAt(events))),
      }),
    };
  }

  get counts(): FaultCounts {
    const { allocations, reservations, submits, messages, events } = this.#points;
    return {
      allocations: allocations.times,
      reservations: reservations.times,
      submits: submits.times,
      messages: messages.times,
      events: events.times,
      reads: this.#reads,
      started: this.#started,
      liveBytes: this.#liveBytes,
      struck: Object.values(this.#points).reduce((sum, { struck }) => sum + struck, 0),
    };
  }

  /** Loses every device now. */
  loseDevice(): void {
    for (const device of this.#devices) device.destroy();
    this.#devices.clear();
  }

  /** From now on nothing goes wrong any more; what did stays so. */
  stop(): void {
    this.#off = true;
    for (const point of Object.values(this.#points)) point.clear();
  }
}

function throwAt(events: FaultPoint): void {
  if (events.strikes()) throw new Error(`simulated: event ${events.times}`);
}
