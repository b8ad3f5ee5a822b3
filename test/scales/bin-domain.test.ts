import assert from 'node:assert/strict';
import { test } from 'node:test';
import { laneOf, type ColumnId, type ColumnMeta } from '../../src/engine/columns/column';
import { ceilKey, keyAt } from '../../src/engine/columns/keys';
import type { BinnedAxis } from '../../src/engine/scales/binned-axis';
import { binDomain } from '../../src/engine/scales/bin-domain';
import { Random } from '../harness/random';

const id = 'c' as ColumnId;
const integers: ColumnMeta = {
  id,
  rows: 10,
  encoding: { kind: 'u32', origin: -80n, step: 1n },
  type: { kind: 'number', integer: true },
};
const doubles: ColumnMeta = { id, rows: 10, encoding: { kind: 'float64' }, type: { kind: 'number', integer: false } };
const minutes: ColumnMeta = {
  id,
  rows: 10,
  encoding: { kind: 'u32', origin: 0n, step: 60_000_000n },
  type: { kind: 'time', ticksPerMs: 1000 },
};
const letters: ColumnMeta = {
  id,
  rows: 10,
  encoding: { kind: 'u32', origin: 0n, step: 1n },
  type: { kind: 'category', labels: ['a', 'b', 'c'] },
};

/** The bin of a value by its thresholds in key space, as a kernel computes it. */
function binOf(axis: BinnedAxis, value: number): number {
  const lane = laneOf(axis.column.encoding);
  const key = ceilKey(axis.column.encoding, value);
  const keys = Array.from({ length: axis.bins.count + 1 }, (_, i) => keyAt(lane, axis.bins.keys, i)!);
  if (key < keys[0]! || key > keys[axis.bins.count]!) return -1;
  return keys.slice(0, -1).findLastIndex((first) => first <= key);
}

test('every value from the smallest to the largest lies between the edges of its bin', () => {
  const stream = new Random(11);
  const random = (): number => stream.next();
  for (let i = 0; i < 300; i++) {
    const min = Math.round((random() - 0.5) * 10 ** (random() * 6)) / (i % 2 ? 1 : 8);
    const max = min + Math.round(random() * 10 ** (random() * 6)) / (i % 2 ? 1 : 8);
    const column =
      i % 2 ? { ...integers, encoding: { kind: 'u32', origin: BigInt(Math.floor(min)), step: 1n } as const } : doubles;
    const axis = binDomain(column, min, max, { maxBins: 1 + Math.floor(random() * 60) }, null);
    for (const value of [
      min,
      max,
      ...Array.from({ length: 8 }, () =>
        i % 2 ? Math.floor(min + random() * (max - min)) : min + random() * (max - min),
      ),
    ]) {
      const bin = binOf(axis, value);
      assert.ok(bin >= 0, `${value} of ${min}…${max} is in a bin`);
      assert.ok(axis.edges[bin]! <= value && value < axis.edges[bin + 1]!);
    }
  }
});

test('steps are nice, no finer than a whole number for integers, and at most as many as asked', () => {
  const axis = binDomain(integers, -80, 1575, { maxBins: 50 }, null);
  assert.equal(axis.edges[1]! - axis.edges[0]!, 50);
  assert.ok(axis.bins.count <= 50);
  assert.equal(binDomain(integers, 0, 3, { maxBins: 50 }, null).bins.count, 4);
  assert.deepEqual(binDomain(integers, 0, 23, { maxBins: 50, step: 1 }, null).bins.count, 24);
  assert.deepEqual(binDomain(doubles, 0.1, 0.35, { maxBins: 4, step: 0.1 }, null).edges, [0.1, 0.2, 0.3, 0.4]);
});

test('a single value still has a bin', () => {
  const axis = binDomain(integers, 7, 7, { maxBins: 50 }, null);
  assert.deepEqual(axis.edges, [7, 8]);
});

test('a clipped axis ends on whole steps and leaves out the rest', () => {
  const axis = binDomain(integers, -80, 1575, { maxBins: 50, step: 5 }, [-60, 180]);
  assert.deepEqual([...axis.scale.domain, axis.bins.count], [-60, 180, 48]);
  assert.equal(binOf(axis, -61), -1);
  assert.equal(binOf(axis, 180), -1);
  assert.equal(binOf(axis, 179), 47);
});

test('times are binned by calendar units', () => {
  const tick = (text: string): number => Date.parse(text) * 1000;
  const axis = binDomain(
    minutes,
    tick('2001-01-01T00:01Z'),
    tick('2001-06-30T23:59Z'),
    { maxBins: 50, step: 'month' },
    null,
  );
  assert.deepEqual(
    axis.edges.map((edge) => new Date(edge / 1000).toISOString().slice(0, 7)),
    ['2001-01', '2001-02', '2001-03', '2001-04', '2001-05', '2001-06', '2001-07'],
  );
  assert.equal(axis.bins.uniform, false);
  assert.equal(binOf(axis, tick('2001-02-28T23:59Z')), 1);
  assert.equal(binOf(axis, tick('2001-03-01T00:00Z')), 2);
  const ticks = axis.scale.ticks(6);
  assert.deepEqual(ticks.labels(ticks.values), ['2001', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul']);
});

test('categories have a bin each', () => {
  const axis = binDomain(letters, 0, 2, { maxBins: 50 }, null);
  assert.equal(axis.bins.count, 3);
  assert.equal(axis.scale.format(1), 'b');
});

test('pixel bins of the same length are the same object, so that an index can be cached', () => {
  const axis = binDomain(integers, 0, 100, { maxBins: 50 }, null);
  assert.equal(axis.pixelBins(300), axis.pixelBins(300));
  assert.notEqual(axis.pixelBins(300), axis.pixelBins(301));
});
