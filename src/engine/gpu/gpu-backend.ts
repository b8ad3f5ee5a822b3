import type { Column, ColumnId } from '../columns/column';
import { PAGE_ROWS } from '../columns/column';
import { PikaError } from '../errors';
import type { Memory } from '../memory/memory';
import type { Backend, Capabilities, Surface } from '../frame/backend';
import type { IndexId, KernelCall, Recording, SlotId, SurfaceId, ScanCall } from '../frame/recording';
import { paintsOf } from '../frame/surface-paint';
import { BrushIndexes } from './brush-index/brush-indexes';
import { BindGroups } from './device/bind-groups';
import { BufferPool } from './columns/buffer-pool';
import { planCalls, type PlannedCall } from './kernels/batched-histograms';
import { Device } from './device/device';
import { outOfMemory } from './device/failures';
import { FrameArena } from './frames/frame-arena';
import type { Profile } from '../profile/profile';
import { FrameCompiler } from './frames/frame-compiler';
import { clearsFirst, submitFrame, type Frame, type FramePipelines } from './frames/frame-encoder';
import { GpuTimer } from './device/gpu-timer';
import { planKernel, type KernelPlan } from './kernels/kernel-plan';
import { kernelSteps, type Step } from './kernels/kernel-steps';
import { ImageUploads } from './paints/image-uploads';
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

export { browserShapeStore } from './frames/shape-store';

export interface GpuBackendOptions {
  /**
   * Upper bound of rows in one GPU buffer, a multiple of 32. Set small by tests; by default the device's limits decide.
   */
  readonly bufferRows?: number;
  /**
   * Upper bound of columns that one pass reads, at least 2. Set small by tests; by default the device's limits decide.
   */
  readonly maxInputs?: number;
  /** Called when GPU work fails after its call has resolved. The next call rejects with the same error. */
  readonly onError?: (error: PikaError) => void;
  /** The memory ledger: buffers are tracked in it, and it is trimmed when the device runs out of memory. */
  readonly memory?: Memory;
  /** Called with the device before any other use. Lets a test break it. */
  readonly prepareDevice?: (device: GPUDevice) => void;
  readonly profile?: Profile;
  /** Fewest rows that a moving brush indexes. Set to 0 by tests. */
  readonly indexRows?: number;
  /** Keeps between visits which pipelines were used. Without a store nothing is kept. */
  readonly store?: ShapeStore | null;
}

/**
 * Counting a grid of cells over 100M rows takes 0.7 ms on a large device, and about twenty times as long on a small
 * one.
 */
const MAX_FRAME_ROWS = 50_000_000;

/** A scan of fewer rows takes less than a page's round trip to the GPU: 10M rows take 0.1 ms on an H200. */
const INDEX_ROWS = 4_000_000;
type ScanRecording = Recording & { readonly kernels: readonly ScanCall[] };
type PlannedKernels = readonly { readonly call: PlannedCall; readonly plan: KernelPlan }[];

/** Upper bound of rows that one dispatch reads: short enough for the watchdog of any system. */
const MAX_BUFFER_ROWS = 2 ** 27;
const WIDEST_ROW_BYTES = 8;
/** The result and the arena need storage bindings too. */
const OWN_STORAGE_BINDINGS = FIXED_BINDINGS - 1;
/** A pass gains nothing from more inputs than this. */
const MAX_INPUTS = 16;

/**
 * Requests a device and creates the WebGPU backend. The device lives until {@link Backend.dispose} or its loss. Rejects
 * with gpu/unavailable and the reason.
 */
export async function createGpuBackend(options: GpuBackendOptions = {}): Promise<Backend> {
  const device = await Device.open(options.onError);
  const shows = await canPresent(device);
  options.prepareDevice?.(device.gpu);
  const backend = new GpuBackend(device, shows, options);
  // Start now: the page is idle until its first rows arrive.
  void backend.recall();
  return backend;
}

class GpuBackend implements Backend {
  readonly kind = 'webgpu';
  readonly description: string;
  readonly capabilities: Capabilities;
  readonly canPresent: boolean;
  readonly memoryKind = 'gpu';
  readonly lost: Promise<string>;
  readonly #device: Device;
  readonly #memory: Memory | undefined;
  readonly #maxInputs: number;
  readonly #maxImageWords: number;
  readonly #images: ImageUploads;
  readonly #groups: BindGroups;
  readonly #pool: BufferPool;
  readonly #arena: FrameArena;
  readonly #pipelines: Pipelines;
  readonly #columns: ResidentColumns;
  readonly #slots: Slots;
  /** The words of slots that hold a slice of an index: reading them needs no copy from the GPU. */
  readonly #sliced = new Map<SlotId, Uint32Array<ArrayBuffer>>();
  readonly #indexes: BrushIndexes;
  readonly #scratch: Scratch;
  readonly #surfaces: Surfaces;
  readonly #readback: Readback;
  readonly #compiler: FrameCompiler;
  readonly #timer: GpuTimer | null;
  readonly #profile: Profile | null;

  constructor(device: Device, shows: boolean, options: GpuBackendOptions) {
    const { gpu } = device;
    this.#device = device;
    this.canPresent = shows;
    this.#memory = options.memory;
    this.#memory?.setMaxBufferBytes(gpu.limits.maxBufferSize);
    this.description = device.description;
    this.lost = device.lost;
    this.#maxInputs = Math.min(
      options.maxInputs ?? MAX_INPUTS,
      gpu.limits.maxStorageBuffersPerShaderStage - OWN_STORAGE_BINDINGS,
    );
    // A power of two, as the sizes of image buffers are.
    this.#maxImageWords = 2 ** Math.floor(Math.log2(mostBufferBytes(gpu.limits))) / 4;
    this.#images = new ImageUploads(gpu, options.memory);
    this.#groups = new BindGroups(gpu);
    const forget = (buffer: GPUBuffer): void => this.#groups.forget(buffer);
    this.#pool = new BufferPool(gpu, forget, options.memory);
    this.#arena = new FrameArena(gpu, this.#pool, options.memory);
    this.#profile = options.profile ?? null;
    this.#pipelines = new Pipelines(device, this.#profile);
    const bufferRows = options.bufferRows ?? defaultBufferRows(gpu.limits);
    this.#columns = new ResidentColumns(device, this.#pool, bufferRows);
    this.#slots = new Slots(this.#pool, options.memory);
    this.#indexes = new BrushIndexes({
      count: (calls) => this.#run({ kernels: calls, paints: [] }),
      read: (slot) => this.read(slot),
      drop: (slots) => this.drop(slots),
      rowsOf: (column) => this.#columns.get(column).rows,
      encodingOf: (column) => this.#columns.get(column).encoding,
      memory: options.memory,
      fewestRows: options.indexRows ?? INDEX_ROWS,
    });
    this.capabilities = {
      prefersIndex: (active, view) => this.#indexes.prefers(active, view),
      frameRows: MAX_FRAME_ROWS,
    };
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
      plan: (kernels) => this.#plan(kernels.filter(isScan)).map(({ plan }) => plan),
    });
  }

  /** Compiles the pipelines that earlier visits used. Never rejects. */
  recall(): Promise<void> {
    return this.#compiler.recall();
  }

  prepare(): void {
    // Its device was requested when it was created.
  }

  async load(column: Column, signal?: AbortSignal): Promise<void> {
    this.#device.assertLive();
    await this.#retryAfterTrim(() => this.#columns.load(column, signal), signal);
  }

  unload(id: ColumnId): void {
    this.#columns.unload(id);
  }

  drop(ids: readonly (SlotId | IndexId)[]): void {
    for (const id of ids) {
      this.#indexes.drop(id as IndexId);
      this.#sliced.delete(id as SlotId);
      this.#slots.drop(id as SlotId);
    }
  }

  attach(id: SurfaceId, canvas: Surface): void {
    this.#device.assertLive();
    this.#surfaces.attach(id, canvas);
  }

  detach(id: SurfaceId): void {
    this.#surfaces.detach(id);
  }

  /**
   * Resolves once the work is in the queue. The pixels appear with the browser's next frame; reads wait for the work.
   */
  async execute({ kernels, paints }: Recording): Promise<void> {
    this.#device.assertLive();
    for (const call of kernels) if (call.kernel === 'index') await this.#indexes.build(call);
    for (const call of kernels)
      if (call.kernel === 'slice')
        for (const { out, words } of await this.#indexes.slice(call)) {
          this.fill(out, words);
          this.#sliced.set(out, words);
        }
    await this.#run({ kernels: kernels.filter(isScan), paints });
  }

  async read(slot: SlotId): Promise<Uint32Array<ArrayBuffer>> {
    this.#device.assertLive();
    const sliced = this.#sliced.get(slot);
    if (sliced) return sliced.slice();
    const { buffer, words } = this.#slots.get(slot);
    const copy = await this.#retryAfterTrim(() => this.#readback.read(buffer, words));
    this.#device.assertLive();
    return copy;
  }

  async readKeys(column: ColumnId, rows: Uint32Array<ArrayBuffer>): Promise<Uint32Array<ArrayBuffer>> {
    this.#device.assertLive();
    const keys = await this.#retryAfterTrim(() =>
      this.#readback.readParts(rows.length * this.#columns.wordsPerKey(column), () =>
        Array.from(rows, (row) => this.#columns.keyOf(column, row)),
      ),
    );
    this.#device.assertLive();
    return keys;
  }

  fill(id: SlotId, words: Uint32Array<ArrayBuffer>): void {
    this.#device.assertLive();
    const { buffer } = this.#slots.ensure(id, words.length);
    if (words.length > 0) this.#device.gpu.queue.writeBuffer(buffer, 0, words);
    this.#sliced.delete(id);
  }

  dispose(): void {
    this.#surfaces.clear();
    this.#readback.dispose();
    this.#timer?.dispose();
    this.#columns.clear();
    this.#slots.clear();
    this.#sliced.clear();
    this.#indexes.clear();
    this.#scratch.clear();
    this.#arena.dispose();
    this.#images.dispose();
    this.#pool.dispose();
    this.#device.dispose();
  }

  async #run({ kernels, paints }: ScanRecording): Promise<void> {
    const plans = this.#plan(kernels);
    const recording = { kernels, paints };
    const ready = await this.#compiler.ready(
      recording,
      plans.map(({ plan }) => plan),
    );
    this.#device.assertLive();
    for (const { out } of kernels) this.#sliced.delete(out);
    await this.#retryAfterTrim(() => this.#submit(recording, plans, ready));
  }

  #plan(kernels: readonly ScanCall[]): PlannedKernels {
    return planCalls(kernels, this.#maxInputs).map((call) => ({ call, plan: planKernel(call, this.#maxInputs) }));
  }

  /** When the device is out of memory, frees everything unused and runs `work` once more. */
  async #retryAfterTrim<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
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
   * Nearly every frame needs no new buffer and is submitted without waiting. Otherwise waits until the device confirms
   * the new buffers and prepares the frame again: a canvas may have been detached during the wait.
   */
  async #submit(recording: Recording, plans: PlannedKernels, ready: FramePipelines): Promise<void> {
    const ended = this.#profile?.begin('gpu', 'encode and submit');
    try {
      while (!this.#submitNow(recording, plans, ready)) {
        const missing = await this.#pool.missingBytes();
        if (missing > 0) throw this.#outOfFrameMemory(missing);
        this.#device.assertLive();
      }
    } finally {
      ended?.();
    }
  }

  /**
   * Returns false without submitting if the frame needed new buffers: the device has not yet confirmed their memory.
   * The next attempt finds them in place.
   */
  #submitNow(recording: Recording, plans: PlannedKernels, ready: FramePipelines): boolean {
    this.#pool.beginFrame();
    try {
      const frame = this.#prepare(recording, plans);
      if (this.#pool.hasMade) return false;
      this.#images.upload(frame.paints);
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
      // Settle before any wait: a slot whose size changes within the frame can then reuse buffers of its earlier sizes.
      this.#pool.endFrame();
    }
  }

  /** The frame's steps; writes all numbers to the arena and takes all buffers. */
  #prepare(recording: Recording, plans: PlannedKernels): Omit<Frame, 'arena'> {
    const steps: Step[] = [];
    this.#arena.begin();
    const context = { arena: this.#arena, columns: this.#columns, slots: this.#slots, scratch: this.#scratch };
    const maxima = this.#scratch.get('maxima', paintsOf(recording.paints).length * 4);
    for (const { call, plan } of plans) steps.push(...kernelSteps(call, plan, context));
    const paints = new PaintSteps({
      arena: this.#arena,
      slots: this.#slots,
      surfaces: this.#surfaces,
      maxima,
      pool: this.#pool,
      maxImageWords: this.#maxImageWords,
    });
    for (const paint of recording.paints) paints.add(paint);
    this.#arena.prepare();
    return { steps: clearsFirst([...steps, ...paints.compute]), paints: paints.surfaces, maxima };
  }

  #outOfFrameMemory(sizeBytes: number): PikaError {
    this.#slots.dropEmpty();
    this.#scratch.dropEmpty();
    return outOfMemory('the counts and tables of a frame', sizeBytes);
  }
}

function isScan(call: KernelCall): call is ScanCall {
  return call.kernel !== 'index' && call.kernel !== 'slice';
}

/** The largest buffer that a shader can read. */
function mostBufferBytes({ maxBufferSize, maxStorageBufferBindingSize }: GPUSupportedLimits): number {
  return Math.min(maxBufferSize, maxStorageBufferBindingSize);
}

function defaultBufferRows(limits: GPUSupportedLimits): number {
  const pages = Math.floor(mostBufferBytes(limits) / (WIDEST_ROW_BYTES * PAGE_ROWS));
  return Math.min(MAX_BUFFER_ROWS, pages * PAGE_ROWS);
}
