import { throwIfAborted } from '../abort';
import { startWorker as startPageWorker, type WorkerFile } from '../browser/workers';
import {
  laneOf,
  PAGE_ROWS,
  wordsPerKey,
  type Column,
  type ColumnId,
  type Encoding,
  type Page,
} from '../columns/column';
import { mergeSlots } from '../aggregates/slot-layout';
import { PikaError } from '../errors';
import type { Backend, Capabilities, Surface } from '../frame/backend';
import type {
  IndexCall,
  IndexedView,
  IndexId,
  KernelCall,
  Recording,
  SliceCall,
  SlotId,
  SurfaceId,
  ScanCall,
} from '../frame/recording';
import type { Profile } from '../profile/profile';
import { addCounts, mergeRows } from './kernels/listed-rows';
import { nearer } from './kernels/nearest';
import { addendsOf, indexableOnes, isExtreme } from '../brush-index/addends';
import { pixelRect, viewSlices, type ViewSlices } from '../brush-index/index-slice';
import { chooseStrategy, countsOf, isPlainCount, type Strategy } from '../brush-index/index-strategy';
import { CACHED_CODES } from './columns/code-cache';
import type { NumberedPage } from './columns/page-store';
import type { WorkerLike, WorkerReply } from './workers/protocol';
import type { Allocation } from '../memory/allocation';
import type { Memory } from '../memory/memory';
import { Slots } from './columns/slots';
import { mergeScans, mergeViews } from './merging/merge-calls';
import { readShare, type Share } from './merging/merge-histograms';
import { Surfaces } from './paints/surfaces';
import { WorkerPool } from './workers/worker-pool';

export interface CpuBackendOptions {
  /** Number of workers that share the pages; by default one per core, at most four. */
  readonly workers?: number;
  /** Starts a kernel worker. For tests, and for bundles that serve the worker's file from another place. */
  readonly spawn?: () => WorkerLike;
  /** The memory ledger, which tracks codes, counts and indexes. */
  readonly memory?: Memory;
  readonly profile?: Profile;
}

const SCRIPT: WorkerFile = {
  name: 'pika-cpu-worker.js',
  type: 'module',
  url: () => new URL('./worker.ts', import.meta.url),
  code: () => import('./worker.ts?code'),
};

/**
 * A backend in plain TypeScript. Workers own the pages and scan them. The main thread merges their results, slices
 * indexes and paints on `2d` canvases.
 */
export function createCpuBackend(options: CpuBackendOptions = {}): Backend {
  return new CpuBackend(options);
}

/**
 * Counting a grid of cells with uncached bin codes takes about 5 ns a row, and half of a frame is left to painting and
 * to the page.
 */
const FRAME_ROWS_PER_WORKER = 1 << 20;

/** The slices of one merged view, and the slots that are filled from them. */
interface IndexSlices {
  readonly slices: ViewSlices;
  /** `words` is what each slice overwrites: those of `slices`, or a share of them. */
  readonly outs: readonly (Pick<Share, 'starts'> & {
    readonly out: SlotId;
    readonly words: Uint32Array<ArrayBuffer>;
  })[];
}

/** An index, built or being built. */
interface IndexState {
  readonly call: IndexCall;
  /** Resolves when `views` is set, or when the index is dropped or replaced first. */
  readonly ready: Promise<void>;
  /** Null during the build and after an eviction; in the latter case the next slice rebuilds the index. */
  views: readonly IndexSlices[] | null;
  evicted: boolean;
  readonly holding: Allocation | undefined;
}

export class CpuBackend implements Backend {
  readonly kind = 'cpu';
  readonly capabilities: Capabilities;
  readonly canPresent = true;
  readonly memoryKind = 'js';
  readonly description: string;
  readonly lost: Promise<string>;
  readonly #pool: WorkerPool;
  readonly #profile: Profile | null;
  readonly #surfaces = new Surfaces();
  readonly #columns = new Map<ColumnId, Pick<Column, 'encoding' | 'rows'>>();
  readonly #memory: Memory | undefined;
  readonly #slots: Slots;
  readonly #indexes = new Map<IndexId, IndexState>();
  /** Bytes of bin codes in each worker, as last reported, and their entry in the memory ledger. */
  readonly #codesBytes: number[];
  readonly #codes: Allocation | undefined;

  constructor({ workers = defaultWorkers(), spawn = startWorker, memory, profile }: CpuBackendOptions) {
    this.capabilities = {
      cachedBins: workers * CACHED_CODES,
      prefersIndex: (active, view) => this.#strategy(active, view) !== 'scan',
      frameRows: workers * FRAME_ROWS_PER_WORKER,
    };
    this.#profile = profile ?? null;
    this.#memory = memory;
    this.#slots = new Slots(memory);
    this.#codesBytes = new Array<number>(workers).fill(0);
    this.#pool = new WorkerPool(workers, spawn, this.#profile);
    this.lost = this.#pool.lost;
    this.#codes = memory?.track('js', { module: 'cpu', part: 'bin codes' }, 0, {
      restoreMs: RECODE_MS,
      evict: () => this.#forgetCodes(),
    });
    this.description = `${workers} CPU worker${workers === 1 ? '' : 's'}`;
  }

  /** Numbers of live resources, for tests of leaks. */
  get holdings() {
    return {
      columns: this.#columns.size,
      slots: this.#slots.size,
      indexes: this.#indexes.size,
      surfaces: this.#surfaces.size,
      requests: this.#pool.waiting,
    };
  }

  prepare(): void {
    this.#pool.start();
  }

  async load({ id, rows, encoding, pages }: Column, signal?: AbortSignal): Promise<void> {
    throwIfAborted(signal, `column "${id}"`);
    const { size } = this.#pool;
    const shares: NumberedPage[][] = Array.from({ length: size }, () => []);
    pages.forEach((page, index) => shares[index % size]?.push({ index, ...ownedPage(page) }));
    this.#pool.start();
    await Promise.all(
      shares.map((share, worker) =>
        this.#pool.request(
          worker,
          { type: 'load', id, encoding, pages: share },
          share.map(({ keys }) => keys.buffer),
        ),
      ),
    ).catch((thrown: unknown) => {
      this.#pool.broadcast({ type: 'unload', id });
      throw thrown;
    });
    this.#columns.set(id, { encoding, rows });
  }

  unload(id: ColumnId): void {
    this.#columns.delete(id);
    this.#pool.broadcast({ type: 'unload', id });
  }

  drop(ids: readonly (SlotId | IndexId)[]): void {
    for (const id of ids) {
      this.#slots.delete(id as SlotId);
      const index = this.#indexes.get(id as IndexId);
      this.#indexes.delete(id as IndexId);
      index?.holding?.release();
      if (index && !index.views) this.#pool.broadcast({ type: 'abandon', id: id as IndexId });
    }
  }

  attach(id: SurfaceId, canvas: Surface): void {
    this.#surfaces.attach(id, canvas);
  }

  detach(id: SurfaceId): void {
    this.#surfaces.detach(id);
  }

  execute(recording: Recording): Promise<void> | void {
    this.#pool.start();
    const { kernels, paints } = recording;
    for (const { surface } of paints) this.#surfaces.require(surface);
    // A brush move is answered here, synchronously and in the same frame.
    if (kernels.every((call): call is SliceCall => call.kernel === 'slice' && this.#index(call.id).views !== null)) {
      for (const call of kernels) this.#slice(call);
      return this.#paint(recording);
    }
    return this.#executeLater(recording);
  }

  async read(slot: SlotId): Promise<Uint32Array<ArrayBuffer>> {
    this.#pool.assertLive();
    return this.#words(slot).slice();
  }

  async readKeys(column: ColumnId, rows: Uint32Array<ArrayBuffer>): Promise<Uint32Array<ArrayBuffer>> {
    const { size } = this.#pool;
    // Pages are dealt to the workers round-robin.
    const workerOf = (row: number): number => Math.floor(row / PAGE_ROWS) % size;
    const shares = Array.from({ length: size }, (_, worker) => rows.filter((row) => workerOf(row) === worker));
    const keys = await Promise.all(
      shares.map(async (share, worker) => {
        if (share.length === 0) return share;
        const reply = await this.#pool.request(worker, { type: 'readKeys', column, rows: share });
        return reply.type === 'keys' ? reply.words : share;
      }),
    );
    const width = wordsPerKey(laneOf(this.#encodingOf(column)));
    const words = new Uint32Array(rows.length * width);
    const read = new Array<number>(size).fill(0);
    rows.forEach((row, i) => {
      const worker = workerOf(row);
      const from = read[worker]!;
      read[worker] = from + width;
      words.set(keys[worker]!.subarray(from, from + width), i * width);
    });
    return words;
  }

  fill(slot: SlotId, words: Uint32Array<ArrayBuffer>): void {
    this.#slots.set(slot, words.slice());
  }

  dispose(): void {
    this.#pool.close();
    this.#surfaces.clear();
    this.#columns.clear();
    this.#slots.clear();
    for (const { holding } of this.#indexes.values()) holding?.release();
    this.#indexes.clear();
    this.#codes?.release();
  }

  async #executeLater(recording: Recording): Promise<void> {
    const { kernels } = recording;
    const builds: Promise<void>[] = [];
    try {
      for (let i = 0; i < kernels.length; i++) {
        const call = kernels[i]!;
        if (call.kernel === 'index') {
          builds.push(this.#build(call));
        } else if (call.kernel === 'slice') {
          const index = this.#index(call.id);
          await (index.evicted ? this.#build(index.call) : index.ready);
          this.#slice(call);
        } else {
          const scans = scansFrom(kernels, i);
          await this.#scan(scans);
          i += scans.length - 1;
        }
      }
    } finally {
      await Promise.all(builds);
    }
    this.#paint(recording);
  }

  async #scan(calls: readonly ScanCall[]): Promise<void> {
    const { merged, shares } = mergeScans(calls);
    const replies = await this.#pool.askAll({ type: 'scan', calls: merged });
    this.#bookCodes(replies);
    const answers = replies.map((reply) => (reply.type === 'scanned' ? reply.words : []));
    const all = merged.map((call, i) => {
      const [first, ...others] = answers.map((answer) => answer[i]!);
      return mergeParts(call, [first!, ...others]);
    });
    calls.forEach(({ out }, i) => {
      const { of, starts } = shares[i]!;
      const words = starts ? new Uint32Array(starts.length - 1) : all[of]!;
      if (starts) readShare(starts, all[of]!, words);
      this.#slots.set(out, words);
    });
  }

  /** Starts a build. It replaces an index of the same id and cancels that index's build. */
  #build(call: IndexCall): Promise<void> {
    const { merged, shares } = mergeViews(call);
    const strategies = merged.map((view) => this.#strategy(call.active, view));
    const rows = this.#rowsOf(call.active);
    const startMs = performance.now();
    this.#indexes.get(call.id)?.holding?.release();
    const holding = this.#memory?.track('js', { module: 'cpu', part: 'brush index' });
    const ready = this.#pool
      .askAll({ type: 'index', call: { ...call, views: merged }, strategies, rows })
      .then((replies) => {
        this.#bookCodes(replies);
        if (this.#indexes.get(call.id) !== state) return;
        const parts = replies.map((reply) => (reply.type === 'indexed' ? reply.parts : null));
        state.views = merged.map((view, v) => {
          const own = parts.flatMap((part) => part?.[v] ?? []);
          const slices = viewSlices(call, view, own, rows, this.#encodingOf);
          return { slices, outs: outsOf(call, slices, shares, v) };
        });
        holding?.setEviction({ restoreMs: performance.now() - startMs, evict: () => evictIndex(state) });
        holding?.resize(state.views.reduce((sum, { slices }) => sum + slices.sizeBytes, 0));
      })
      .catch((thrown: unknown) => {
        if (this.#indexes.get(call.id) === state) this.#indexes.delete(call.id);
        holding?.release();
        throw thrown;
      });
    const state: IndexState = { call, ready, views: null, evicted: false, holding };
    this.#indexes.set(call.id, state);
    return ready;
  }

  #strategy(active: IndexCall['active'], view: Pick<IndexedView, 'bins' | 'accumulators'>): Strategy {
    const rows = this.#rowsOf(active);
    const indexable = indexableOnes(view.accumulators, this.#encodingOf);
    const hasExtremes = view.accumulators.some(isExtreme);
    if (!indexable || (hasExtremes && active.length > 1)) return 'scan';
    return chooseStrategy({
      rows,
      workers: this.#pool.size,
      pixels: countsOf(active),
      cells: countsOf(view.bins),
      tables: isPlainCount(view) ? undefined : addendsOf(indexable, rows, this.#encodingOf).length,
      hasExtremes,
    });
  }

  readonly #encodingOf = (column: ColumnId): Encoding => this.#columns.get(column)?.encoding ?? { kind: 'f32' };

  #rowsOf([{ column }]: IndexCall['active']): number {
    return this.#columns.get(column)?.rows ?? 0;
  }

  #bookCodes(replies: readonly WorkerReply[]): void {
    replies.forEach((reply, worker) => {
      if ('codesBytes' in reply) this.#codesBytes[worker] = reply.codesBytes;
    });
    this.#codes?.resize(this.#codesBytes.reduce((sum, sizeBytes) => sum + sizeBytes, 0));
    // The pass may have cached more codes than the budget allows. Evicted codes are made again on demand.
    this.#memory?.evictUntilFits('js', 0);
  }

  #forgetCodes(): void {
    this.#codesBytes.fill(0);
    this.#codes?.resize(0);
    this.#pool.broadcast({ type: 'forget-codes' });
  }

  #slice({ id, pixels }: SliceCall): void {
    const ended = this.#profile?.begin('cpu', 'slice');
    const index = this.#indexes.get(id);
    index?.holding?.touch();
    if (!index?.views) return; // dropped during its build, so the answer is no longer needed
    const rect = pixelRect(index.call.active, pixels);
    for (const { slices, outs } of index.views) {
      slices.slice(rect);
      for (const { out, starts, words } of outs) {
        if (starts) readShare(starts, slices.words, words);
        this.#slots.set(out, words);
      }
    }
    ended?.();
  }

  #paint({ paints }: Recording): void {
    const ended = this.#profile?.begin('cpu', 'paint');
    // A plot may have been removed during the count.
    for (const paint of paints)
      if (this.#surfaces.has(paint.surface)) this.#surfaces.paint(paint, (slot) => this.#words(slot));
    ended?.();
  }

  #index(id: IndexId): IndexState {
    const index = this.#indexes.get(id);
    if (!index) throw missing(`index "${id}"`);
    return index;
  }

  #words(slot: SlotId): Uint32Array<ArrayBuffer> {
    const words = this.#slots.get(slot);
    if (!words) throw missing(`slot "${slot}"`);
    return words;
  }
}

/** Approximate time to make a pass's codes again. It is small, so codes are evicted soon after the free buffers. */
const RECODE_MS = 10;

/** The slots that the slices of a merged view fill. */
function outsOf(
  { views }: IndexCall,
  { words }: ViewSlices,
  shares: readonly Share[],
  merged: number,
): IndexSlices['outs'] {
  return views.flatMap(({ out }, v) => {
    const { of, starts } = shares[v]!;
    return of === merged ? [{ out, starts, words: starts ? new Uint32Array(starts.length - 1) : words }] : [];
  });
}

function evictIndex(state: IndexState): void {
  state.views = null;
  state.evicted = true;
  state.holding?.resize(0);
}

/** Merges the results of all workers into one. */
function mergeParts(
  call: ScanCall,
  parts: readonly [Uint32Array<ArrayBuffer>, ...Uint32Array<ArrayBuffer>[]],
): Uint32Array<ArrayBuffer> {
  switch (call.kernel) {
    case 'aggregate':
      return mergeSlots(call, parts);
    case 'nearest':
      return parts.reduce(nearer);
    case 'blocks':
    case 'ranks':
      return addCounts(parts);
    case 'rows':
      return mergeRows(call, parts);
  }
}

function scansFrom(kernels: readonly KernelCall[], first: number): ScanCall[] {
  const scans: ScanCall[] = [];
  for (let i = first; i < kernels.length; i++) {
    const call = kernels[i]!;
    if (call.kernel === 'index' || call.kernel === 'slice') break;
    scans.push(call);
  }
  return scans;
}

/** The page in a buffer of its own, which can be transferred. */
function ownedPage({ rows, keys }: Page): Page {
  return keys.byteLength === keys.buffer.byteLength ? { rows, keys } : { rows, keys: keys.slice() };
}

function defaultWorkers(): number {
  return Math.min(4, Math.max(1, globalThis.navigator?.hardwareConcurrency ?? 1));
}

export function startWorker(): WorkerLike {
  return startPageWorker(SCRIPT) as WorkerLike;
}

function missing(what: string): PikaError {
  return new PikaError('engine/internal', {
    subject: `${what} in a recording`,
    expected: 'a result computed earlier',
    found: 'no such id',
    next: 'This is a bug in pika-plot: please report it with this message.',
  });
}
