/// <reference types="node" />
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { paintBars } from '../../../src/engine/cpu/paints/bars';
import { CellsPainter, spreadCells } from '../../../src/engine/cpu/paints/cells';
import { rampIndex } from '../../../src/engine/cpu/paints/colour';
import type { BarsPaint, CellsPaint, SlotId, SurfaceId } from '../../../src/engine/frame/recording';
import { RecordingContext } from './recording-context';

const surface = 's' as SurfaceId;
const counts = 'c' as SlotId;

describe('bars', () => {
  const paint: BarsPaint = {
    paint: 'bars',
    surface,
    box: { x: 10, y: 5, width: 40, height: 100 },
    edgesPx: Float32Array.of(0, 9.6, 20.4, 20.6, 40),
    gapPx: 1,
    yMax: 200,
    layers: [
      { counts, colour: [200, 200, 200, 1] },
      { counts, colour: [0, 0, 255, 0.5] },
    ],
  };

  it('stand on whole pixels, at least one wide, and one high where anything was counted', () => {
    const context = new RecordingContext();
    paintBars(context, paint, [Uint32Array.of(100, 0, 1, 400), new Uint32Array(4)]);
    assert.deepEqual(
      context.rects.map(({ x, y, width, height }) => [x, y, width, height]),
      [
        [10, 55, 9, 50],
        [30, 104, 1, 1],
        [31, 5, 18, 100],
      ],
    );
  });

  it('paint layers in order, each in its colour', () => {
    const context = new RecordingContext();
    paintBars(context, paint, [Uint32Array.of(1, 0, 0, 0), Uint32Array.of(1, 0, 0, 0)]);
    assert.deepEqual(
      context.rects.map(({ fill }) => fill),
      ['rgba(200, 200, 200, 1)', 'rgba(0, 0, 255, 0.5)'],
    );
  });

  it('are none when yMax is 0', () => {
    const context = new RecordingContext();
    paintBars(context, { ...paint, yMax: 0 }, [Uint32Array.of(1, 1, 1, 1), new Uint32Array(4)]);
    assert.equal(context.rects.length, 0);
  });
});

describe('cells', () => {
  const ramp = Uint8ClampedArray.from({ length: 1024 }, (_, i) => (i % 4 === 3 ? 255 : i >> 2));
  const paint: CellsPaint = {
    paint: 'cells',
    surface,
    box: { x: 3, y: 4, width: 7, height: 5 },
    counts,
    nx: 3,
    ny: 2,
    ramp,
    transfer: 'linear',
    under: null,
  };

  for (const [scale, transfer] of [
    [1, 'linear'],
    [1, 'sqrt'],
    [1, 'log'],
    [100_000, 'sqrt'],
  ] as const) {
    it(`show every pixel's cell, row 0 at the bottom, empty ones transparent (${transfer}, counts × ${scale})`, () => {
      const context = new RecordingContext();
      const grid = Uint32Array.of(0, 1, 2, 3, 4, 5).map((count) => count * scale);
      new CellsPainter().paint(context, { ...paint, transfer }, () => grid);
      const [{ image, x, y }] = context.images as [RecordingContext['images'][0]];
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

  it('show what is under them where they count nothing', () => {
    const context = new RecordingContext();
    const whole = 'whole' as SlotId;
    const green = ramp.map((value, i) => (i % 4 === 1 ? 200 : value));
    const grids: Readonly<Record<string, Uint32Array>> = {
      [counts]: Uint32Array.of(0, 0, 3, 0, 0, 1),
      [whole]: Uint32Array.of(0, 5, 5, 1, 0, 4),
    };
    new CellsPainter().paint(
      context,
      { ...paint, box: { x: 0, y: 0, width: 3, height: 2 }, under: { counts: whole, ramp: green } },
      (slot) => grids[slot]!,
    );
    const { data } = context.images[0]!.image;
    const bottomUp = [3, 4, 5, 0, 1, 2].map((pixel) => [...data.subarray(4 * pixel, 4 * pixel + 4)]);
    assert.deepEqual(bottomUp, [
      [0, 0, 0, 0],
      [255, 200, 255, 255],
      [255, 255, 255, 255],
      [51, 200, 51, 255],
      [0, 0, 0, 0],
      [85, 85, 85, 255],
    ]);
  });

  it('pick ramp[round(t × 255)]', () => {
    assert.deepEqual([rampIndex(1, 4, 'linear'), rampIndex(1, 4, 'sqrt'), rampIndex(4, 4, 'log')], [64, 128, 255]);
    assert.equal(rampIndex(1, 3, 'log'), Math.round((Math.log(2) / Math.log(4)) * 255));
  });

  it('shrink to nearest neighbour when there are more cells than pixels', () => {
    const pixels = new Uint32Array(2);
    spreadCells(Uint32Array.of(1, 2, 3, 4, 5, 6), 6, 1, 2, 1, pixels);
    assert.deepEqual([...pixels], [2, 5]);
  });

  it('of nothing are transparent again after a frame that had some', () => {
    const context = new RecordingContext();
    const painter = new CellsPainter();
    painter.paint(context, paint, () => Uint32Array.of(1, 1, 1, 1, 1, 1));
    painter.paint(context, paint, () => new Uint32Array(6));
    assert.ok(context.images[1]!.image.data.every((byte) => byte === 0));
  });
});
