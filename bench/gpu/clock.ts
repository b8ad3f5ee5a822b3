/**
 * GPU times of compute passes by timestamp queries. Instruments every device created from here on, so it does not
 * matter which code encodes the passes.
 */
export interface GpuClock {
  /**
   * Milliseconds from the start of the first compute pass to the end of the last since the last call; null without
   * timestamps.
   */
  take(): Promise<number | null>;
}

const MAX_PASSES = 512;

export function watchDevices(gpu: GPU): GpuClock {
  let watched: DeviceClock | null = null;
  const request = gpu.requestAdapter.bind(gpu);
  gpu.requestAdapter = async (options) => {
    const adapter = await request(options);
    if (!adapter?.features.has('timestamp-query')) return adapter;
    const open = adapter.requestDevice.bind(adapter);
    adapter.requestDevice = async (descriptor) => {
      const device = await open({
        ...descriptor,
        requiredFeatures: [...(descriptor?.requiredFeatures ?? []), 'timestamp-query'],
      });
      watched = new DeviceClock(device);
      return device;
    };
    return adapter;
  };
  return { take: async () => watched?.take() ?? null };
}

class DeviceClock {
  readonly #device: GPUDevice;
  readonly #queries: GPUQuerySet;
  readonly #resolved: GPUBuffer;
  readonly #read: GPUBuffer;
  #passes = 0;

  constructor(device: GPUDevice) {
    this.#device = device;
    this.#queries = device.createQuerySet({ type: 'timestamp', count: 2 * MAX_PASSES });
    this.#resolved = device.createBuffer({
      size: 16 * MAX_PASSES,
      usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
    });
    this.#read = device.createBuffer({
      size: 16 * MAX_PASSES,
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    });
    const createEncoder = device.createCommandEncoder.bind(device);
    device.createCommandEncoder = (descriptor) => {
      const encoder = createEncoder(descriptor);
      const begin = encoder.beginComputePass.bind(encoder);
      encoder.beginComputePass = (pass) => {
        if (this.#passes === MAX_PASSES) return begin(pass);
        const at = 2 * this.#passes++;
        return begin({
          ...pass,
          timestampWrites: { querySet: this.#queries, beginningOfPassWriteIndex: at, endOfPassWriteIndex: at + 1 },
        });
      };
      return encoder;
    };
  }

  async take(): Promise<number | null> {
    const passes = this.#passes;
    this.#passes = 0;
    if (passes === 0) return null;
    const encoder = this.#device.createCommandEncoder();
    encoder.resolveQuerySet(this.#queries, 0, 2 * passes, this.#resolved, 0);
    encoder.copyBufferToBuffer(this.#resolved, 0, this.#read, 0, 16 * passes);
    this.#device.queue.submit([encoder.finish()]);
    await this.#read.mapAsync(GPUMapMode.READ, 0, 16 * passes);
    const times = new BigUint64Array(this.#read.getMappedRange(0, 16 * passes).slice(0));
    this.#read.unmap();
    return Number(times[2 * passes - 1]! - times[0]!) / 1e6;
  }
}
