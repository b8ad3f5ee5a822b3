import type { Profile } from '../../profile/profile';
import { GPU_TRACK } from '../../profile/span';
import type { Device } from './device';

const MAX_PASSES = 64;
const SIZE_BYTES = MAX_PASSES * 2 * 8;
/** While the times of this many frames are pending, no other frame is timed. */
const MAX_UNDER_WAY = 4;

/** Times of one frame's passes, until they are read back. */
interface TimerSet {
  readonly queries: GPUQuerySet;
  readonly resolved: GPUBuffer;
  readonly staging: GPUBuffer;
}

/** The encoder's interface to the timer, for one frame. */
export interface FrameTimes {
  /** The timestamp writes of a pass; undefined if the frame has too many passes. */
  pass(name: string): { timestampWrites: GPUComputePassTimestampWrites & GPURenderPassTimestampWrites } | undefined;
  /** Call it after the last pass. */
  resolve(encoder: GPUCommandEncoder): void;
  /** Call it after the submission. The times are then read back in the background. */
  submitted(): void;
}

/**
 * Durations of GPU passes by timestamp queries, while the profile records. A GPU clock gives durations (browsers round
 * them to 100 µs), but no position on the page's timeline. So the first pass of a frame is placed at the frame's
 * submission, or at the end of the previous frame if that is later.
 */
export class GpuTimer {
  readonly #device: Device;
  readonly #profile: Profile;
  readonly #free: TimerSet[] = [];
  #underWay = 0;
  #lastEndMs = 0;

  private constructor(device: Device, profile: Profile) {
    this.#device = device;
    this.#profile = profile;
  }

  /** Null where the device has no timestamps. */
  static on(device: Device, profile: Profile | null): GpuTimer | null {
    return profile && device.gpu.features.has('timestamp-query') ? new GpuTimer(device, profile) : null;
  }

  /** The timer of the frame that will be encoded next; null while nothing is recorded. */
  frame(): FrameTimes | null {
    if (!this.#profile.isRecording || this.#underWay === MAX_UNDER_WAY) return null;
    const set = this.#free.pop() ?? this.#make();
    const names: string[] = [];
    return {
      pass: (name) => {
        if (names.length === MAX_PASSES) return undefined;
        const first = 2 * (names.push(name) - 1);
        return {
          timestampWrites: { querySet: set.queries, beginningOfPassWriteIndex: first, endOfPassWriteIndex: first + 1 },
        };
      },
      resolve: (encoder) => {
        if (names.length === 0) return;
        encoder.resolveQuerySet(set.queries, 0, 2 * names.length, set.resolved, 0);
        encoder.copyBufferToBuffer(set.resolved, 0, set.staging, 0, 16 * names.length);
      },
      submitted: () => {
        this.#underWay++;
        this.#profile.waitFor(this.#read(set, names, performance.now()));
      },
    };
  }

  dispose(): void {
    this.#free.splice(0).forEach(destroy);
  }

  async #read(set: TimerSet, names: readonly string[], submittedMs: number): Promise<void> {
    try {
      if (names.length === 0) return;
      await this.#device.untilLost(set.staging.mapAsync(GPUMapMode.READ, 0, 16 * names.length));
      const times = new BigInt64Array(set.staging.getMappedRange(0, 16 * names.length).slice(0));
      set.staging.unmap();
      const originMs = Math.max(submittedMs, this.#lastEndMs);
      const at = (i: number): number => originMs + Math.max(0, Number(times[i]! - times[0]!) / 1e6);
      names.forEach((name, i) => {
        // For a pass shorter than their clock's resolution, some devices report an end before its beginning.
        const [startMs, endMs] = [at(2 * i), Math.max(at(2 * i), at(2 * i + 1))];
        // On a slow GPU the work may begin after the recording ended.
        this.#profile.add({ module: GPU_TRACK, name, startMs, endMs }, submittedMs);
        this.#lastEndMs = Math.max(this.#lastEndMs, endMs);
      });
      this.#free.push(set);
    } catch {
      destroy(set);
    } finally {
      this.#underWay--;
    }
  }

  #make(): TimerSet {
    const { gpu } = this.#device;
    return {
      queries: gpu.createQuerySet({ label: 'pika.gpu.times', type: 'timestamp', count: 2 * MAX_PASSES }),
      resolved: gpu.createBuffer({
        label: 'pika.gpu.times',
        size: SIZE_BYTES,
        usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
      }),
      staging: gpu.createBuffer({
        label: 'pika.gpu.times-staging',
        size: SIZE_BYTES,
        usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
      }),
    };
  }
}

function destroy({ queries, resolved, staging }: TimerSet): void {
  queries.destroy();
  resolved.destroy();
  staging.destroy();
}
