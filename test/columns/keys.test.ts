import assert from 'node:assert/strict';
import { test } from 'node:test';
import { laneOf, type Encoding } from '../../src/engine/columns/column';
import { ceilKey, keyAt, keyBelow, packKeys, rangeKeys, valueOf, type Key } from '../../src/engine/columns/keys';
import { Random } from '../harness/random';

/** For every encoding: values it can represent, ascending. Keys are checked without the code under test. */
const STEP_MINUTES = 60_000_000n;
const cases: readonly { readonly encoding: Encoding; readonly values: readonly Key[] }[] = [
  {
    encoding: { kind: 'f32' },
    values: [
      -Infinity,
      -3.4028234663852886e38,
      -1,
      -(2 ** -149),
      0,
      2 ** -149,
      Math.fround(0.1),
      1,
      1 + 2 ** -23,
      16_777_216,
      Infinity,
    ],
  },
  { encoding: { kind: 'u32', origin: -80n, step: 1n }, values: [-80, -79, -1, 0, 1, 1575, 4_294_967_294 - 80] },
  {
    encoding: { kind: 'u32', origin: 978_307_260_000_000n, step: STEP_MINUTES },
    values: [0n, 1n, 2n, 1_000_000n].map((i) => 978_307_260_000_000n + i * STEP_MINUTES),
  },
  {
    encoding: { kind: 'fixed64', origin: 0n, step: 1n },
    values: [0n, 1n, 2n ** 53n, 2n ** 53n + 1n, 1_700_000_000_000_000_000n, 1_700_000_000_000_000_001n, 2n ** 64n - 2n],
  },
  { encoding: { kind: 'fixed64', origin: -(2n ** 63n), step: 1n }, values: [-(2n ** 63n), -1n, 0n, 2n ** 63n - 2n] },
  {
    encoding: { kind: 'float64' },
    values: [
      -Infinity,
      -Number.MAX_VALUE,
      -0.1,
      -Number.MIN_VALUE,
      0,
      Number.MIN_VALUE,
      0.1,
      0.30000000000000004,
      Number.MAX_VALUE,
      Infinity,
    ],
  },
];

for (const { encoding, values } of cases) {
  test(`${encoding.kind}${'step' in encoding ? ` from ${encoding.origin} by ${encoding.step}` : ''}: keys have the order of the values and convert back`, () => {
    const keys = values.map((value) => ceilKey(encoding, value));
    for (let i = 1; i < keys.length; i++) assert.ok(keys[i - 1]! < keys[i]!, `${values[i - 1]} before ${values[i]}`);
    for (const [i, value] of values.entries()) assert.equal(valueOf(encoding, keys[i]!), Number(value));
  });

  test(`${encoding.kind}${'step' in encoding ? ` from ${encoding.origin}` : ''}: lo ≤ value < hi holds for exactly the values between`, () => {
    const lane = laneOf(encoding);
    for (const lo of values) {
      for (const hi of values) {
        const range = rangeKeys(encoding, lo, hi);
        const [first, last] = [keyAt(lane, range, 0), keyAt(lane, range, 1)];
        for (const value of values) {
          const key = ceilKey(encoding, value);
          const inside = first !== null && last !== null && key >= first && key <= last;
          // No key is below an exclusive end at -Infinity, so the range must be empty.
          assert.equal(inside, value >= lo && value < hi, `${value} in [${lo}, ${hi})`);
        }
      }
    }
  });
}

test('a threshold between two f32 values rounds up to the next one, to agree with SQL, which compares doubles', () => {
  const stream = new Random(7);
  const random = (): number => stream.next();
  for (let i = 0; i < 2000; i++) {
    const threshold = (random() - 0.5) * 10 ** Math.floor(random() * 40 - 20);
    const key = Number(ceilKey({ kind: 'f32' }, threshold));
    const below = Number(keyBelow({ kind: 'f32' }, threshold));
    assert.ok(key >= threshold && below < threshold && Math.fround(key) === key && below < key);
    assert.equal(
      Math.fround((below + key) / 2) === below || Math.fround((below + key) / 2) === key,
      true,
      'neighbours',
    );
  }
});

test('-0 has the key of +0', () => {
  assert.equal(Object.is(ceilKey({ kind: 'f32' }, -0), 0), true);
  assert.equal(ceilKey({ kind: 'float64' }, -0), ceilKey({ kind: 'float64' }, 0));
});

test('u64 keys are packed low word first', () => {
  assert.deepEqual([...packKeys('u64', [0x1_0000_0002n])], [2, 1]);
});
