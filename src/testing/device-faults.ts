import type { FaultPoint } from './fault-point';

/** The faults of a {@link GPUDevice}, counted over all devices of one {@link Faults}. */
export interface DeviceFaults {
  readonly allocations: FaultPoint;
  readonly submits: FaultPoint;
  readonly mapDelayMs: number;
  /** Called with the change in bytes of live buffers. */
  readonly onGrown: (bytes: number) => void;
}

/**
 * Overrides one device's own methods to inject faults; the platform's prototypes stay untouched. A failed allocation
 * behaves as in the API: the buffer exists but is invalid, and the innermost error scope that filters for out-of-memory
 * gets the error.
 */
export function breakDevice(device: GPUDevice, { allocations, submits, mapDelayMs, onGrown }: DeviceFaults): void {
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
    if (allocations.occurs()) {
      const scope = scopes.findLast(({ filter }) => filter === 'out-of-memory');
      if (scope) scope.error ??= new GPUOutOfMemoryError(`simulated: allocation ${allocations.times}`);
      return invalidBuffer(descriptor);
    }
    const buffer = create(descriptor);
    onGrown(buffer.size);
    const destroy = buffer.destroy.bind(buffer);
    let live = true;
    buffer.destroy = () => {
      if (live) onGrown(-buffer.size);
      live = false;
      destroy();
    };
    if (mapDelayMs > 0 && descriptor.usage & GPUBufferUsage.MAP_READ) delayMap(buffer, mapDelayMs);
    return buffer;
  };
  device.queue.submit = (commands) => {
    if (submits.occurs()) device.destroy();
    submit(commands);
  };

  /** The size is kept because callers account for it. The usage, which no device allows, makes the buffer invalid. */
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
