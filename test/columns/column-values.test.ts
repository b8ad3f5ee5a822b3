import assert from 'node:assert/strict';
import { test } from 'node:test';
import { laneOf, NULL_KEY, type Encoding } from '../../src/engine/columns/column';
import { columnValues } from '../../src/engine/columns/column-values';
import { float64Key, packKeys, valueOf, type Key } from '../../src/engine/columns/keys';

const U32S = [0, 1, 2, 1000, 2 ** 31, NULL_KEY - 1];
const U64S = [0n, 1n, 2n ** 32n - 1n, 2n ** 32n, 2n ** 53n - 1n, 2n ** 53n + 1n, 2n ** 64n - 2n];
const DOUBLES = [0, 1, -1, 0.1, -0.1, 5e-324, -5e-324, 1e308, -1e308, Infinity, -Infinity, Math.PI];

const CASES: readonly (readonly [Encoding, readonly Key[]])[] = [
  [{ kind: 'f32' }, [0, 1.5, -1.5, Infinity, -Infinity]],
  [{ kind: 'float64' }, DOUBLES.map(float64Key)],
  ...[0n, -5n, 1_700_000_000_000_000n, 1_700_000_000_123_456_789n, -(2n ** 63n)].flatMap((origin) =>
    [1n, 7n, 60_000_000n, 86_400_000_000_001n].flatMap((step): (readonly [Encoding, readonly Key[]])[] => [
      [{ kind: 'u32', origin, step }, U32S],
      [{ kind: 'fixed64', origin, step }, U64S],
    ]),
  ),
];

test('whole pages decode to the same doubles as single keys, with NaN for NULL', () => {
  for (const [encoding, keys] of CASES) {
    const lane = laneOf(encoding);
    const page = packKeys(lane, [...keys, lane === 'u64' ? 2n ** 64n - 1n : lane === 'u32' ? NULL_KEY : NaN]);
    const rows = keys.length + 1;
    const expected = [...keys.map((key) => valueOf(encoding, key)), NaN];
    const values = columnValues(encoding, [
      { rows, keys: page },
      { rows: 1, keys: page },
    ]);
    assert.deepEqual(
      Array.from(values),
      [...expected, expected[0]],
      JSON.stringify(encoding, (_, v: unknown) => String(v)),
    );
  }
});

test('a column without rows has no values', () => {
  assert.equal(columnValues({ kind: 'f32' }, []).length, 0);
});
