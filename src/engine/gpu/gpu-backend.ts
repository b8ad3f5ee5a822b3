import type { BitColumn, BitsId, Column, ColumnId } from '../columns/column';
import { PAGE_ROWS } from '../columns/column';
import type { PikaError } from '../errors';
import type { Backend, Surface } from '../frame/backend';
import type { IndexId, KernelCall, Recording, SlotId, SurfaceId } from '../frame/recording';
import { BindGroups } from './bind-groups';
import { BufferPool } from './buffer-pool';
import { joinCalls } from './common-calls';
import { Device } from './device';
import { unsupported } from './failures';
import { FrameArena } from './frame-arena';
import { clearsFirst, submitFrame, type FramePipelines } from './frame-encoder';
import { planKernel, type KernelPlan, type PlannedCall, type SingleCall } from './kernel-plan';
import { EXTENT_MERGE, kernelSteps, type Step } from './kernel-steps';
import { MAX, paintShader, paintSteps, type PaintStep } from './paint-steps';
import { FIXED_BINDINGS, Pipelines, type ComputeShader, type RenderShader } from './pipelines';
import { Readback } from './readback';
import { ResidentBits } from './resident-bits';
import { ResidentColumns } from './resident-columns';
import { Scratch } from './scratch';
import { Slots } from './slots';
import { Surfaces } from './surfaces';

export { probeAdapter, type AdapterProbe } from './adapter';

export interface GpuBackendOptions {
  /** Rows in one GPU buffer at most; a multiple of 32. Tests make it small; otherwise the device's limits decide. */
  readonly bufferRows?: number;
  /** Columns one pass may read at most. Tests make it small; otherwise the device's limits decide. At least 2. */
  readonly maxInputs?: number;
  /** Told of GPU work that failed after its call had resolved; the next call rejects with the same error. */
  readonly onError?: (error: PikaError) => void;
}

/** Rows one dispatch reads at most: short enough for any system's watchdog. */
const MOST_BUFFER_ROWS = 2 ** 26;
const WIDEST_ROW_BYTES = 8;
/** The result and the arena also take storage bindings. */
const OWN_STORAGE_BINDINGS = FIXED_BINDINGS - 1;
/** More inputs than this in one pass gain nothing. */
const MOST_INPUTS = 16;

/**
 * The WebGPU backend. Its device is asked for here and lives until {@link Backend.dispose} or loss.
 * Rejects with gpu/unavailable and the reason.
 */
export async function createGpuBackend(options: GpuBackendOptions = {}): Promise<Backend> {
  return new GpuBackend(await Device.open(options.onError), options);
}

class GpuBackend implements Backend {
  readonly kind = 'webgpu';
  readonly description: string;
  readonly capabilities = { index: false };
  readonly lost: Promise<string>;
  readonly #device: Device;
  readonly #maxInputs: number;
  readonly #groups: BindGroups;
  readonly #pool: BufferPool;
  readonly #arena: FrameArena;
  readonly #pipelines: Pipelines;
  readonly #columns: ResidentColumns;
  readonly #bits: ResidentBits;
  readonly #slots: Slots;
  readonly #scratch: Scratch;
  readonly #surfaces: Surfaces;
  readonly #readback: Readback;
  /** Compiled pipelines, so that a frame whose shaders are known is encoded without waiting. */
  readonly #compiled = new Map<ComputeShader | string, GPUComputePipeline | GPURenderPipeline>();

  constructor(device: Device, options: GpuBackendOptions) {
    const { gpu } = device;
    this.#device = device;
    this.description = device.description;
    this.lost = device.lost;
    this.#maxInputs = Math.min(options.maxInputs ?? MOST_INPUTS, gpu.limits.maxStorageBuffersPerShaderStage - OWN_STORAGE_BINDINGS);
    this.#groups = new BindGroups(gpu);
    const forget = (buffer: GPUBuffer): void => this.#groups.forget(buffer);
    this.#pool = new BufferPool(gpu, forget);
    this.#arena = new FrameArena(gpu, forget);
    this.#pipelines = new Pipelines(device);
    const bufferRows = options.bufferRows ?? defaultBufferRows(gpu.limits);
    this.#columns = new ResidentColumns(device, this.#pool, bufferRows);
    this.#bits = new ResidentBits(device, this.#pool, bufferRows);
    this.#slots = new Slots(this.#pool);
    this.#scratch = new Scratch(this.#pool);
    this.#surfaces = new Surfaces(gpu);
    this.#readback = new Readback(device);
  }

  async load(column: Column): Promise<void> {
    this.#device.assertLive();
    await this.#columns.load(column);
  }

  async loadBits(bits: BitColumn): Promise<void> {
    this.#device.assertLive();
    await this.#bits.load(bits);
  }

  unload(id: ColumnId | BitsId): void {
    this.#columns.unload(id as ColumnId);
    this.#bits.unload(id as BitsId);
  }

  drop(ids: readonly (SlotId | IndexId)[]): void {
    for (const id of ids) this.#slots.drop(id as SlotId);
  }

  attach(id: SurfaceId, canvas: Surface): void {
    this.#device.assertLive();
    this.#surfaces.attach(id, canvas);
  }

  resize(id: SurfaceId, widthPx: number, heightPx: number): void {
    this.#surfaces.resize(id, widthPx, heightPx);
  }

  detach(id: SurfaceId): void {
    this.#surfaces.detach(id);
  }

  /** Resolves when the queue has the work: pixels follow with the browser's next frame, reads wait for it by themselves. */
  async execute(recording: Recording): Promise<void> {
    this.#device.assertLive();
    const calls = joinCalls(recording.kernels.map(plannable), this.#maxInputs);
    const plans = calls.map((call) => ({ call, plan: planKernel(call, this.#maxInputs) }));
    const ready = await this.#ready(recording, plans.map(({ plan }) => plan));
    this.#device.assertLive();
    this.#submit(recording, plans, ready);
  }

  async read(slot: SlotId): Promise<Uint32Array<ArrayBuffer>> {
    this.#device.assertLive();
    const { buffer, words } = this.#slots.get(slot);
    const copy = await this.#readback.read(buffer, words);
    this.#device.assertLive();
    return copy;
  }

  dispose(): void {
    this.#surfaces.clear();
    this.#readback.dispose();
    this.#columns.clear();
    this.#bits.clear();
    this.#slots.clear();
    this.#scratch.clear();
    this.#pool.trim();
    this.#device.dispose();
  }

  #submit(recording: Recording, plans: readonly { call: PlannedCall; plan: KernelPlan }[], ready: FramePipelines): void {
    const steps: Step[] = [];
    const paints: PaintStep[] = [];
    this.#pool.hold();
    try {
      this.#arena.begin();
      const maxima = this.#scratch.get('maxima', recording.paints.length * 4);
      const context = { arena: this.#arena, columns: this.#columns, bits: this.#bits, slots: this.#slots, scratch: this.#scratch };
      for (const { call, plan } of plans) steps.push(...kernelSteps(call, plan, context));
      if (recording.paints.some(({ paint }) => paint === 'cells')) steps.push({ kind: 'clear', buffer: maxima });
      recording.paints.forEach((paint, nth) => {
        const made = paintSteps(paint, nth, { arena: this.#arena, slots: this.#slots, surfaces: this.#surfaces, maxima });
        if (!made) return;
        steps.push(...made.compute);
        paints.push(made.step);
      });
      const arena = this.#arena.upload();
      submitFrame(this.#device, this.#pipelines, ready, this.#groups, { steps: clearsFirst(steps), paints, arena, maxima });
    } finally {
      this.#pool.settle();
    }
  }

  /** The frame's pipelines; waits only for those never compiled. */
  async #ready(recording: Recording, plans: readonly KernelPlan[]): Promise<FramePipelines> {
    const compute = new Set(plans.flatMap(({ filters, main }) => [...filters, main].map(({ shader }) => shader)));
    if (recording.kernels.some(({ kernel }) => kernel === 'extent')) compute.add(EXTENT_MERGE);
    const paints = new Set(recording.paints.map(({ paint }) => paint));
    if (paints.has('cells')) compute.add(MAX);
    const render = [...paints].map((paint) => paintShader(paint, this.#surfaces.format));
    const compiled = this.#compiled;
    await Promise.all([
      ...[...compute].filter((shader) => !compiled.has(shader)).map(async (shader) => {
        compiled.set(shader, await this.#pipelines.compute(shader));
      }),
      ...render.filter(({ label }) => !compiled.has(label)).map(async (shader) => {
        compiled.set(shader.label, await this.#pipelines.render(shader));
      }),
    ]);
    return {
      compute: (shader: ComputeShader) => compiled.get(shader) as GPUComputePipeline,
      render: (shader: RenderShader) => compiled.get(shader.label) as GPURenderPipeline,
    };
  }
}

/** Throws plan/unsupported for kernels only a backend with an index has. */
function plannable(call: KernelCall): SingleCall {
  if (call.kernel === 'index' || call.kernel === 'slice') throw unsupported(call.kernel);
  return call;
}

function defaultBufferRows({ maxBufferSize, maxStorageBufferBindingSize }: GPUSupportedLimits): number {
  const mostBytes = Math.min(maxBufferSize, maxStorageBufferBindingSize);
  const pages = Math.floor(mostBytes / (WIDEST_ROW_BYTES * PAGE_ROWS));
  return Math.min(MOST_BUFFER_ROWS, pages * PAGE_ROWS);
}
