import type { FaultPoint } from './fault-point';

/** What a {@link GPUDevice} is made to do; counted over all devices of one {@link Faults}. */
export interface DeviceFaults {
  readonly allocations: FaultPoint;
  readonly submits: FaultPoint;
  readonly mapDelayMs: number;
  /** Told by how many bytes the buffers alive grow, or shrink. */
  readonly grown: (bytes: number) => void;
}

/**
 * Puts faults over one device's own methods; the platform's prototypes stay as they are. A failed allocation is what
 * the API makes of one: a buffer that exists and is invalid, and an out-of-memory error in the innermost scope that
 * asks for it.
 */
export function breakDevice(device: GPUDevice, { allocations, submits, mapDelayMs, grown }: DeviceFaults): void {
  const scopes: { readonly filter: GPUErrorFilter; error: GPUError | null }[] = [];
  const push = device.pushErrorScope.bind(device);
  const pop = device.popErrorScope.bind(device);
  const create = device.createBuffer.bind(device);
  const submit = device.queue.submit.bind(device.queue);

  device.pushErrorScope = (filter) => {
    scopes.push({ filter, error: null });
    push(filter);
  };
  device.popErrorScope = async () => {
    const scope = scopes.pop();
    const error = await pop();
    return scope?.error ?? error;
  };
  device.createBuffer = (descriptor) => {
    if (allocations.strikes()) {
      const scope = scopes.findLast(({ filter }) => filter === 'out-of-memory');
      if (scope) scope.error ??= new GPUOutOfMemoryError(`simulated: allocation ${allocations.times}`);
      return invalidBuffer(descriptor);
    }
    const buffer = create(descriptor);
    grown(buffer.size);
    const destroy = buffer.destroy.bind(buffer);
    let live = true;
    buffer.destroy = () => {
      if (live) grown(-buffer.size);
      live = false;
      destroy();
    };
    if (mapDelayMs > 0 && descriptor.usage & GPUBufferUsage.MAP_READ) delayMap(buffer, mapDelayMs);
    return buffer;
  };
  device.queue.submit = (commands) => {
    if (submits.strikes()) device.destroy();
    submit(commands);
  };

  /**
   * The size is kept, for it is what the taker counts by; that it is invalid the device finds out by its usage, which
   * fits nothing.
   */
  function invalidBuffer(descriptor: GPUBufferDescriptor): GPUBuffer {
    push('validation');
    const buffer = create({ ...descriptor, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.MAP_WRITE });
    void pop();
    return buffer;
  }
}

function delayMap(buffer: GPUBuffer, delayMs: number): void {
  const map = buffer.mapAsync.bind(buffer);
  buffer.mapAsync = async (...wanted) => {
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    await map(...wanted);
  };
}
