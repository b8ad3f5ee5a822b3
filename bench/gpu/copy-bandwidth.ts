/** Bytes that a device reads and writes per second when a kernel copies a buffer: the upper bound for any kernel. */
export async function copyBandwidth(gpu: GPU, wantedBytes = 2 ** 30, copies = 100): Promise<number> {
  const adapter =
    (await gpu.requestAdapter({ powerPreference: 'high-performance' })) ??
    (await gpu.requestAdapter({ featureLevel: 'compatibility' }));
  if (!adapter) throw new Error('no WebGPU adapter');
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  const device = await adapter.requestDevice({ requiredLimits: { maxBufferSize, maxStorageBufferBindingSize } });
  const module = device.createShaderModule({ code: COPY });
  const pipeline = device.createComputePipeline({ layout: 'auto', compute: { module } });
  const [size, buffers] = await twoBuffers(device, Math.min(wantedBytes, maxBufferSize, maxStorageBufferBindingSize));
  const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
  const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
  const run = async (count: number): Promise<number> => {
    const start = performance.now();
    const encoder = device.createCommandEncoder();
    for (let i = 0; i < count; i++) {
      const pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(GROUPS);
      pass.end();
    }
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
    return (performance.now() - start) / 1000;
  };
  await run(copies);
  // The difference of two lengths cancels the cost of submitting and waiting.
  const seconds = (await run(2 * copies)) - (await run(copies));
  device.destroy();
  return (2 * size * copies) / seconds;
}

/** The largest two equal buffers that fit in memory. */
async function twoBuffers(device: GPUDevice, sizeBytes: number): Promise<[number, GPUBuffer[]]> {
  device.pushErrorScope('out-of-memory');
  const buffers = [0, 1].map(() => device.createBuffer({ size: sizeBytes, usage: GPUBufferUsage.STORAGE }));
  if (!(await device.popErrorScope())) return [sizeBytes, buffers];
  for (const buffer of buffers) buffer.destroy();
  return twoBuffers(device, sizeBytes / 2);
}

const GROUPS = 8192;
const COPY = `
@group(0) @binding(0) var<storage, read> from_here: array<vec4u>;
@group(0) @binding(1) var<storage, read_write> to_there: array<vec4u>;
@compute @workgroup_size(256)
fn copy(@builtin(global_invocation_id) id: vec3u) {
  let count = arrayLength(&from_here);
  for (var i = id.x; i < count; i += ${256 * GROUPS}u) { to_there[i] = from_here[i]; }
}`;
