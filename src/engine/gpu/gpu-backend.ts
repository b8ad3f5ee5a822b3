import type { Column, ColumnId } from '../columns/column';
import { PAGE_ROWS } from '../columns/column';
import { PikaError } from '../errors';
import type { Memory } from '../memory/memory';
import type { Backend, Surface } from '../frame/backend';
import type { IndexId, KernelCall, Recording, SlotId, SurfaceId, ScanCall } from '../frame/recording';
import { paintsOf } from '../frame/surface-paint';
import { BindGroups } from './device/bind-groups';
import { BufferPool } from './columns/buffer-pool';
import { planCalls, type PlannedCall } from './kernels/batched-histograms';
import { Device } from './device/device';
import { outOfMemory, unsupported } from './device/failures';
import { FrameArena } from './frames/frame-arena';
import type { Profile } from '../profile/profile';
import { FrameCompiler } from './frames/frame-compiler';
import { clearsFirst, submitFrame, type Frame, type FramePipelines } from './frames/frame-encoder';
import { GpuTimer } from './device/gpu-timer';
import { planKernel, type KernelPlan } from './kernels/kernel-plan';
import { kernelSteps, type Step } from './kernels/kernel-steps';
import { PaintSteps } from './paints/paint-steps';
import { PipelineMemory } from './frames/pipeline-memory';
import { FIXED_BINDINGS, Pipelines } from './device/pipelines';
import { Readback } from './columns/readback';
import { ResidentColumns } from './columns/resident-columns';
import { Scratch } from './columns/scratch';
import type { ShapeStore } from './frames/shape-store';
import { canPresent } from './device/present-probe';
import { Slots } from './columns/slots';
import { Surfaces } from './device/surfaces';

export { probeAdapter, type AdapterProbe } from './device/adapter';
export { browserShapeStore } from './frames/shape-store';

export interface GpuBackendOptions {
  /** Rows in one GPU buffer at most; a multiple of 32. Tests make it small; otherwise the device's limits decide. */
  readonly bufferRows?: number;
  /** Columns one pass may read at most. Tests make it small; otherwise the device's limits decide. At least 2. */
  readonly maxInputs?: number;
  /** Told of GPU work that failed after its call had resolved; the next call rejects with the same error. */
  readonly onError?: (error: PikaError) => void;
  /** Where buffers are booked, and what is asked for room when the device has none. */
  readonly memory?: Memory;
  /** Handed the device before anything is made on it: a test's place to break it. */
  readonly prepareDevice?: (device: GPUDevice) => void;
  readonly profile?: Profile;
  /** Where it is kept between visits which pipelines were used; nowhere when left out. */
  readonly store?: ShapeStore | null;
}

/** A grid of cells over 100M rows takes 0.7 ms on a large device; a small one is some twenty times slower. */
const MOST_FRAME_ROWS = 50_000_000;
type PlannedKernels = readonly { readonly call: PlannedCall; readonly plan: KernelPlan }[];

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
  const device = await Device.open(options.onError);
  const shows = await canPresent(device);
  options.prepareDevice?.(device.gpu);
  const backend = new GpuBackend(device, shows, options);
  // At once: until its first rows are here the page has nothing better to do.
  void backend.recall();
  return backend;
}

class GpuBackend implements Backend {
  readonly kind = 'webgpu';
  readonly description: string;
  readonly capabilities = { index: false, frameRows: MOST_FRAME_ROWS };
  readonly shows: boolean;
  readonly memoryKind = 'gpu';
  readonly lost: Promise<string>;
  readonly #device: Device;
  readonly #memory: Memory | undefined;
  readonly #maxInputs: number;
  readonly #groups: BindGroups;
  readonly #pool: BufferPool;
  readonly #arena: FrameArena;
  readonly #pipelines: Pipelines;
  readonly #columns: ResidentColumns;
  readonly #slots: Slots;
  readonly #scratch: Scratch;
  readonly #surfaces: Surfaces;
  readonly #readback: Readback;
  readonly #compiler: FrameCompiler;
  readonly #timer: GpuTimer | null;
  readonly #profile: Profile | null;

  constructor(device: Device, shows: boolean, options: GpuBackendOptions) {
    const { gpu } = device;
    this.#device = device;
    this.shows = shows;
    this.#memory = options.memory;
    this.#memory?.setMaxBufferBytes(gpu.limits.maxBufferSize);
    this.description = device.description;
    this.lost = device.lost;
    this.#maxInputs = Math.min(
      options.maxInputs ?? MOST_INPUTS,
      gpu.limits.maxStorageBuffersPerShaderStage - OWN_STORAGE_BINDINGS,
    );
    this.#groups = new BindGroups(gpu);
    const forget = (buffer: GPUBuffer): void => this.#groups.forget(buffer);
    this.#pool = new BufferPool(gpu, forget, options.memory);
    this.#arena = new FrameArena(gpu, this.#pool, options.memory);
    this.#profile = options.profile ?? null;
    this.#pipelines = new Pipelines(device, this.#profile);
    const bufferRows = options.bufferRows ?? defaultBufferRows(gpu.limits);
    this.#columns = new ResidentColumns(device, this.#pool, bufferRows);
    this.#slots = new Slots(this.#pool, options.memory);
    this.#scratch = new Scratch(this.#pool, options.memory);
    this.#surfaces = new Surfaces(gpu);
    this.#readback = new Readback(device, options.memory);
    this.#timer = GpuTimer.on(device, this.#profile);
    this.#compiler = new FrameCompiler({
      pipelines: this.#pipelines,
      format: this.#surfaces.format,
      profile: this.#profile,
      memory: options.store
        ? new PipelineMemory({ store: options.store, adapter: device.description, profile: this.#profile })
        : null,
      plan: (kernels) => this.#plan(kernels).map(({ plan }) => plan),
    });
  }

  /** Compiles what earlier visits used. Never rejects. */
  recall(): Promise<void> {
    return this.#compiler.recall();
  }

  async load(column: Column, signal?: AbortSignal): Promise<void> {
    this.#device.assertLive();
    await this.#withRoom(() => this.#columns.load(column, signal), signal);
  }

  unload(id: ColumnId): void {
    this.#columns.unload(id);
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

  /**
   * Resolves when the queue has the work: pixels follow with the browser's next frame, reads wait for it by themselves.
   */
  async execute(recording: Recording): Promise<void> {
    this.#device.assertLive();
    const plans = this.#plan(recording.kernels);
    const ready = await this.#compiler.ready(
      recording,
      plans.map(({ plan }) => plan),
    );
    this.#device.assertLive();
    await this.#withRoom(() => this.#submit(recording, plans, ready));
  }

  async read(slot: SlotId): Promise<Uint32Array<ArrayBuffer>> {
    this.#device.assertLive();
    const { buffer, words } = this.#slots.get(slot);
    const copy = await this.#withRoom(() => this.#readback.read(buffer, words));
    this.#device.assertLive();
    return copy;
  }

  async readRowKeys(row: number, columns: readonly ColumnId[]): Promise<readonly Uint32Array<ArrayBuffer>[]> {
    this.#device.assertLive();
    return Promise.all(
      columns.map((id) => {
        const { buffer, firstWord, words } = this.#columns.keyOf(id, row);
        return this.#withRoom(() => this.#readback.read(buffer, words, firstWord));
      }),
    );
  }

  fill(id: SlotId, words: Uint32Array<ArrayBuffer>): void {
    this.#device.assertLive();
    const { buffer } = this.#slots.ensure(id, words.length);
    if (words.length > 0) this.#device.gpu.queue.writeBuffer(buffer, 0, words);
  }

  dispose(): void {
    this.#surfaces.clear();
    this.#readback.dispose();
    this.#timer?.dispose();
    this.#columns.clear();
    this.#slots.clear();
    this.#scratch.clear();
    this.#arena.dispose();
    this.#pool.dispose();
    this.#device.dispose();
  }

  #plan(kernels: readonly KernelCall[]): PlannedKernels {
    return planCalls(kernels.map(plannable), this.#maxInputs).map((call) => ({
      call,
      plan: planKernel(call, this.#maxInputs),
    }));
  }

  /** Once more, after letting go of all that nobody uses, when the device has no memory left. */
  async #withRoom<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    try {
      return await work();
    } catch (thrown) {
      if (!(thrown instanceof PikaError) || thrown.code !== 'gpu/out-of-memory' || signal?.aborted) throw thrown;
      this.#pool.trim();
      this.#memory?.trim('gpu');
      return work();
    }
  }

  /**
   * A frame that needs no new buffer, which is nearly every one, is submitted without waiting. Others are prepared anew
   * once the device has told of the buffers: a canvas may have another size by then.
   */
  async #submit(recording: Recording, plans: PlannedKernels, ready: FramePipelines): Promise<void> {
    const ended = this.#profile?.begin('gpu', 'encode and submit');
    try {
      while (!this.#submitNow(recording, plans, ready)) {
        const missing = await this.#pool.missingBytes();
        if (missing > 0) throw this.#noRoom(missing);
        this.#device.assertLive();
      }
    } finally {
      ended?.();
    }
  }

  /**
   * False when it made buffers for the frame: nobody knows yet whether there is memory behind them. They are there next
   * time.
   */
  #submitNow(recording: Recording, plans: PlannedKernels, ready: FramePipelines): boolean {
    this.#pool.hold();
    try {
      const frame = this.#prepare(recording, plans);
      if (this.#pool.hasMade) return false;
      submitFrame(
        this.#device,
        this.#pipelines,
        ready,
        this.#groups,
        { ...frame, arena: this.#arena.upload() },
        this.#timer?.frame() ?? null,
      );
      this.#profile?.count('dispatches', frame.steps.filter(({ kind }) => kind === 'dispatch').length);
      return true;
    } finally {
      // Before any wait, too: a slot whose size changes within the frame finds the buffers of its earlier sizes again.
      this.#pool.settle();
    }
  }

  /** The frame's steps, all numbers in the arena, all buffers taken. */
  #prepare(recording: Recording, plans: PlannedKernels): Omit<Frame, 'arena'> {
    const steps: Step[] = [];
    this.#arena.begin();
    const context = { arena: this.#arena, columns: this.#columns, slots: this.#slots, scratch: this.#scratch };
    const maxima = this.#scratch.get('maxima', paintsOf(recording.paints).length * 4);
    for (const { call, plan } of plans) steps.push(...kernelSteps(call, plan, context));
    const paints = new PaintSteps({ arena: this.#arena, slots: this.#slots, surfaces: this.#surfaces, maxima });
    for (const paint of recording.paints) paints.add(paint);
    this.#arena.prepare();
    return { steps: clearsFirst([...steps, ...paints.compute]), paints: paints.surfaces, maxima };
  }

  #noRoom(sizeBytes: number): PikaError {
    this.#slots.dropEmpty();
    this.#scratch.dropEmpty();
    return outOfMemory('the counts and tables of a frame', sizeBytes);
  }
}

/** Throws plan/unsupported for kernels only a backend with an index has. */
function plannable(call: KernelCall): ScanCall {
  if (call.kernel === 'index' || call.kernel === 'slice') throw unsupported(call.kernel);
  return call;
}

function defaultBufferRows({ maxBufferSize, maxStorageBufferBindingSize }: GPUSupportedLimits): number {
  const mostBytes = Math.min(maxBufferSize, maxStorageBufferBindingSize);
  const pages = Math.floor(mostBytes / (WIDEST_ROW_BYTES * PAGE_ROWS));
  return Math.min(MOST_BUFFER_ROWS, pages * PAGE_ROWS);
}
