import assert from 'node:assert/strict';
import { test } from 'node:test';
import { curvedEdges, curvedEdgesAround } from '../../src/engine/scales/curved-edges';
import type { CurvedScale } from '../../src/engine/scales/scale';
import { domainOf } from '../../src/engine/scales/edges-over';
import { LogScale } from '../../src/engine/scales/log-scale';
import { PowerScale } from '../../src/engine/scales/power-scale';
import { SymlogScale } from '../../src/engine/scales/symlog-scale';
import { Random } from '../harness/random';

const log = (lo: number, hi: number, integer = false, base = 10): LogScale => new LogScale([lo, hi], integer, base);
const symlog = (lo: number, hi: number, constant = 1): SymlogScale => new SymlogScale([lo, hi], false, constant);
const sqrt = (lo: number, hi: number): PowerScale => new PowerScale('sqrt', [lo, hi], false, 0.5);
const over = (scale: CurvedScale, maxBins: number, step?: number): readonly number[] =>
  curvedEdges(scale, step === undefined ? { maxBins } : { maxBins, step }, null).thresholds;

test('thresholds are round, and about evenly spaced on the axis', () => {
  assert.deepEqual(over(log(2, 900), 3), [1, 10, 100, 1000]);
  assert.deepEqual(over(log(2, 900), 9), [2, 5, 10, 20, 50, 100, 200, 500, 1000]);
  assert.deepEqual(over(log(1, 9.9), 5), [1, 1.6, 2.5, 4, 6.3, 10]);
  assert.deepEqual(over(log(1, 1e12), 3), [1, 1e5, 1e10, 1e15]);
  assert.deepEqual(over(log(1, 100, false, 2), 8), [1, 2, 4, 8, 16, 32, 64, 128]);
  assert.deepEqual(over(sqrt(0, 99), 10), [0, 1, 4, 9, 16, 25, 36, 49, 64, 81, 100]);
  assert.deepEqual(over(symlog(-500, 500), 6), [-1000, -100, -10, 0, 10, 100, 1000]);
});

test('every value from the smallest to the largest lies in one of at most maxBins bins', () => {
  const random = new Random(12);
  const size = (): number => 10 ** (random.next() * 40 - 20);
  const extreme: CurvedScale[] = [
    log(5e-324, Number.MAX_VALUE),
    log(5e-324, 5e-324),
    log(Number.MAX_VALUE, Number.MAX_VALUE),
    log(1, 1 + 2 ** -52),
    symlog(-Number.MAX_VALUE, Number.MAX_VALUE),
    symlog(0, 0),
    symlog(-5e-324, 0),
    sqrt(-Number.MAX_VALUE, Number.MAX_VALUE),
    sqrt(0, 5e-324),
    sqrt(0, 0),
    new PowerScale('pow', [-1e300, 1e300], false, 2),
    new PowerScale('pow', [1e-300, 3e-300], false, 3),
  ];
  const drawn = Array.from({ length: 300 }, (_, i): CurvedScale => {
    const [lo, hi] = [size(), size()].sort((a, b) => a - b) as [number, number];
    if (i % 3 === 0) return log(lo, hi, false, random.pick([10, 2, Math.E]));
    const sign = random.next() < 0.3 ? -1 : 1;
    const from = sign * lo;
    return i % 3 === 1
      ? symlog(from, hi, size())
      : new PowerScale('pow', [from, hi], false, random.pick([0.5, 2, 0.3]));
  });
  for (const scale of [...extreme, ...drawn]) {
    const [min, max] = scale.domain;
    for (const maxBins of [1, 7, 50, 300]) {
      const edges = curvedEdges(scale, { maxBins }, null);
      const { thresholds } = edges;
      const what = `${scale.kind} ${min} to ${max} in ${maxBins}: ${thresholds.join()}`;
      assert.ok(thresholds[0]! <= min && thresholds.at(-1)! > max, what);
      assert.ok(
        thresholds.every((edge, i) => i === 0 || edge > thresholds[i - 1]!),
        what,
      );
      assert.ok(thresholds.length - 1 <= Math.max(2, maxBins), what);
      const home = scale.over(domainOf(edges));
      assert.ok(home.domain[0] < home.domain[1] && home.position(min) >= 0 && home.position(max) <= 1, what);
    }
  }
});

test('bins are about equally long on the axis', () => {
  for (const scale of [
    log(1, 1e6),
    log(0.003, 7),
    symlog(-1e5, 1e5),
    sqrt(0, 1e4),
    new PowerScale('pow', [0, 50], false, 2),
  ]) {
    for (const maxBins of [10, 50, 300]) {
      const edges = curvedEdges(scale, { maxBins }, null);
      const home = scale.over(domainOf(edges));
      const lengths = edges.thresholds
        .slice(1)
        .map((edge, i) => home.position(edge) - home.position(edges.thresholds[i]!));
      const mean = 1 / lengths.length;
      if (edges.thresholds.includes(2) && edges.thresholds.includes(5)) continue; // 1, 2, 5
      for (const length of lengths)
        assert.ok(Math.abs(length - mean) < 0.3 * mean, `${scale.kind} in ${maxBins}: ${length} of ${mean}`);
    }
  }
});

test('bins keep their position while the domain moves', () => {
  for (const home of [log(1, 1e6), symlog(-1e5, 1e5), sqrt(0, 1e4)] as const) {
    const known = new Set<number>();
    for (let i = 0; i <= 80; i++) {
      const part = home.over([home.invert(0.2 + i / 200), home.invert(0.4 + i / 200)]);
      const { thresholds } = curvedEdgesAround(part, { maxBins: 40 });
      assert.ok(
        thresholds[0]! <= part.domain[0] * (1 + 1e-6) + 1e-9 && thresholds.at(-1)! >= part.domain[1] * (1 - 1e-6),
        home.kind,
      );
      assert.ok(thresholds.length >= 10 && thresholds.length <= 44, `${home.kind}: ${thresholds.length}`);
      for (const edge of thresholds) known.add(edge);
    }
    // 60 % of the axis; a fifth of it takes at most 40 steps.
    assert.ok(known.size <= 125, `${home.kind}: ${known.size} thresholds`);
  }
});

test('every bin of whole numbers contains one, unless cells must be equally long', () => {
  const scale = log(1, 1000, true);
  const { thresholds } = curvedEdges(scale, { maxBins: 62 }, null);
  assert.deepEqual(thresholds.slice(0, 6), [1, 2, 3, 4, 5, 6]);
  assert.ok(thresholds.every(Number.isInteger));
  assert.equal(curvedEdges(scale, { maxBins: 62, equalCells: true }, null).thresholds.length, 62);
});

test("an author's step is in values; on a log axis its first bin begins at the first position", () => {
  assert.deepEqual(over(sqrt(0, 50), 10, 20), [0, 20, 40, 60]);
  assert.deepEqual(over(log(3, 50), 10, 20), [1, 20, 40, 60]);
  assert.deepEqual(curvedEdgesAround(log(3, 50), { maxBins: 10, step: 20 }).thresholds, [5e-324, 20, 40, 60]);
  assert.deepEqual(curvedEdgesAround(log(23, 50), { maxBins: 10, step: 20 }).thresholds, [20, 40, 60]);
});

test("an author's domain ends on thresholds if it has a position", () => {
  const clipped = (from: number, to: number): readonly number[] =>
    curvedEdges(log(2, 5000), { maxBins: 2 }, [from, to]).thresholds;
  assert.deepEqual(clipped(10, 1000), [10, 100, 1000]);
  assert.deepEqual(clipped(0, 90), [1, 10, 100]);
  assert.deepEqual(clipped(-5, -1), [1, 100, 10_000]);
});
