import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Clause, KernelCall, Recording, ScanCall, SlotId } from '../../../src/engine/frame/recording';
import { digest } from '../../../src/engine/gpu/device/digest';
import { planCalls } from '../../../src/engine/gpu/kernels/batched-histograms';
import { kernelsOf, shapeOf, type FrameShape } from '../../../src/engine/gpu/frames/frame-shape';
import { planKernel } from '../../../src/engine/gpu/kernels/kernel-plan';
import { PipelineMemory } from '../../../src/engine/gpu/frames/pipeline-memory';
import { pipelineKey } from '../../../src/engine/gpu/device/pipelines';
import { readShape } from '../../../src/engine/gpu/frames/read-shape';
import type { ShapeStore } from '../../../src/engine/gpu/frames/shape-store';
import { Profile } from '../../../src/engine/profile/profile';
import { countAll, countBy, extentOf } from '../../harness/aggregate-calls';
import { binsOf, clauseOf } from '../../harness/columns';

const F32 = { kind: 'f32' } as const;
const out = 'out' as SlotId;
const x = binsOf(F32, { column: 'delay', edges: [0, 1, 2, 3] });
const y = binsOf(F32, { column: 'distance', edges: [0, 10, 20] });
const within = clauseOf(F32, { column: 'distance', lo: 1, hi: 2 });
const words = new Uint32Array([5]);
const other = clauseOf(F32, { column: 'delay', lo: 0, hi: 2 });
const strange: readonly Clause[] = [
  { kind: 'set', column: 'origin' as never, words },
  { kind: 'cells', bins: [x, y], words },
  { kind: 'any', of: [[within], [other, { kind: 'not', of: [within] }]] },
];
const CALLS: readonly ScanCall[] = [
  countBy([x], [], out),
  countBy([x], [within], out),
  countBy([x, y], [within], out),
  countBy([x, x], [], out),
  extentOf(x.column, 'f32', [within], out),
  countBy([x, y, x, y], [within], out),
  countAll(y.column, [within], out),
  {
    kernel: 'aggregate',
    dimensions: [],
    rows: y.column,
    accumulators: [{ op: 'extent', column: x.column, lane: 'f32' }, { op: 'count' }],
    clauses: [within],
    out,
  },
  countBy([x], strange, out),
  ...[10, 40, 62].map((bits): ScanCall => ({
    kernel: 'aggregate',
    dimensions: [x, y],
    accumulators: [
      { op: 'count' },
      { op: 'sum', column: x.column, of: { lane: 'f32', shift: 9, bits } },
      { op: 'count-of', column: x.column, lane: 'f32' },
      { op: 'min', column: y.column, lane: y.lane },
      { op: 'max', column: y.column, lane: y.lane },
      { op: 'bits', column: x.column, lane: 'f32', isFloat: true },
    ],
    clauses: [within],
    out,
  })),
];
/** The calls of a crossfilter: each view over all brushes but its own, into a slot of its own. */
const CROSSFILTER: readonly ScanCall[] = [countBy([x], [within], 'a' as SlotId), countBy([y], [other], 'b' as SlotId)];
const recordingOf = (kernels: readonly KernelCall[]): Recording => ({ kernels, paints: [] });

test("a frame's shape plans the same pipelines as the frame, and contains no names or values", () => {
  // With two inputs the filters are separate passes; with sixteen they are not, and kernels share a pass.
  const keysOf = (calls: readonly KernelCall[], inputs: number) =>
    planCalls(calls as ScanCall[], inputs).map((call) => {
      const { filters, main, finish } = planKernel(call, inputs);
      const shaders = [...filters, main].map(({ shader }) => shader);
      return [call.kernel, ...[...shaders, ...(finish ? [finish] : [])].map(pipelineKey)];
    });
  for (const calls of [...CALLS.map((call) => [call]), CALLS, CROSSFILTER]) {
    const kept = JSON.parse(JSON.stringify(shapeOf(recordingOf(calls)))) as unknown;
    assert.doesNotMatch(JSON.stringify(kept), /delay|distance|origin|fn |wgsl/);
    for (const inputs of [2, 16]) assert.deepEqual(keysOf(kernelsOf(readShape(kept)!), inputs), keysOf(calls, inputs));
  }
  assert.equal(keysOf(CROSSFILTER, 16)[0]![0], 'histograms');
  assert.equal(shapeOf(recordingOf([{ kernel: 'slice', id: 'i' as never, pixels: [] }])), null);
});

function nested(depth: number): unknown {
  return depth === 0 ? { kind: 'set', column: 0 } : { kind: 'not', of: [nested(depth - 1)] };
}

test('rejects data that is not a frame shape', () => {
  const sound = JSON.parse(JSON.stringify(shapeOf(recordingOf(CALLS)))) as {
    kernels: Record<string, unknown>[];
    clauses: unknown[];
    paints: unknown[];
  };
  assert.ok(readShape(sound));
  assert.equal(sound.clauses.length, 1 + strange.length, 'a clause used by several calls is listed once');
  const [first] = sound.kernels;
  const rest = { clauses: [], paints: [] };
  assert.ok(readShape({ ...rest, kernels: [first] }));
  const axis = (first!['dimensions'] as unknown[])[0] as Record<string, unknown>;
  const extent = { op: 'extent', column: 0, lane: 'f32' };
  assert.ok(readShape({ ...rest, kernels: [{ ...first, dimensions: [], accumulators: [extent, { op: 'count' }] }] }));
  const bad: unknown[] = [
    null,
    7,
    'fn main() {}',
    [],
    {},
    { ...rest, kernels: 1 },
    { ...rest, kernels: [], paints: ['teapots'] },
    { ...rest, kernels: [null] },
    ...[
      { rows: '0' },
      { dimensions: null },
      { dimensions: new Array(5).fill(axis) },
      { accumulators: [] },
      { accumulators: [{ op: 'toString' }] },
      { accumulators: [extent] },
      { accumulators: new Array(17).fill({ op: 'count' }) },
      { accumulators: [{ op: 'min', column: 0 }] },
      { accumulators: [{ op: 'bits', column: 0, lane: 'f32' }] },
      { accumulators: [{ op: 'sum', column: 0, lane: 'f32', pieces: 1, isFloat: false }] },
      { accumulators: [{ op: 'sum', column: 0, lane: 'u32', pieces: 1, isFloat: true }] },
      { accumulators: [{ op: 'sum', column: 0, lane: 'f32', pieces: 4, isFloat: true }] },
      { accumulators: [{ op: 'sum', column: 0, lane: 'u64', isFloat: true }] },
      { dimensions: [], accumulators: [] },
      { dimensions: [], accumulators: [{ ...extent, lane: 'i8' }] },
      { dimensions: [], accumulators: [{ ...extent, column: -1 }] },
      { clauses: null },
      { clauses: [0] },
      { out: 'a' },
    ].map((change) => ({ ...rest, kernels: [{ ...first, ...change }] })),
    ...[
      { kind: 'range', column: 0, lane: 'i8' },
      { kind: 'wish' },
      { kind: 'cells', bins: [] },
      { kind: 'not', of: [{}] },
      nested(50),
    ].map((clause) => ({ ...rest, kernels: [], clauses: [clause] })),
    ...[
      { lane: 'f64' },
      { lane: '}\nfn evil() {' },
      { column: -1 },
      { column: 1.5 },
      { count: 1e9 },
      { count: '1' },
      { even: 1 },
    ].map((change) => ({ ...rest, kernels: [{ ...first, dimensions: [{ ...axis, ...change }] }] })),
    { ...rest, kernels: new Array(1000).fill(first) },
  ];
  for (const data of bad) assert.equal(readShape(data), null, JSON.stringify(data)?.slice(0, 100));
});

test('pipeline keys depend on text, entry, layout and constants only', () => {
  const shader = { label: 'a', wgsl: 'fn main() {}', entry: 'main', inputs: 1 };
  const same = pipelineKey({ ...shader, label: 'b' });
  assert.equal(pipelineKey(shader), same);
  const others = [
    { wgsl: 'fn main() { }' },
    { entry: 'other' },
    { inputs: 2 },
    { constants: { GROUP_SIZE: 64 } },
    { constants: { GROUP_SIZE: 128 } },
  ];
  assert.equal(
    new Set([same, ...others.map((change) => pipelineKey({ ...shader, ...change }))]).size,
    others.length + 1,
  );
});

test('digests of 100,000 similar texts differ, and so do their words', () => {
  const digests = Array.from({ length: 100_000 }, (_, i) => digest(`const SLOTS = ${i}u;\n`));
  assert.equal(new Set(digests).size, digests.length);
  // By the birthday paradox about one pair of 32-bit words is equal by chance.
  for (let word = 0; word < 4; word++)
    assert.ok(
      new Set(digests.map((one) => one.slice(8 * word, 8 * word + 8))).size > digests.length - 10,
      `word ${word}`,
    );
});

/** A store in memory; it fails while `wrong` is set. */
function memoryStore(): ShapeStore & { records: Map<string, unknown>; wrong: boolean } {
  const records = new Map<string, unknown>();
  return {
    records,
    wrong: false,
    async read(adapter) {
      if (this.wrong) throw new Error('forbidden');
      return structuredClone(records.get(adapter));
    },
    async write(adapter, record) {
      if (this.wrong) throw new Error('full');
      records.set(adapter, structuredClone(record));
    },
  };
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const shape = (count: number): FrameShape => shapeOf(recordingOf([countBy([{ ...x, count }], [], out)]))!;

test('remembers frames for the next visit, in the order of the last; ignores another stamp or adapter', async () => {
  const store = memoryStore();
  const visit = (stamp = 'one', adapter = 'gpu') =>
    new PipelineMemory({ store, adapter, stamp, profile: null, whenIdle: (callback) => callback() });
  const first = visit();
  assert.deepEqual(await first.recall(), []);
  first.note(shape(1), ['a']);
  first.note(shape(2), ['b']);
  first.note(shape(1), ['a']);
  await settle();
  assert.deepEqual(
    (await visit().recall()).map(({ keys }) => keys),
    [['a'], ['b']],
  );
  for (const other of [visit('two'), visit('one', 'other gpu')]) assert.deepEqual(await other.recall(), []);

  const next = visit();
  await next.recall();
  next.note(shape(4), ['d']);
  next.note(shape(2), ['b']);
  await settle();
  assert.deepEqual(
    (await visit().recall()).map(({ keys }) => keys),
    [['d'], ['b'], ['a']],
  );

  const changed = visit('two');
  changed.note(shape(3), ['c']);
  await settle();
  assert.deepEqual(
    (await visit('two').recall()).map(({ keys }) => keys),
    [['c']],
  );
  assert.deepEqual(await visit('one').recall(), [], 'the record of an older package is ignored');
});

test('treats a store that fails or returns invalid data as empty', async () => {
  const store = memoryStore();
  const profile = new Profile();
  const visit = () =>
    new PipelineMemory({ store, adapter: 'gpu', stamp: 'one', profile, whenIdle: (callback) => callback() });
  store.wrong = true;
  const memory = visit();
  assert.deepEqual(await memory.recall(), []);
  memory.note(shape(1), ['a']);
  await settle();
  assert.equal(profile.counters.pipelineStoreFailures, 2);
  store.wrong = false;
  const frame = { shape: shape(1), keys: ['a'] };
  for (const record of [
    7,
    'x',
    { stamp: 'one' },
    { stamp: 'one', frames: [null, 3, { shape: {}, keys: ['a'] }, { ...frame, keys: [1] }, { ...frame, keys: 'a' }] },
  ]) {
    store.records.set('gpu', record);
    assert.deepEqual(await visit().recall(), []);
  }
  store.records.set('gpu', { stamp: 'one', frames: [null, frame] });
  assert.deepEqual(await visit().recall(), [frame]);
});
