import assert from 'node:assert/strict';
import type { Scale } from '../../src/engine/scales/scale';

const FRACTIONS = Array.from({ length: 401 }, (_, i) => i / 400);

/** Properties of every scale: exact ends, positions that invert to their values, ascending ticks. */
export function checkScale(scale: Scale, what: string): void {
  const [lo, hi] = scale.domain;
  assert.ok(Number.isFinite(lo) && Number.isFinite(hi) && lo < hi, `${what}: ${lo} to ${hi}`);
  assert.deepEqual([scale.position(lo), scale.position(hi)], [0, 1], `${what}: ends have their places`);
  assert.deepEqual([scale.invert(0), scale.invert(1), scale.invert(-3), scale.invert(4)], [lo, hi, lo, hi], what);
  let before = -Infinity;
  for (const fraction of FRACTIONS) {
    const value = scale.invert(fraction);
    assert.ok(value >= before && value >= lo && value <= hi, `${what}: ${value} at ${fraction} after ${before}`);
    before = value;
    const back = scale.invert(scale.position(value));
    const noise = 1e-12 * Math.max(Math.abs(value), hi / 500 - lo / 500) + 2 * Number.MIN_VALUE;
    assert.ok(Math.abs(back - value) <= noise, `${what}: ${value} at ${fraction} comes back as ${back}`);
  }
  assert.ok(scale.position(Infinity) >= 1 && scale.position(-Infinity) <= 0, `${what}: infinity lies beyond the ends`);
  for (const count of [2, 5, 10]) {
    const set = scale.ticks(count);
    const ticks = set.values;
    assert.ok(
      ticks.every((tick, i) => tick >= lo && tick <= hi && (i === 0 || tick > ticks[i - 1]!)),
      `${what}: ${ticks.join()}`,
    );
    const texts = set.labels(ticks);
    if (scale.kind !== 'time') assert.equal(new Set(texts).size, texts.length, `${what}: ${texts.join(' ')}`);
    assert.doesNotMatch(texts.join(), /NaN|undefined|Infinity/, what);
    for (const tick of ticks) assert.ok(Number.isFinite(set.rank(tick)), what);
  }
  for (const value of [lo, hi, scale.invert(0.3)])
    assert.doesNotMatch(scale.format(value), /NaN|undefined|^$/, `${what}: ${value}`);
}

export function closeTo(found: number, expected: number, what: string, noise = 1e-12): void {
  assert.ok(
    Math.abs(found - expected) <= noise * Math.max(1, Math.abs(expected)),
    `${what}: ${found}, not ${expected}`,
  );
}
