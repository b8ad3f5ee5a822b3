import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PaintedCanvas } from '../../../src/engine/cpu/paints/painted-canvas';
import type { Surface } from '../../../src/engine/frame/backend';
import { RecordingContext } from './recording-context';

const canvas = { width: 20, height: 10 } as Surface;
const BOX = { x: 2, y: 3, width: 4, height: 1 };

/** A context whose pixels the test sets. */
class ReadableContext extends RecordingContext {
  readonly reads: number[][] = [];

  override getImageData(x: number, y: number, width: number, height: number): ImageData {
    this.reads.push([x, y, width, height]);
    return super.getImageData(x, y, width, height);
  }
}

test('transfers pixels before anything is painted over them, and once for paints of one box', () => {
  const context = new ReadableContext();
  const painted = new PaintedCanvas(canvas, context);
  const order: string[] = [];
  painted.paint(20, 10, (target) => {
    assert.equal(target.pixels(BOX).isClear, true);
    const again = target.pixels(BOX);
    assert.equal(again.isClear, false);
    again.words[0] = 7;
    order.push(`${context.images.length} images`);
    target.shapes.fillRect(0, 0, 1, 1);
    order.push(`${context.images.length} images`);
    assert.equal(target.pixels(BOX).isClear, false, 'the canvas is read because it may contain a shape');
  });
  assert.deepEqual(order, ['0 images', '1 images']);
  assert.equal(context.images.length, 2);
  assert.deepEqual(context.reads, [[2, 3, 4, 1]]);
  assert.equal(context.clears, 1);
});

test('reads the boxes that overlap painted ones, not those of other panels', () => {
  const context = new ReadableContext();
  const painted = new PaintedCanvas(canvas, context);
  const clear: boolean[] = [];
  painted.paint(20, 10, (target) => {
    for (const x of [0, 4, 2, 9, 6, 16]) clear.push(target.pixels({ x, y: 0, width: 4, height: 5 }).isClear);
  });
  assert.deepEqual(clear, [true, true, false, true, false, true]);
  assert.deepEqual(
    context.reads.map(([x]) => x),
    [2, 6],
  );
});

test('does not read a cleared canvas, and reuses the memory of the previous frame', () => {
  const context = new ReadableContext();
  const painted = new PaintedCanvas(canvas, context);
  const buffers = [1, 2].map(() => {
    let buffer: ArrayBufferLike | null = null;
    painted.paint(20, 10, (target) => {
      const { words, isClear } = target.pixels(BOX);
      assert.ok(isClear);
      ({ buffer } = words);
    });
    return buffer;
  });
  assert.equal(buffers[0], buffers[1]);
  assert.deepEqual(context.reads, []);
});

test('assigns a size only if it differs, because that clears the canvas', () => {
  const assigned: string[] = [];
  const size = { width: 20, height: 10 };
  const resized = {
    get width() {
      return size.width;
    },
    set width(width) {
      assigned.push(`width ${width}`);
      size.width = width;
    },
    get height() {
      return size.height;
    },
    set height(height) {
      assigned.push(`height ${height}`);
      size.height = height;
    },
  } as Surface;
  const painted = new PaintedCanvas(resized, new RecordingContext());
  painted.paint(20, 10, () => undefined);
  assert.deepEqual(assigned, []);
  painted.paint(20, 12, (target) => assert.deepEqual(target.box, { x: 0, y: 0, width: 20, height: 12 }));
  assert.deepEqual(assigned, ['height 12']);
});
