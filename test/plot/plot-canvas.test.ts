import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import type { Backend, Surface } from '../../src/engine/frame/backend';
import type { SlotId } from '../../src/engine/frame/ids';
import type { BarsPaint } from '../../src/engine/paints/bars';
import { Memory } from '../../src/engine/memory/memory';
import { PlotCanvas } from '../../src/engine/plot/plot-canvas';
import { RecordingContext } from '../cpu/paints/recording-context';

const SLOT = 'counts' as SlotId;
const SIZE = { widthCss: 2, heightCss: 1, pixelRatio: 2 };
let reported: unknown[] = [];
const before = globalThis.reportError;
globalThis.reportError = (error) => void reported.push(error);
after(() => {
  globalThis.reportError = before;
});

/** A plot's canvas that shows bars whose counts are read back; records the canvases it shows next. */
function shownBars(canvas: Surface): { readonly canvas: PlotCanvas; readonly shown: Surface[] } {
  const shown: Surface[] = [];
  const host = { freshCanvas: () => canvas, show: (next: Surface) => void shown.push(next) };
  const view = new PlotCanvas('plot', host, new Memory());
  const paint: BarsPaint = {
    paint: 'bars',
    edgesPx: Float32Array.of(0, 4),
    gapPx: 0,
    yMax: 1,
    counts: SLOT,
    color: [0, 0, 0, 1],
  };
  view.show(SIZE, [{ box: { x: 0, y: 0, width: 4, height: 2 }, paints: [paint] }]);
  view.still.read(SLOT, Uint32Array.of(1));
  return { canvas: view, shown };
}

beforeEach(() => {
  reported = [];
});

test('repaints the picture of a lost device on a canvas that needs no device', () => {
  const fresh = { width: 0, height: 0, getContext: () => new RecordingContext() } as unknown as Surface;
  const { canvas, shown } = shownBars(fresh);
  canvas.freeze({ kind: 'webgpu' } as Backend);
  assert.deepEqual([shown, reported], [[fresh], []]);
  assert.deepEqual([fresh.width, fresh.height], [4, 2]);
  canvas.freeze({ kind: 'cpu' } as Backend);
  assert.equal(shown.length, 1, 'workers take no pixels along');
});

test("reports a canvas that can't be painted on, and the plot moves all the same", () => {
  const failure = new Error('no context');
  const { canvas, shown } = shownBars({
    width: 0,
    height: 0,
    getContext: () => {
      throw failure;
    },
  } as unknown as Surface);
  canvas.freeze({ kind: 'webgpu' } as Backend);
  assert.deepEqual([shown, reported], [[], [failure]]);
});
