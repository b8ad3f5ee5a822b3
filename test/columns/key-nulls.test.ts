import assert from 'node:assert/strict';
import { test } from 'node:test';
import { laneOf, NULL_KEY, type Column, type Encoding } from '../../src/engine/columns/column';
import { keyNulls } from '../../src/engine/columns/key-nulls';
import { float64Key, keyAt, packKeys, type Key } from '../../src/engine/columns/keys';

const NUMBERS = { kind: 'number', integer: false } as const;
const NULL_PAIR = 2n ** 64n - 1n;

/** A column of two pages with NULL in both. */
function columnOf(encoding: Encoding, keys: readonly Key[], type: Column['type'] = NUMBERS): Omit<Column, 'id'> {
  const lane = laneOf(encoding);
  const nothing = { f32: NaN, u32: NULL_KEY, u64: NULL_PAIR }[lane];
  const page = (own: readonly Key[]) => ({ rows: own.length, keys: packKeys(lane, own) });
  return { rows: keys.length + 2, encoding, type, pages: [page([nothing, ...keys]), page([nothing])] };
}

function keysOf({ encoding, pages }: Omit<Column, 'id'>): (Key | null)[] {
  const lane = laneOf(encoding);
  return pages.flatMap(({ rows, keys }) => Array.from({ length: rows }, (_, row) => keyAt(lane, keys, row)));
}

const F32 = { kind: 'f32' } as const;
const F64 = { kind: 'float64' } as const;
const U32 = { kind: 'u32', origin: -7n, step: 3n } as const;
const FIXED64 = { kind: 'fixed64', origin: 0n, step: 1n } as const;
const GREATEST_FLOAT = 2 ** 128 - 2 ** 104;

for (const [name, encoding, keys, nullKey] of [
  ['floats', F32, [1.5, -2], 1.5 + 2 ** -23],
  ['floats below 0', F32, [-1, -2], -1 + 2 ** -24],
  ['the greatest float', F32, [GREATEST_FLOAT], null],
  ['infinite floats', F32, [Infinity, 1, -Infinity], 1 + 2 ** -23],
  ['no floats', F32, [], 0],
  ['whole numbers', U32, [0, 12, 5], 13],
  ['the greatest key', U32, [NULL_KEY - 1], null],
  ['no whole numbers', U32, [], 0],
  ['long integers', FIXED64, [2n ** 32n - 1n, 7n, 2n ** 32n - 2n], 2n ** 32n],
  ['longer integers', FIXED64, [2n ** 40n + 3n, 2n ** 40n + 5n, 2n ** 41n], 2n ** 41n + 1n],
  ['the greatest long key', FIXED64, [2n ** 64n - 2n], null],
  ['no long integers', FIXED64, [], 0n],
  ['doubles', F64, [0.1, -3].map(float64Key), float64Key(0.1) + 1n],
  ['infinite doubles', F64, [Infinity, 0.1].map(float64Key), float64Key(0.1) + 1n],
  ['the greatest double', F64, [float64Key(Number.MAX_VALUE)], null],
] as const)
  test(`NULL among ${name} gets the next key`, () => {
    const column = columnOf(encoding, keys);
    const keyed = keyNulls(column);
    assert.equal(keyed.nullKey, nullKey ?? undefined);
    assert.deepEqual(keysOf(keyed), [nullKey, ...keys, nullKey]);
    assert.equal(keyed.pages, column.pages, 'rewritten in place');
  });

test('NULL among categories follows all labels, used or not', () => {
  const labels = ['a', 'b', 'c', 'd'];
  const keyed = keyNulls(columnOf({ kind: 'u32', origin: 0n, step: 1n }, [1, 0], { kind: 'category', labels }));
  assert.deepEqual([keyed.nullKey, keysOf(keyed)], [4, [4, 1, 0, 4]]);
  assert.deepEqual(keyed.type, { kind: 'category', labels }, 'no label is added');
});
