import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Box } from '../../src/engine/frame/box';
import type { SlotId } from '../../src/engine/frame/ids';
import { rampIndex } from '../../src/engine/paints/cell-colors';
import type { CellsPaint } from '../../src/engine/paints/cells';
import { spreadCells } from '../../src/engine/paints/spread-cells';
import type { RecordingContext } from '../cpu/paints/recording-context';
import { panelOn } from '../harness/painted';

const [counts, whole] = ['some', 'whole'] as [SlotId, SlotId];
const ramp = Uint8ClampedArray.from({ length: 1024 }, (_, i) => (i % 4 === 3 ? 255 : i >> 2));
const cells: CellsPaint = {
  paint: 'cells',
  grid: { x: 0, y: 0, width: 7, height: 5 },
  counts,
  nx: 3,
  ny: 2,
  ramp,
  transfer: 'linear',
};
const panel = { x: 3, y: 4, width: 7, height: 5 };

function pixelsOf({ images: [first] }: RecordingContext): readonly number[][] {
  const { data } = first!.image;
  return Array.from({ length: data.length / 4 }, (_, i) => [...data.subarray(4 * i, 4 * i + 4)]);
}

describe('cells', () => {
  for (const [scale, transfer] of [
    [1, 'linear'],
    [1, 'sqrt'],
    [1, 'log'],
    [100_000, 'sqrt'],
  ] as const) {
    it(`paint every pixel with its cell's color, row 0 at the bottom, empty cells transparent (${transfer}, counts × ${scale})`, () => {
      const grid = Uint32Array.of(0, 1, 2, 3, 4, 5).map((count) => count * scale);
      const { images } = panelOn(panel).paint([{ ...cells, transfer }], { [counts]: grid });
      const [{ image, x, y }] = images as [RecordingContext['images'][0]];
      assert.deepEqual([x, y, image.width, image.height], [3, 4, 7, 5]);
      for (let top = 0; top < 5; top++) {
        for (let px = 0; px < 7; px++) {
          const cell = Math.floor(((4 - top + 0.5) * 2) / 5) * 3 + Math.floor(((px + 0.5) * 3) / 7);
          const count = grid[cell]!;
          const shade = rampIndex(count, 5 * scale, transfer);
          const expected = count === 0 ? [0, 0, 0, 0] : [shade, shade, shade, 255];
          assert.deepEqual(
            [...image.data.subarray(4 * (top * 7 + px), 4 * (top * 7 + px) + 4)],
            expected,
            `pixel ${px}, ${top}`,
          );
        }
      }
    });
  }

  const small: Box = { x: 0, y: 0, width: 3, height: 2 };
  const green = ramp.map((value, i) => (i % 4 === 1 ? 200 : value));
  const grids = { [counts]: Uint32Array.of(0, 0, 3, 0, 0, 1), [whole]: Uint32Array.of(0, 5, 5, 1, 0, 4) };
  const under = { ...cells, grid: small, counts: whole, ramp: green };

  it('leave earlier paints visible in empty cells, in one transfer', () => {
    const context = panelOn(small).paint([under, { ...cells, grid: small }], grids);
    assert.equal(context.images.length, 1);
    assert.deepEqual(
      [3, 4, 5, 0, 1, 2].map((pixel) => pixelsOf(context)[pixel]),
      [
        [0, 0, 0, 0],
        [255, 200, 255, 255],
        [255, 255, 255, 255],
        [51, 200, 51, 255],
        [0, 0, 0, 0],
        [85, 85, 85, 255],
      ],
    );
  });

  it('blend translucent colors with earlier paints', () => {
    const half = ramp.map((value, i) => (i % 4 === 3 ? 128 : value));
    const context = panelOn(small).paint([under, { ...cells, grid: small, ramp: half }], grids);
    const mixed = pixelsOf(context)[5]!;
    const shares = [128 / 255, 1 - 128 / 255] as const;
    assert.deepEqual(
      pixelsOf(context)[2],
      [85, 85, 85].map((above, i) => Math.round(above * shares[0] + [204, 200, 204][i]! * shares[1])).concat(255),
    );
    assert.equal(mixed[3], 255);
  });

  it('stay inside the panel', () => {
    const grid = { x: -2, y: -1, width: 9, height: 7 };
    const { images } = panelOn(panel).paint([{ ...cells, grid }], { [counts]: new Uint32Array(6) });
    const { image, x, y } = images[0]!;
    assert.deepEqual([x, y, image.width, image.height], [3, 4, 7, 5]);
    assert.equal(
      panelOn(panel).paint([{ ...cells, grid: { ...grid, x: 7 } }], { [counts]: new Uint32Array(6) }).images.length,
      0,
    );
  });

  it('pick ramp[round(t × 255)]', () => {
    assert.deepEqual([rampIndex(1, 4, 'linear'), rampIndex(1, 4, 'sqrt'), rampIndex(4, 4, 'log')], [64, 128, 255]);
    assert.equal(rampIndex(1, 3, 'log'), Math.round((Math.log(2) / Math.log(4)) * 255));
  });

  it('shrink to nearest neighbor when there are more cells than pixels', () => {
    const words = new Uint32Array(2);
    const box = { x: 0, y: 0, width: 2, height: 1 };
    const colors = Uint32Array.of(1, 2, 3, 4, 5, 6);
    spreadCells({ colors, nx: 6, ny: 1, grid: box, part: box }, { words, isClear: true });
    assert.deepEqual([...words], [2, 5]);
  });

  it('are transparent again after their counts become zero', () => {
    const { context, paint } = panelOn(panel);
    paint([cells], { [counts]: Uint32Array.of(1, 1, 1, 1, 1, 1) });
    paint([cells], { [counts]: new Uint32Array(6) });
    assert.ok(context.images[0]!.image.data.every((byte) => byte === 0));
  });
});
