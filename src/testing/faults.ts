import type { Lane } from '../engine/events/lane';
import type { Seams } from '../engine/seams';
import { breakDevice } from './device-faults';
import { FaultPoint } from './fault-point';
import { breakWorker } from './worker-faults';

const LANES = Object.keys({ control: true, state: true, progress: true } satisfies Record<Lane, true>) as Lane[];

/** Which operations fail. Each number is the index of an operation among those of its kind, from 1; 0 means never. */
export interface FaultOptions {
  /** GPU buffers whose allocation fails: the device is out of memory for each of them. */
  readonly failAllocation?: number | readonly number[];
  /** Reservations of memory for columns that are refused, as if they did not fit, on either backend. */
  readonly refuseReservation?: number | readonly number[];
  /** Submissions at which the GPU device is lost. */
  readonly loseDeviceAtSubmit?: number | readonly number[];
  /** Messages at which the receiving kernel worker dies. */
  readonly killWorkerAtMessage?: number | readonly number[];
  /**
   * Events at which a listener on the engine throws. The error is reported like any listener's error, so tests have to
   * expect it; 0 only counts events.
   */
  readonly throwAtEvent?: number | readonly number[];
  /** Delay of reading counts back from the GPU. */
  readonly mapDelayMs?: number;
  /** Delay of reading columns. */
  readonly readDelayMs?: number;
}

/** Occurrences so far. */
export interface FaultCounts {
  readonly allocations: number;
  readonly reservations: number;
  readonly submits: number;
  readonly messages: number;
  /** 0 without `throwAtEvent`: there is no listener. */
  readonly events: number;
  readonly reads: number;
  /** Kernel workers started. */
  readonly started: number;
  /** Bytes of live GPU buffers. */
  readonly liveBytes: number;
  /**
   * Numbered faults that occurred. Check it: a fault test without a fault has shown nothing. Delays and `loseDevice`
   * are not counted.
   */
  readonly struck: number;
}

/**
 * Fault injection for tests of pages that use pika-plot. Pass {@link Faults.seams} to the engine before its first plot:
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
 * To test with little memory, set the budgets: `configure({ memory })`. Nothing is random and nothing global is
 * patched, so the same faults on a deterministic page always have the same effects.
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
          onGrown: (bytes) => {
            this.#liveBytes += bytes;
          },
        });
      },
      worker: (start) => {
        this.#started++;
        return breakWorker(start(), messages);
      },
      refuses: () => reservations.occurs(),
      beforeRead: async () => {
        this.#reads++;
        if (readDelayMs > 0 && !this.#off) await new Promise((resolve) => setTimeout(resolve, readDelayMs));
      },
      // Events are only published if there are listeners, so none is added without this fault.
      ...(throwAtEvent !== undefined && {
        events: (bus) => LANES.forEach((lane) => bus.on(lane, () => throwAt(events))),
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
      struck: Object.values(this.#points).reduce((sum, { occurred }) => sum + occurred, 0),
    };
  }

  /** Loses every device now. */
  loseDevice(): void {
    for (const device of this.#devices) device.destroy();
    this.#devices.clear();
  }

  /** Injects no further faults; those that occurred are not undone. */
  stop(): void {
    this.#off = true;
    for (const point of Object.values(this.#points)) point.clear();
  }
}

function throwAt(events: FaultPoint): void {
  if (events.occurs()) throw new Error(`simulated: event ${events.times}`);
}
