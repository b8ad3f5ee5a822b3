import type { Clock } from './clock';
import { createCpuBackend, startWorker } from './cpu/cpu-backend';
import { PikaError } from './errors';
import type { Backend } from './frame/backend';
import { probeAdapter, probeEarly } from './gpu/device/adapter';
import type { Memory } from './memory/memory';
import type { Profile } from './profile/profile';
import type { Seams } from './seams';

export type BackendChoice = 'auto' | 'webgpu' | 'cpu';

export interface BackendSelection {
  readonly backend: Backend;
  /** Why this one was chosen. */
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

/** A backend lost this often within a minute is not tried again. */
const MAX_LOSSES = 3;
const LOSSES_WITHIN_MS = 60_000;

const NOT_DISPLAYED = 'the browser cannot display what WebGPU paints: it composites without the GPU';

/** Prepares the choice of a backend: see {@link probeEarly}. */
export function prepareChoice(choice: BackendChoice): void {
  if (choice === 'auto') probeEarly();
}

/** Creates backends, gives the reason for each choice, and remembers losses. */
export class Backends {
  readonly #options: BackendsOptions;
  /** With `webgpu`, WebGPU is used even if the browser cannot display its output. */
  #choice: BackendChoice = 'auto';
  #losses: readonly Loss[] = [];

  constructor(options: BackendsOptions) {
    this.#options = options;
  }

  /** Backends lost since the page was loaded. */
  get losses(): number {
    return this.#losses.length;
  }

  /** Rejects only if `webgpu` is requested and unavailable. */
  async choose(choice: BackendChoice): Promise<BackendSelection> {
    this.#choice = choice;
    if (choice === 'cpu') return { backend: this.#cpu(), reason: 'requested' };
    if (choice === 'webgpu') return this.#displayed('requested');
    const adapter = await probeAdapter();
    if (!adapter) return { backend: this.#cpu(), reason: 'the browser offers no WebGPU adapter' };
    if (adapter.isFallback)
      return {
        backend: this.#cpu(),
        reason: `the WebGPU adapter is a software one (${adapter.description}), slower than our CPU kernels`,
      };
    try {
      return await this.#displayed('the browser offers a hardware WebGPU adapter');
    } catch (thrown) {
      return { backend: this.#cpu(), reason: PikaError.from(thrown).message };
    }
  }

  /**
   * Replaces a lost backend. A lost GPU device is replaced by one from a new adapter, which may be another GPU, or by
   * the CPU backend if devices are lost repeatedly. Dead workers are replaced by new ones, unless they die repeatedly:
   * then `next` is null.
   */
  replace(
    kind: Backend['kind'],
    why: string,
  ): { readonly error: PikaError; readonly next: Promise<BackendSelection> | null } {
    const atMs = this.#options.clock.now();
    this.#losses = [...this.#losses, { kind, atMs }];
    const often =
      this.#losses.filter((loss) => loss.kind === kind && atMs - loss.atMs < LOSSES_WITHIN_MS).length >= MAX_LOSSES;
    const isGivenUp = often && kind === 'cpu';
    const error = new PikaError(kind === 'cpu' ? 'cpu/worker' : 'gpu/device-lost', {
      subject: `${kind} backend`,
      expected: 'to keep running',
      found: why,
      next: isGivenUp
        ? 'Check that the worker files are served beside pika-plot.js, then reload the page.'
        : 'The plots are moving to another backend.',
    });
    return { error, next: isGivenUp ? null : this.#replacement(kind, often, why) };
  }

  async #replacement(kind: Backend['kind'], often: boolean, why: string): Promise<BackendSelection> {
    const lost = `the ${kind} backend was lost${often ? ` ${MAX_LOSSES} times in a minute` : ''}: ${why}`;
    if (kind === 'cpu' || often) return { backend: this.#cpu(), reason: lost };
    try {
      return await this.#displayed(`a new device, because ${lost}`, `${lost}; ${NOT_DISPLAYED}`);
    } catch (thrown) {
      return { backend: this.#cpu(), reason: `${lost}; ${PikaError.from(thrown).detail.found}` };
    }
  }

  /** The GPU, for `reason`; or the CPU, for `notDisplayed`, if the browser cannot display what the GPU paints. */
  async #displayed(reason: string, notDisplayed = NOT_DISPLAYED): Promise<BackendSelection> {
    const backend = await this.#gpu();
    if (backend.canPresent) return { backend, reason };
    if (this.#choice === 'webgpu') return { backend, reason: `${reason}, though ${NOT_DISPLAYED}` };
    backend.dispose();
    return { backend: this.#cpu(), reason: notDisplayed };
  }

  #cpu(): Backend {
    const {
      memory,
      profile,
      seams: { worker },
    } = this.#options;
    return createCpuBackend({ memory, profile, ...(worker && { spawn: () => worker(startWorker) }) });
  }

  /** Loads the code of the GPU backend: most pages on a machine without a GPU never need it. */
  async #gpu(): Promise<Backend> {
    const { browserShapeStore, createGpuBackend } = await import('./gpu/gpu-backend');
    const {
      memory,
      profile,
      seams: { device, indexRows },
    } = this.#options;
    return createGpuBackend({
      memory,
      profile,
      store: browserShapeStore(),
      ...(device && { prepareDevice: device }),
      ...(indexRows !== undefined && { indexRows }),
    });
  }
}
