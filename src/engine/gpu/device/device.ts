import type { PikaError } from '../../errors';
import { featuresOf, describe, findAdapter } from './adapter';
import { deviceLost, invalidWork, unavailable } from './failures';

const ASKED_LIMITS = [
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxTextureDimension2D',
] as const;

/**
 * Work broken by a device loss may fail before the loss is reported. Wait this long for the loss before assuming
 * another cause.
 */
const LOSS_NEWS_MS = 1000;

/**
 * One GPUDevice, until its loss or disposal. After a loss the API reports no errors by itself, so every entry point
 * calls {@link assertLive} and every wait goes through {@link untilLost}.
 */
export class Device {
  readonly gpu: GPUDevice;
  readonly description: string;
  /** Resolves with the reason. Never rejects. */
  readonly lost: Promise<string>;
  #lostBecause: string | undefined;
  #failure: PikaError | undefined;
  readonly #waiting = new Set<(error: PikaError) => void>();

  private constructor(gpu: GPUDevice, description: string, onError: ((error: PikaError) => void) | undefined) {
    this.gpu = gpu;
    this.description = description;
    this.lost = gpu.lost.then(({ reason, message }) => this.#end([reason, message].filter(Boolean).join(': ')));
    gpu.addEventListener('uncapturederror', (event) => {
      event.preventDefault();
      const error = invalidWork('work on the WebGPU device', event.error);
      this.#failure = error;
      onError?.(error);
    });
  }

  /** Throws gpu/unavailable with the reason. */
  static async open(onError?: (error: PikaError) => void): Promise<Device> {
    const adapter = await findAdapter();
    const requiredLimits = Object.fromEntries(ASKED_LIMITS.map((name) => [name, adapter.limits[name]]));
    try {
      const gpu = await adapter.requestDevice({
        label: 'pika.gpu.device',
        requiredFeatures: featuresOf(adapter),
        requiredLimits,
      });
      return new Device(gpu, describe(adapter), onError);
    } catch (thrown) {
      throw unavailable(`an adapter (${describe(adapter)}) that cannot create a device`, thrown);
    }
  }

  get isLive(): boolean {
    return this.#lostBecause === undefined;
  }

  /** Throws gpu/device-lost, or, once, the error of work that failed since the last call. */
  assertLive(): void {
    if (this.#lostBecause !== undefined) throw deviceLost(this.#lostBecause);
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure) throw failure;
  }

  /**
   * Settles as the promise does, or rejects with gpu/device-lost if the device is lost first: otherwise a wait on a
   * lost device may never end.
   */
  untilLost<T>(work: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const fail = (thrown: unknown): void => {
        this.#waiting.delete(fail);
        reject(this.#lostBecause === undefined ? thrown : deviceLost(this.#lostBecause));
      };
      if (this.#lostBecause !== undefined) return fail(undefined);
      this.#waiting.add(fail);
      work.then(
        (value) => {
          this.#waiting.delete(fail);
          resolve(value);
        },
        (thrown: unknown) => setTimeout(() => fail(thrown), this.isLive ? LOSS_NEWS_MS : 0),
      );
    });
  }

  /** Runs `work`. Rejects with `explain` of the first error of these kinds that it caused. */
  async checked<T>(
    filters: readonly GPUErrorFilter[],
    work: () => T,
    explain: (error: GPUError) => PikaError,
  ): Promise<T> {
    for (const filter of filters) this.gpu.pushErrorScope(filter);
    const value = work();
    const errors = await this.untilLost(Promise.all(filters.map(() => this.gpu.popErrorScope())));
    const error = errors.find((one) => one !== null);
    if (error) throw explain(error);
    return value;
  }

  dispose(): void {
    this.#end('the backend was disposed of');
    this.gpu.destroy();
  }

  #end(reason: string): string {
    this.#lostBecause ??= reason;
    for (const fail of [...this.#waiting]) fail(deviceLost(this.#lostBecause));
    return this.#lostBecause;
  }
}
