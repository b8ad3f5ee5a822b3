import type { Device } from '../device/device';
import type { BindGroups } from '../device/bind-groups';
import type { FrameTimes } from '../device/gpu-timer';
import type { Step } from '../kernels/kernel-steps';
import type { Draw, SurfaceStep } from '../paints/paint-steps';
import type { ComputeShader, Pipelines, RenderShader } from '../device/pipelines';

/** The pipelines of one frame, compiled. */
export interface FramePipelines {
  compute(shader: ComputeShader): GPUComputePipeline;
  render(shader: RenderShader): GPURenderPipeline;
}

const CLEAR: GPUColor = { r: 0, g: 0, b: 0, a: 0 };

export interface Frame {
  readonly steps: readonly Step[];
  readonly paints: readonly SurfaceStep[];
  readonly arena: GPUBuffer;
  readonly maxima: GPUBuffer;
}

/**
 * Encodes a frame's steps and paints into one command buffer and submits it. While passes are timed, each kernel gets a
 * pass of its own.
 */
export function submitFrame(
  device: Device,
  pipelines: Pipelines,
  ready: FramePipelines,
  groups: BindGroups,
  frame: Frame,
  times: FrameTimes | null = null,
): void {
  const encoder = device.gpu.createCommandEncoder({ label: 'pika.gpu.frame' });
  encodeSteps(encoder, pipelines, ready, groups, frame, times);
  for (const surface of frame.paints) encodeSurface(encoder, pipelines, ready, groups, frame, surface, times);
  times?.resolve(encoder);
  device.gpu.queue.submit([encoder.finish()]);
  times?.submitted();
}

function encodeSteps(
  encoder: GPUCommandEncoder,
  pipelines: Pipelines,
  ready: FramePipelines,
  groups: BindGroups,
  { steps, arena }: Frame,
  times: FrameTimes | null,
): void {
  let pass: GPUComputePassEncoder | undefined;
  let timed: ComputeShader | undefined;
  for (const step of steps) {
    if (step.kind === 'clear') {
      pass?.end();
      pass = undefined;
      encoder.clearBuffer(step.buffer, step.fromBytes, step.sizeBytes);
      continue;
    }
    if (step.kind === 'copy') {
      pass?.end();
      pass = undefined;
      encoder.copyBufferToBuffer(step.from, step.fromBytes, step.to, 0, step.sizeBytes);
      continue;
    }
    if (times && timed !== step.shader) {
      pass?.end();
      pass = undefined;
      timed = step.shader;
    }
    pass ??= encoder.beginComputePass({ label: 'pika.gpu.kernels', ...times?.pass(step.shader.label) });
    const [result, ...inputs] = step.buffers;
    pass.setPipeline(ready.compute(step.shader));
    pass.setBindGroup(
      0,
      groups.get(pipelines.computeLayout(inputs.length), [
        { buffer: arena, sizeBytes: step.params.sizeBytes },
        { buffer: arena },
        { buffer: result! },
        ...inputs.map((buffer) => ({ buffer })),
      ]),
      [step.params.offsetBytes],
    );
    pass.dispatchWorkgroups(step.groups);
  }
  pass?.end();
}

/**
 * Clears one canvas and draws its paints in order, in one pass. Resizes the canvas here, because that clears it: the
 * frame is submitted in the same task.
 */
function encodeSurface(
  encoder: GPUCommandEncoder,
  pipelines: Pipelines,
  ready: FramePipelines,
  groups: BindGroups,
  { arena, maxima }: Frame,
  { surface, widthPx, heightPx, label, draws }: SurfaceStep,
  times: FrameTimes | null,
): void {
  const { canvas } = surface;
  if (canvas.width !== widthPx) canvas.width = widthPx;
  if (canvas.height !== heightPx) canvas.height = heightPx;
  const pass = encoder.beginRenderPass({
    label,
    ...times?.pass(label),
    colorAttachments: [
      { view: surface.context.getCurrentTexture().createView(), loadOp: 'clear', storeOp: 'store', clearValue: CLEAR },
    ],
  });
  let last: Draw | undefined;
  for (const draw of draws) {
    const { shader, clip, params, inputs, vertices, instances } = draw;
    if (shader !== last?.shader) pass.setPipeline(ready.render(shader));
    if (clip !== last?.clip) pass.setScissorRect(clip.x, clip.y, clip.width, clip.height);
    last = draw;
    pass.setBindGroup(
      0,
      groups.get(pipelines.paintLayout(inputs.length), [
        { buffer: arena, sizeBytes: params.sizeBytes },
        { buffer: arena },
        { buffer: maxima },
        ...inputs.map((buffer) => ({ buffer })),
      ]),
      [params.offsetBytes],
    );
    pass.draw(vertices, instances);
  }
  pass.end();
}

/** Moves a clear to the front if no earlier step writes to its buffer. Dispatches can then share one pass. */
export function clearsFirst(steps: readonly Step[]): Step[] {
  const written = new Set<GPUBuffer>();
  const early: Step[] = [];
  const rest: Step[] = [];
  for (const step of steps) {
    if (step.kind === 'clear' && !written.has(step.buffer)) early.push(step);
    else rest.push(step);
    written.add(step.kind === 'clear' ? step.buffer : step.kind === 'copy' ? step.to : step.buffers[0]!);
  }
  return [...early, ...rest];
}
