/// <reference types="mocha" />
import type { Encoding } from '../../../src/engine/columns/column';
import type { Backend } from '../../../src/engine/frame/backend';
import type { KernelCall, SlotId } from '../../../src/engine/frame/recording';
import { createGpuBackend } from '../../../src/engine/gpu/gpu-backend';
import { browserShapeStore, shapeStoreIn, type ShapeStore } from '../../../src/engine/gpu/frames/shape-store';
import { Profile } from '../../../src/engine/profile/profile';
import { GPU_TRACK } from '../../../src/engine/profile/span';
import { countBy } from '../../harness/aggregate-calls';
import { binsOf, clauseOf, columnOf } from '../../harness/columns';

const F32: Encoding = { kind: 'f32' };
const out = 'out' as SlotId;
const x = binsOf(F32, { column: 'x', edges: [0, 1, 2, 3] });
const calls: readonly KernelCall[] = [
  countBy([x], [], out),
  countBy([x], [clauseOf(F32, { column: 'x', lo: 1, hi: 3 })], out),
];
const column = columnOf('x', { encoding: F32, values: Array.from({ length: 100 }, (_, i) => i % 4) });

function same(found: unknown, expected: unknown, what: string): void {
  if (JSON.stringify(found) !== JSON.stringify(expected))
    throw new Error(`${what}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`);
}

/** The browser's store, with promises for the reads and writes of a visit. */
function watchedStore(inner: ShapeStore): ShapeStore & { written: () => Promise<void>; last: unknown } {
  const waiting: (() => void)[] = [];
  return {
    last: undefined,
    written: () => new Promise((resolve) => waiting.push(resolve)),
    read: (adapter) => inner.read(adapter),
    async write(adapter, record) {
      await inner.write(adapter, record);
      this.last = record;
      for (const resolve of waiting.splice(0)) resolve();
    },
  };
}

describe('pipelines between visits', () => {
  let backend: Backend;
  afterEach(() => backend?.dispose());
  before(() => new Promise((resolve) => (indexedDB.deleteDatabase('pika-plot').onsuccess = resolve)));

  const visit = async (store: ShapeStore | null): Promise<Profile> => {
    const profile = new Profile();
    backend = await createGpuBackend({ profile, store });
    return profile;
  };
  const draw = async (): Promise<string> => {
    await backend.load(column);
    for (const call of calls) await backend.execute({ kernels: [call], paints: [] });
    return (await backend.read(out)).join();
  };
  /** Resolves when this many pipelines have been compiled early. */
  const recalled = async (profile: Profile, count: number): Promise<void> => {
    while (profile.spans.filter(({ name }) => name.startsWith('compile early')).length < count)
      await new Promise(requestAnimationFrame);
  };

  it('compiles the pipelines of an earlier visit before they are requested, and none twice', async () => {
    const store = watchedStore(browserShapeStore()!);
    const first = await visit(store);
    const written = store.written();
    same(await draw(), '0,25,25', 'counts');
    same(
      [first.counters.pipelineMisses, first.counters.pipelinesCompiled, first.counters.pipelinesRecalled],
      [2, 2, 0],
      'first visit: misses, compiled, recalled',
    );
    await written;
    while ((store.last as { frames: unknown[] }).frames.length < 2) await store.written();
    if (/fn |@compute/.test(JSON.stringify(store.last))) throw new Error('the store contains WGSL');
    backend.dispose();

    const second = await visit(browserShapeStore());
    await recalled(second, 2);
    same(await draw(), '0,25,25', 'counts');
    same(
      [second.counters.pipelineMisses, second.counters.pipelineHits, second.counters.pipelinesCompiled],
      [0, 2, 2],
      'second visit: misses, hits, compiled',
    );
  });

  it('works with a store that is denied, or that another script wrote to', async () => {
    const key = (
      await new Promise<IDBValidKey[]>((resolve) => {
        const open = indexedDB.open('pika-plot');
        open.onsuccess = () => {
          const request = open.result.transaction('pipelines').objectStore('pipelines').getAllKeys();
          request.onsuccess = () => {
            open.result.close();
            resolve(request.result);
          };
        };
      })
    )[0] as string;
    const record = (await browserShapeStore()!.read(key)) as {
      stamp: string;
      frames: { shape: unknown; keys: string[] }[];
    };
    // The recorded frames with keys of foreign shaders. Not in the browser's store: the previous visit may still be
    // writing there.
    const another = { ...record, frames: record.frames.map(({ shape }) => ({ shape, keys: ['0'.repeat(32)] })) };
    const misled = await visit({ read: () => Promise.resolve(another), write: () => Promise.resolve() });
    same(await draw(), '0,25,25', 'counts');
    same(misled.counters.pipelinesRecalled, 0, 'no foreign shader is compiled early');
    backend.dispose();

    const forbidden = await visit(
      shapeStoreIn({
        open: () => {
          throw new DOMException('no', 'SecurityError');
        },
      } as unknown as IDBFactory),
    );
    same(await draw(), '0,25,25', 'counts');
    while (forbidden.counters.pipelineStoreFailures === 0) await new Promise(requestAnimationFrame);
  });
});

describe('gpu passes in a profile', () => {
  it('are timed while it records, on a track labeled as approximate', async function () {
    const adapter = await navigator.gpu.requestAdapter();
    if (!adapter?.features.has('timestamp-query')) this.skip();
    const profile = new Profile();
    const backend = await createGpuBackend({ profile });
    try {
      await backend.load(column);
      await backend.execute({ kernels: [...calls], paints: [] });
      profile.start({ devtools: false });
      for (let i = 0; i < 8; i++) await backend.execute({ kernels: [...calls], paints: [] });
      await profile.stop();
      await backend.execute({ kernels: [...calls], paints: [] });
      const passes = profile.recording!.spans.filter(({ module }) => module === GPU_TRACK);
      const submitted = profile.recording!.spans.filter(({ module }) => module === 'gpu');
      same(submitted.length, 8, 'submissions');
      if (passes.length < 2 || passes.length > 16) throw new Error(`${passes.length} passes`);
      for (const { name, startMs, endMs } of passes) {
        if (!name.startsWith('pika.gpu.') || endMs < startMs || endMs - startMs > 1000)
          throw new Error(`${name}: ${startMs} to ${endMs}`);
      }
    } finally {
      backend.dispose();
    }
  });
});
