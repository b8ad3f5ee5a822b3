/// <reference types="node" />
/** Rows of uneven bins, as several plots of one column share them, against a search through the thresholds. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { laneOf, wordsPerKey, type ColumnId, type Encoding } from '../../../src/engine/columns/column';
import { packKeys, type Key } from '../../../src/engine/columns/keys';
import { BinCoder } from '../../../src/engine/cpu/columns/bin-codes';
import { storePage } from '../../../src/engine/cpu/columns/stored-page';
import { Random } from '../../harness/random';

const ROUNDS = 60;
const ROWS = 400;
const SAFE = 2n ** 53n;

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
