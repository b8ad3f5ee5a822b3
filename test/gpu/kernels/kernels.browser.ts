import { laneOf, PAGE_ROWS, type Column, type ColumnId, type Encoding } from '../../../src/engine/columns/column';
import type { Backend } from '../../../src/engine/frame/backend';
import {
  COUNT,
  type Dimensions,
  type Filter,
  type KernelCall,
  type SlotId,
  type Summand,
  type TotalCall,
} from '../../../src/engine/frame/recording';
import { createGpuBackend } from '../../../src/engine/gpu/gpu-backend';
import { countAll, countBy, extentOf } from '../../harness/aggregate-calls';
import { binsOf, clauseOf, columnOf } from '../../harness/columns';
import type { SqlValue } from '../../harness/oracle';
import { Random } from '../../harness/random';
import { naive } from './naive';

const F32: Encoding = { kind: 'f32' };
const U32: Encoding = { kind: 'u32', origin: -50n, step: 3n };
const WIDE: Encoding = { kind: 'fixed64', origin: 1_700_000_000_000_000_000n, step: 1n };
const DOUBLE: Encoding = { kind: 'float64' };
const ENCODINGS: Readonly<Record<string, Encoding>> = { f32: F32, u32: U32, wide: WIDE, double: DOUBLE };

/** Values of −40…40 or their ticks, with NULLs, exact repeats and, for floats, special values. */
function valueOf(name: string, random: Random): SqlValue {
  if (random.next() < 0.08) return null;
  if (name === 'u32') return -50n + 3n * BigInt(random.integer(0, 60));
  if (name === 'wide') return 1_700_000_000_000_000_000n + random.bigint(0n, random.next() < 0.5 ? 90n : 1n << 45n);
  if (random.next() < 0.05)
    return random.pick(
      [Infinity, -Infinity, NaN, 0, -1, 1, 5e-324, 3e38, -3e38].map(name === 'f32' ? Math.fround : Number),
    );
  const value = random.next() < 0.5 ? random.integer(-40, 41) : random.normal() * 10;
  return name === 'f32' ? Math.fround(value) : value;
}

function column(name: string, rows: number, random: Random): Column {
  return columnOf(name, {
    encoding: ENCODINGS[name]!,
    values: Array.from({ length: rows }, () => valueOf(name, random)),
  });
}

/** A copy, because a backend takes ownership of the pages. */
function copyOf(original: Column): Column {
  return { ...original, pages: original.pages.map(({ rows, keys }) => ({ rows, keys: keys.slice() })) };
}

async function check(backend: Backend, columns: readonly Column[], kernels: readonly KernelCall[]): Promise<void> {
  for (const one of columns) await backend.load(copyOf(one));
  await backend.execute({ kernels, paints: [] });
  const byId = new Map<string, Column>(columns.map((one) => [one.id, one]));
  for (const call of kernels) {
    if (call.kernel === 'index' || call.kernel === 'slice') continue;
    same(await backend.read(call.out), naive(call, byId), () => JSON.stringify(call));
  }
  backend.drop(kernels.flatMap((call) => ('out' in call ? [call.out] : [])));
  for (const one of columns) backend.unload(one.id);
}

function same(found: Uint32Array, expected: Uint32Array, subject: () => string): void {
  if (found.length === expected.length && found.every((word, i) => word === expected[i])) return;
  const i = expected.findIndex((word, at) => word !== found[at]);
  throw new Error(
    `${subject().slice(0, 500)}: word ${i} of ${found.length}: expected ${expected[i]}, found ${found[i]}`,
  );
}

const slot = (name: string | number): SlotId => `slot ${name}` as SlotId;

function edgesOf(name: string, count: number): (number | bigint)[] {
  return Array.from({ length: count + 1 }, (_, i) => {
    if (name === 'u32') return -50n + BigInt(Math.floor((i * 180) / count));
    if (name === 'wide') return 1_700_000_000_000_000_000n + (BigInt(i) << 45n) / BigInt(count);
    return -40 + (i * 80) / count;
  });
}

const binsFor = (name: string, count: number, even = true, lastInclusive = false) =>
  binsOf(ENCODINGS[name]!, { column: name, edges: edgesOf(name, count), even, lastInclusive });

function clauseFor(name: string, from: number, to: number) {
  const edges = edgesOf(name, 100);
  return clauseOf(ENCODINGS[name]!, { column: name, lo: edges[from]!, hi: edges[to]! });
}

const NAMES = Object.keys(ENCODINGS);

const clausesOf = (...names: readonly string[]) => names.map((name, i) => clauseFor(name, 2 + i, 90 - i));

/** Every kernel over every lane, with few variants: a software device compiles slowly. */
function plain(): KernelCall[] {
  const kernels: KernelCall[] = [];
  const out = (): SlotId => slot(`plain ${kernels.length}`);
  for (const name of NAMES) {
    kernels.push(extentOf(name as ColumnId, laneOf(ENCODINGS[name]!), [], out()));
    for (const count of [1, 2, 7, 60, 64])
      kernels.push(countBy([binsFor(name, count, count !== 7, count === 2)], [], out()));
  }
  kernels.push(countBy([binsFor('u32', 300)], [], out()));
  kernels.push(countBy([binsFor('double', 6000, false)], [], out()));
  kernels.push(countBy([binsFor('f32', 20), binsFor('u32', 13)], [], out()));
  kernels.push(countBy([binsFor('double', 17), binsFor('double', 13, false)], [], out()));
  kernels.push(countBy([binsFor('f32', 120), binsFor('wide', 90)], [], out()));
  kernels.push(countAll('u32' as ColumnId, [], out()));
  kernels.push(countBy([binsFor('f32', 5), binsFor('u32', 7), binsFor('wide', 9)], [], out()));
  kernels.push(totals([], out()));
  for (const name of NAMES) kernels.push(valuesOf(name, [], out()));
  return kernels;
}

/** Filters over every lane, some over more columns than two or three inputs allow. */
function filtered(): KernelCall[] {
  const kernels: KernelCall[] = [];
  const out = (): SlotId => slot(`filtered ${kernels.length}`);
  kernels.push(countBy([binsFor('f32', 60)], clausesOf('f32', 'wide', 'u32'), out()));
  kernels.push(countBy([binsFor('f32', 60)], clausesOf('double', 'f32', 'u32', 'wide', 'double'), out()));
  kernels.push(extentOf('wide' as ColumnId, 'u64', clausesOf('u32', 'double', 'f32'), out()));
  kernels.push(countBy([binsFor('u32', 30), binsFor('double', 20)], clausesOf('f32', 'wide'), out()));
  kernels.push(countAll('u32' as ColumnId, clausesOf('double', 'f32', 'wide'), out()));
  kernels.push(
    countBy(
      ['wide', 'u32', 'f32', 'double'].map((name, d) => binsFor(name, 8 + d)),
      clausesOf('u32'),
      out(),
    ),
  );
  kernels.push(totals(clausesOf('f32', 'wide', 'u32'), out()));
  for (const name of NAMES) kernels.push(valuesOf(name, clausesOf('u32', 'double', 'f32', 'wide'), out()));
  return kernels;
}

/** Accumulators of a column's values: of floats by few cells, of integers by many. */
function valuesOf(name: string, clauses: Filter, out: SlotId): KernelCall {
  const encoding = ENCODINGS[name]!;
  const column = name as ColumnId;
  const lane = laneOf(encoding);
  const isFloat = !('step' in encoding);
  // Sums of 46 bits fit into two words of a workgroup, others need three.
  const of = (isFloat ? { lane, shift: -66, bits: 62 } : { lane, shift: null, bits: 46 }) as Summand;
  const accumulators = [
    COUNT[0],
    { op: 'sum', column, of },
    { op: 'count-of', column, lane },
    { op: 'min', column, lane },
    { op: 'max', column, lane },
    { op: 'bits', column, lane, isFloat },
  ] as const;
  const dimensions = [binsFor(name, 9), ...(isFloat ? [] : [binsFor('f32', 500)])] as unknown as Dimensions;
  return { kernel: 'aggregate', dimensions, accumulators, clauses, out };
}

/** Several accumulators in one slot; a two-word key begins at an odd word. */
function totals(clauses: Filter, out: SlotId): TotalCall {
  const extents = ['wide', 'f32', 'double'].map((name) => {
    return { op: 'extent', column: name as ColumnId, lane: laneOf(ENCODINGS[name]!) } as const;
  });
  const accumulators = [COUNT[0], ...extents, COUNT[0]] as const;
  return { kernel: 'aggregate', dimensions: [], rows: 'u32' as ColumnId, accumulators, clauses, out };
}

describe('webgpu kernels against plain loops', () => {
  const rowCounts = [0, 1, 3, 4, 1023, 5001];
  const settings = {
    'one buffer': [{}, () => [...plain(), ...filtered()]],
    'several buffers': [{ bufferRows: 992 }, () => [...plain(), ...filtered()]],
    'two inputs a pass': [{ maxInputs: 2, bufferRows: 2048 }, filtered],
    'three inputs a pass': [{ maxInputs: 3 }, filtered],
  } as const;

  for (const [title, [options, kernels]] of Object.entries(settings)) {
    describe(title, () => {
      let backend: Backend;
      before(async () => {
        backend = await createGpuBackend(options);
      });
      after(() => backend.dispose());
      for (const rows of rowCounts) {
        it(`${rows} rows`, async () => {
          const random = new Random(rows + 1);
          await check(
            backend,
            NAMES.map((name) => column(name, rows, random)),
            kernels(),
          );
        });
      }
    });
  }

  describe('awkward data', () => {
    let backend: Backend;
    before(async () => {
      backend = await createGpuBackend();
    });
    after(() => backend.dispose());

    it('counts several pages whose rows fall into few cells', async () => {
      const random = new Random(5);
      const rows = PAGE_ROWS + 777;
      const crowd = (values: readonly SqlValue[]): SqlValue[] =>
        Array.from({ length: rows }, () => (random.next() < 0.9 ? values[0]! : random.pick(values)));
      const columns = [
        columnOf('f32', { encoding: F32, values: crowd([0, 1, null, 39.5]) }),
        columnOf('u32', { encoding: U32, values: crowd([-50n, -47n, null, 100n]) }),
      ];
      const big = binsFor('f32', 100);
      await check(backend, columns, [
        countBy([big], [], slot('crowd')),
        countBy([big, binsFor('u32', 60)], [], slot('crowd 2d')),
        countBy([binsFor('f32', 700), binsFor('u32', 300)], [], slot('crowd in many blocks')),
        countBy([binsFor('f32', 8), binsFor('u32', 4)], [clauseFor('f32', 0, 99)], slot('crowd small')),
      ]);
    });

    it('accepts pages shorter than PAGE_ROWS and NaNs of either sign', async () => {
      const bits = Uint32Array.of(
        0x7fc00000,
        0xffc00000,
        0x7f800001,
        0xffffffff,
        0x3f800000,
        0xff800000,
        0x7f800000,
        0xbf800000,
        0,
      );
      const pages = [bits.slice(0, 4), bits.slice(4, 5), bits.slice(5)].map((words) => ({
        rows: words.length,
        keys: new Float32Array(words.buffer),
      }));
      const odd: Column = {
        id: 'f32' as ColumnId,
        rows: 9,
        encoding: F32,
        type: { kind: 'number', integer: false },
        pages,
      };
      const bins = binsOf(F32, { column: 'f32', edges: [-Infinity, -1, 0, 1, Infinity], lastInclusive: true });
      await check(
        backend,
        [odd],
        [
          countBy([bins], [], slot('nan')),
          countBy([bins], [clauseOf(F32, { column: 'f32', lo: -Infinity, hi: Infinity })], slot('nan 2')),
          extentOf('f32' as ColumnId, 'f32', [], slot('nan 3')),
        ],
      );
    });

    it('is exact even if `uniform` is set for uneven bins', async () => {
      const random = new Random(8);
      const lie = binsOf(F32, { column: 'f32', edges: [-40, -39, -38, -38, 0, 0.5, 39, 40], even: true });
      const wideEdges = [0n, 1n, 2n, 1n << 30n, 1n << 44n].map((tick) => 1_700_000_000_000_000_000n + tick);
      const wide = binsOf(WIDE, { column: 'wide', edges: wideEdges, even: true });
      await check(
        backend,
        ['f32', 'wide'].map((name) => column(name, 4000, random)),
        [
          countBy([lie], [], slot('lie')),
          countBy([wide], [], slot('lie wide')),
          countBy([lie, wide], [], slot('lie 2d')),
        ],
      );
    });

    it('counts nothing for empty ranges and for zero bins', async () => {
      const random = new Random(9);
      const columns = NAMES.map((name) => column(name, 100, random));
      const kernels = NAMES.flatMap((name, n): KernelCall[] => [
        countBy([binsFor(name, 5)], [clauseFor(name, 50, 50)], slot(`a${n}`)),
        extentOf(name as ColumnId, laneOf(ENCODINGS[name]!), [clauseFor(name, 60, 20)], slot(`b${n}`)),
        countBy([{ ...binsFor(name, 5), count: 0, keys: binsFor(name, 5).keys.slice(0, 2) }], [], slot(`c${n}`)),
      ]);
      await check(backend, columns, kernels);
    });

    it('overwrites a slot that is used again, even with another size', async () => {
      const random = new Random(10);
      const columns = [column('f32', 500, random)];
      const twice = slot('twice');
      await backend.load(copyOf(columns[0]!));
      const calls: KernelCall[] = [30, 30, 12].map((count) => countBy([binsFor('f32', count)], [], twice));
      for (const kernels of [calls.slice(0, 1), calls.slice(0, 2), calls]) {
        await backend.execute({ kernels, paints: [] });
        const last = kernels[kernels.length - 1]!;
        same(await backend.read(twice), naive(last, new Map([['f32', columns[0]!]])), () => `after ${kernels.length}`);
      }
      backend.unload('f32' as ColumnId);
    });

    it('tests many clauses on one column', async () => {
      const random = new Random(11);
      const clauses = Array.from({ length: 20 }, (_, i) => clauseFor('wide', i, 100 - (i % 7)));
      await check(
        backend,
        [column('f32', 900, random), column('wide', 900, random)],
        [countBy([binsFor('f32', 30)], clauses, slot('many'))],
      );
    });
  });
});
