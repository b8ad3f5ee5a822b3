/// <reference types="node" />
/** Bin codes against their definition: a row belongs to the last bin whose first key it reaches. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { laneOf, wordsPerKey, type ColumnId, type Encoding } from '../../../src/engine/columns/column';
import { packKeys, type Key } from '../../../src/engine/columns/keys';
import { BinCoder } from '../../../src/engine/cpu/columns/bin-codes';
import { storePage } from '../../../src/engine/cpu/columns/stored-page';
import { binsOf, columnOf } from '../../harness/columns';
import { Random } from '../../harness/random';

const ROUNDS = 60;
const ROWS = 400;
const SAFE = 2n ** 53n;

const SHAPE_ROWS = 3000;
const LEAST = -2000;
const MOST = 1e9;
const FLOATS: readonly Encoding[] = [{ kind: 'f32' }, { kind: 'float64' }];
const INTEGERS: readonly Encoding[] = [
  { kind: 'u32', origin: BigInt(LEAST), step: 1n },
  { kind: 'fixed64', origin: BigInt(LEAST), step: 1n },
  // Its keys are beyond the integers that a double holds.
  { kind: 'fixed64', origin: -(2n ** 62n), step: 1n },
];

/** How keys of one encoding are drawn; close to one another, so that many are thresholds. */
const DRAWN: readonly { readonly what: string; readonly encoding: Encoding; readonly draw: (random: Random) => Key }[] =
  [
    {
      what: 'floats',
      encoding: { kind: 'f32' },
      draw: (random) => Math.fround(random.integer(-60, 60) / random.pick([1, 3, 1e6, 1e-6])),
    },
    {
      what: 'short integers',
      encoding: { kind: 'u32', origin: 0n, step: 1n },
      draw: (random) => random.integer(0, random.pick([30, 4e9])),
    },
    {
      what: 'long integers as doubles',
      encoding: { kind: 'fixed64', origin: 0n, step: 1n },
      draw: (random) => random.bigint(1n, random.pick([40n, SAFE])),
    },
    {
      what: 'long integers',
      encoding: { kind: 'fixed64', origin: 0n, step: 1n },
      draw: (random) => SAFE + random.bigint(1n, random.pick([40n, 2n ** 62n])),
    },
  ];

describe('codes of uneven bins', () => {
  for (const { what, encoding, draw } of DRAWN) {
    const lane = laneOf(encoding);
    it(`are the last bin that begins at or below the key: ${what}`, () => {
      for (let seed = 1; seed <= ROUNDS; seed++) {
        const random = new Random(seed);
        const ascending = (a: Key, b: Key): number => (a < b ? -1 : a > b ? 1 : 0);
        const count = random.integer(1, 50);
        const thresholds = Array.from({ length: count + 1 }, () => draw(random)).sort(ascending);
        const coder = new BinCoder({
          column: 'x' as ColumnId,
          lane,
          count,
          keys: packKeys(lane, thresholds),
          uniform: false,
        });
        const drawn = Array.from({ length: ROWS }, () =>
          random.next() < 0.3 ? random.pick(thresholds) : draw(random),
        );
        const keys = packKeys(lane, drawn);
        assert.equal(keys.length, ROWS * wordsPerKey(lane));
        const codes = coder.encode(storePage(encoding, { rows: ROWS, keys }));
        const expected = drawn.map((key) =>
          key < thresholds[0]! || key > thresholds[count]!
            ? count
            : thresholds.findLastIndex((one, i) => i < count && one <= key),
        );
        assert.deepEqual([...codes], expected, `seed ${seed}`);
      }
    });
  }
});

/** @param edges sorted, without repeats; the last bin excludes the last edge */
function check(encoding: Encoding, values: readonly (number | null)[], edges: readonly number[]): void {
  const isInteger = encoding.kind === 'u32' || encoding.kind === 'fixed64';
  const own = isInteger ? values.map((value) => (value === null ? null : BigInt(value))) : values;
  const bins = binsOf(encoding, { column: 'v', edges: isInteger ? edges.map(BigInt) : edges });
  const [page] = columnOf('v', { encoding, values: own }).pages;
  const codes = new BinCoder(bins).encode(storePage(encoding, page!));
  const count = edges.length - 1;
  const expected = values.map((value) => {
    if (value === null || Number.isNaN(value) || value < edges[0]! || value >= edges[count]!) return count;
    return edges.findLastIndex((edge) => edge <= value);
  });
  assert.deepEqual([...codes], expected, `${encoding.kind}, ${count} bins`);
}

/** Values on the edges, right beside them, between them and outside of all bins. */
function around(edges: readonly number[], random: Random, round: (value: number) => number): (number | null)[] {
  const [lo, hi] = [edges[0]!, edges.at(-1)!];
  return Array.from({ length: SHAPE_ROWS }, (_, i) => {
    if (i % 50 === 0) return null;
    if (i % 3 === 0) return round(lo + (hi - lo) * (1.2 * random.next() - 0.1));
    const edge = edges[random.integer(0, edges.length)]!;
    return round(i % 3 === 1 ? edge : edge + (random.next() - 0.5) * 2 ** -20 * (Math.abs(edge) + 1));
  });
}

const unique = (edges: readonly number[]): number[] => [...new Set(edges)].sort((a, b) => a - b);

describe('codes of bins of all shapes', () => {
  const random = new Random(17);
  const shapes: readonly (readonly [name: string, edges: readonly number[]])[] = [
    ['one bin', [0, 10]],
    ['even bins', Array.from({ length: 51 }, (_, i) => 2 * i)],
    ['more bins than a small grid has cells', Array.from({ length: 5001 }, (_, i) => i / 4)],
    ['several widths', unique([2, 2.5, 6.25].flatMap((step) => Array.from({ length: 17 }, (_, i) => i * step)))],
    ['bins that crowd one cell', Array.from({ length: 60 }, (_, i) => 1.5 ** (i - 30))],
    ['random bins', unique(Array.from({ length: 300 }, () => (random.next() - 0.5) * 10 ** random.integer(-2, 4)))],
    ['half-open bins', [-Infinity, -1, 0, 1, Infinity]],
  ];

  for (const [name, edges] of shapes) {
    it(`of floats: ${name}`, () => {
      for (const encoding of FLOATS) {
        const round = encoding.kind === 'f32' ? Math.fround : Number;
        const own = unique(edges.map(round));
        const values = around(own.filter(Number.isFinite), random, round);
        check(encoding, [...values, -Infinity, NaN, 0], own);
      }
    });

    it(`of integers: ${name}`, () => {
      const clamp = (value: number): number => Math.min(MOST, Math.max(LEAST, Math.round(value)));
      const own = unique(edges.map(clamp));
      for (const encoding of INTEGERS) check(encoding, around(own, random, clamp), own);
    });
  }
});
