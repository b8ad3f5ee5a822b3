import type { Clock } from './clock';
import { createCpuBackend, startWorker } from './cpu/cpu-backend';
import { PikaError } from './errors';
import type { Backend } from './frame/backend';
import { browserShapeStore, createGpuBackend, probeAdapter } from './gpu/gpu-backend';
import type { Memory } from './memory/memory';
import type { Profile } from './profile/profile';
import type { Seams } from './seams';

export type BackendChoice = 'auto' | 'webgpu' | 'cpu';

export interface Chosen {
  readonly backend: Backend;
  /** Why this one. */
  readonly reason: string;
}

export interface BackendsOptions {
  readonly memory: Memory;
  readonly profile: Profile;
  readonly clock: Clock;
  readonly seams: Seams;
}

interface Loss {
  readonly kind: Backend['kind'];
  readonly atMs: number;
}

/** So many losses of one backend within a minute, and it is not tried again. */
const MOST_LOSSES = 3;
const LOSSES_WITHIN_MS = 60_000;

const UNSEEN = 'the browser shows nothing of what WebGPU paints: it composites without the GPU';

/** Makes backends, and says why it is this one; remembers which were lost. */
export class Backends {
  readonly #options: BackendsOptions;
  /** Whoever asks for WebGPU gets it, seen or not. */
  #choice: BackendChoice = 'auto';
  #losses: readonly Loss[] = [];

  constructor(options: BackendsOptions) {
    this.#options = options;
  }

  /** How many were lost since the page began. */
  get losses(): number {
    return this.#losses.length;
  }

  /** Rejects only where `webgpu` is asked for and can't be had. */
  async choose(choice: BackendChoice): Promise<Chosen> {
    this.#choice = choice;
    if (choice === 'cpu') return { backend: this.#cpu(), reason: 'asked for' };
    if (choice === 'webgpu') return this.#seen('asked for');
    const adapter = await probeAdapter();
    if (!adapter) return { backend: this.#cpu(), reason: 'the browser offers no WebGPU adapter' };
    if (adapter.isFallback)
      return {
        backend: this.#cpu(),
        reason: `the WebGPU adapter is software (${adapter.description}), slower than our own CPU kernels`,
      };
    try {
      return await this.#seen('the browser offers a hardware WebGPU adapter');
    } catch (thrown) {
      return { backend: this.#cpu(), reason: PikaError.from(thrown).message };
    }
  }

  /**
   * A lost backend is replaced: a GPU device by a new one of a new adapter, which may be another GPU by then, or, when
   * that is lost again and again, by the CPU; dead workers by new ones. Workers that die again and again are given up:
   * then `next` is null.
   */
  replace(kind: Backend['kind'], why: string): { readonly error: PikaError; readonly next: Promise<Chosen> | null } {
    const atMs = this.#options.clock.now();
    this.#losses = [...this.#losses, { kind, atMs }];
    const often =
      this.#losses.filter((loss) => loss.kind === kind && atMs - loss.atMs < LOSSES_WITHIN_MS).length >= MOST_LOSSES;
    const isGivenUp = often && kind === 'cpu';
    const error = new PikaError(kind === 'cpu' ? 'cpu/worker' : 'gpu/device-lost', {
      subject: `${kind} backend`,
      expected: 'to keep running',
      found: why,
      next: isGivenUp
        ? 'Check that the worker files are served beside pika-plot.js, then reload the page.'
        : 'The plots move to another backend.',
    });
    return { error, next: isGivenUp ? null : this.#replacement(kind, often, why) };
  }

  async #replacement(kind: Backend['kind'], often: boolean, why: string): Promise<Chosen> {
    const lost = `the ${kind} backend was lost${often ? ` ${MOST_LOSSES} times in a minute` : ''}: ${why}`;
    if (kind === 'cpu' || often) return { backend: this.#cpu(), reason: lost };
    try {
      return await this.#seen(`a new device, for ${lost}`, `${lost}; ${UNSEEN}`);
    } catch (thrown) {
      return { backend: this.#cpu(), reason: `${lost}; ${PikaError.from(thrown).detail.found}` };
    }
  }

  /** The GPU, for this reason, or the CPU, for the other, where the page would see nothing of what the GPU paints. */
  async #seen(reason: string, unseen = UNSEEN): Promise<Chosen> {
    const backend = await this.#gpu();
    if (backend.shows) return { backend, reason };
    if (this.#choice === 'webgpu') return { backend, reason: `${reason}, though ${UNSEEN}` };
    backend.dispose();
    return { backend: this.#cpu(), reason: unseen };
  }

  #cpu(): Backend {
    const {
      memory,
      profile,
      seams: { worker },
    } = this.#options;
    return createCpuBackend({ memory, profile, ...(worker && { spawn: () => worker(startWorker) }) });
  }

  #gpu(): Promise<Backend> {
    const {
      memory,
      profile,
      seams: { device },
    } = this.#options;
    return createGpuBackend({ memory, profile, store: browserShapeStore(), ...(device && { prepareDevice: device }) });
  }
}
