import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SlotId } from '../../src/engine/frame/ids';
import { barHeight, countsByHeight } from '../../src/engine/paints/bar-geometry';
import type { BarsPaint } from '../../src/engine/paints/bars';
import { panelOn } from '../harness/painted';

const [all, some] = ['all', 'some'] as [SlotId, SlotId];
const box = { x: 10, y: 5, width: 40, height: 100 };
const bars: BarsPaint = {
  paint: 'bars',
  counts: all,
  color: [200, 200, 200, 1],
  edgesPx: Float32Array.of(0, 9.6, 20.4, 20.6, 40),
  gapPx: 1,
  yMax: 200,
};

describe('bars', () => {
  it('have whole pixels as edges, and are at least one wide and, if nonzero, one high', () => {
    const { rects } = panelOn(box).paint([bars], { [all]: Uint32Array.of(100, 0, 1, 400) });
    assert.deepEqual(
      rects.map(({ x, y, width, height }) => [x, y, width, height]),
      [
        [10, 55, 9, 50],
        [30, 104, 1, 1],
        [31, 5, 18, 100],
      ],
    );
  });

  it('start at their baseline, and fill the panel above it', () => {
    const { rects } = panelOn(box).paint([{ ...bars, baselinePx: 19.6 }], { [all]: Uint32Array.of(100, 0, 1, 400) });
    assert.deepEqual(
      rects.map(({ y, height }) => [y, height]),
      [
        [45, 40],
        [84, 1],
        [5, 80],
      ],
    );
  });

  it('of a later paint cover those of an earlier one, each in its own color', () => {
    const one = Uint32Array.of(1, 0, 0, 0);
    const { rects, clears } = panelOn(box).paint([bars, { ...bars, counts: some, color: [0, 0, 255, 0.5] }], {
      [all]: one,
      [some]: one,
    });
    assert.deepEqual(
      rects.map(({ fill }) => fill),
      ['rgba(200, 200, 200, 1)', 'rgba(0, 0, 255, 0.5)'],
    );
    assert.equal(clears, 1);
  });

  it('are not drawn if yMax is 0', () => {
    assert.equal(panelOn(box).paint([{ ...bars, yMax: 0 }], { [all]: Uint32Array.of(1, 1, 1, 1) }).rects.length, 0);
  });

  it('have the same height by the table that a GPU searches as by division', () => {
    for (const yMax of [0.5, 1, 97, 333.3, 8000, 4e9]) {
      const counts = countsByHeight(yMax, 120);
      for (let height = 1; height <= 120; height++) {
        const least = counts[height]!;
        if (least === 0xffff_ffff) continue;
        assert.ok(barHeight(least, yMax, 120) >= height, `${least} of ${yMax}`);
        assert.ok(least === 1 || barHeight(least - 1, yMax, 120) < height, `${least - 1} of ${yMax}`);
      }
    }
  });
});
