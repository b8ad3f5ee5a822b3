import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Box } from '../../src/engine/frame/box';
import type { SlotId } from '../../src/engine/frame/ids';
import { image, type ImagePaint } from '../../src/engine/paints/image';
import { drawnPaints, type Paint } from '../../src/engine/paints/index';
import type { LinesPaint } from '../../src/engine/paints/lines';
import type { GpuDraw, GpuFrame } from '../../src/engine/paints/paint-kind';
import type { RectsPaint } from '../../src/engine/paints/rects';
import { panelOn } from '../harness/painted';
import { floats } from '../harness/rasterised';
import '../harness/all-vectors';

const slot = 'counts' as SlotId;
const bars: Paint = {
  paint: 'bars',
  counts: slot,
  color: [1, 2, 3, 1],
  edgesPx: Float32Array.of(0, 10),
  gapPx: 0,
  yMax: 1,
};
const rect: RectsPaint = {
  paint: 'rects',
  x: floats(3),
  y: floats(4),
  width: floats(20),
  height: floats(9),
  fill: 0xff0000ff,
};
const line: LinesPaint = {
  paint: 'lines',
  x: floats(-9, 15),
  y: floats(5, 30),
  starts: Uint32Array.of(0, 2),
  widthPx: 3,
  color: 0x80ff0000,
};
const panel: Box = { x: 7.4, y: 5, width: 100, height: 60 };
const canvas: Box = { x: 0, y: 0, width: 400, height: 300 };

function draws(paint: ImagePaint, on: Box, maxImageWords = 1e9): readonly GpuDraw[] {
  return image.gpu.draw(paint, on, { canvas, maxImageWords } as GpuFrame);
}

function pixelsOf({ image: pixels }: GpuDraw): number[] {
  const words = new Uint32Array(pixels!.words).fill(0xdead_beef);
  pixels!.write(words);
  return [...words];
}

describe('an image', () => {
  it('holds the vector paints in a row of one panel', () => {
    assert.deepEqual(drawnPaints([rect, line, bars, line]), [
      { paint: 'image', of: [rect, line] },
      bars,
      { paint: 'image', of: [line] },
    ]);
  });

  it('has only the pixels that its paints touch, and the same on both backends', () => {
    const paint: ImagePaint = { paint: 'image', of: [rect, line] };
    const [draw] = draws(paint, panel);
    // The line's border is 1.5 pixels from its points; the panel cuts it off at the left.
    assert.deepEqual(draw!.box, { x: 7, y: 8, width: 23, height: 29 });
    const { images } = panelOn(panel).paint([rect, line], {});
    assert.equal(images.length, 1);
    const [{ image: painted, x, y }] = images as [(typeof images)[0]];
    assert.deepEqual({ x, y, width: painted.width, height: painted.height }, draw!.box);
    assert.deepEqual(pixelsOf(draw!), [...new Uint32Array(painted.data.buffer)]);
    assert.ok(pixelsOf(draw!).includes(0xff0000ff));
  });

  it('is nothing if its paints show nothing', () => {
    const beyond = { ...rect, x: floats(100) };
    assert.deepEqual(draws({ paint: 'image', of: [beyond] }, panel), []);
    assert.deepEqual(draws({ paint: 'image', of: [{ ...rect, x: floats(NaN) }] }, panel), []);
    assert.equal(panelOn(panel).paint([beyond], {}).images.length, 0);
    const [draw] = draws({ paint: 'image', of: [beyond, rect] }, panel);
    assert.deepEqual(draw!.box, { x: 10, y: 9, width: 20, height: 9 });
  });

  it('of paints that overflow ends at the canvas', () => {
    const wide = { ...rect, width: floats(1e6), overflows: true };
    assert.equal(draws({ paint: 'image', of: [wide] }, panel)[0]!.box.width, 390);
    assert.equal(draws({ paint: 'image', of: [{ ...wide, overflows: false }] }, panel)[0]!.box.width, 97);
    const [draw] = draws({ paint: 'image', of: [wide, line] }, panel);
    assert.equal(draw!.box.x, 7, 'the panel still clips the line');
  });

  it('larger than a buffer is drawn in bands', () => {
    const paint: ImagePaint = { paint: 'image', of: [rect, line] };
    const [whole] = draws(paint, panel);
    const bands = draws(paint, panel, 23 * 5);
    assert.equal(bands.length, 6);
    assert.deepEqual(bands.flatMap(pixelsOf), pixelsOf(whole!));
    assert.deepEqual(
      bands.map(({ box }) => box.y),
      [8, 13, 18, 23, 28, 33],
    );
  });

  it('is blended over what the panel shows already', () => {
    const cells: Paint = {
      paint: 'cells',
      grid: { x: 0, y: 0, width: 100, height: 60 },
      counts: slot,
      nx: 1,
      ny: 1,
      ramp: new Uint8ClampedArray(1024).fill(255),
      transfer: 'linear',
    };
    const half = { ...rect, x: floats(0), y: floats(0), width: floats(100), height: floats(60), fill: 0x800000ff };
    const { images } = panelOn(panel).paint([cells, half], { [slot]: Uint32Array.of(1) });
    assert.equal(images.length, 1);
    assert.equal(new Uint32Array(images[0]!.image.data.buffer)[0], 0xff7f7fff);
  });
});
