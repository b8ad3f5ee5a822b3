/** What a {@link GPUDevice} is made to do. Numbers count from 1, over all devices of one {@link Faults}. */
export interface DeviceFaults {
  readonly failAllocations: ReadonlySet<number>;
  readonly loseAtSubmits: ReadonlySet<number>;
  readonly mapDelayMs: number;
}

/** How far the devices have come. */
export interface DeviceCounts {
  allocations: number;
  submits: number;
  liveBytes: number;
}

/**
 * Puts faults over one device's own methods; the platform's prototypes stay as they are. A failed allocation is what the API makes of
 * one: a buffer that exists and is invalid, and an out-of-memory error in the innermost scope that asks for it.
 */
export function breakDevice(device: GPUDevice, faults: DeviceFaults, counts: DeviceCounts): void {
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
    if (faults.failAllocations.has(++counts.allocations)) {
      const scope = scopes.findLast(({ filter }) => filter === 'out-of-memory');
      if (scope) scope.error ??= new GPUOutOfMemoryError(`simulated: allocation ${counts.allocations}`);
      return invalidBuffer(descriptor);
    }
    const buffer = create(descriptor);
    counts.liveBytes += buffer.size;
    const destroy = buffer.destroy.bind(buffer);
    let live = true;
    buffer.destroy = () => {
      if (live) counts.liveBytes -= buffer.size;
      live = false;
      destroy();
    };
    if (faults.mapDelayMs > 0 && descriptor.usage & GPUBufferUsage.MAP_READ) delayMap(buffer, faults.mapDelayMs);
    return buffer;
  };
  device.queue.submit = (commands) => {
    if (faults.loseAtSubmits.has(++counts.submits)) device.destroy();
    submit(commands);
  };

  /** The size is kept, for it is what the taker counts by; that it is invalid the device finds out by its usage, which fits nothing. */
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
