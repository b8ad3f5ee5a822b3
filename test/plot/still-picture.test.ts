import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Surface } from '../../src/engine/frame/backend';
import type { SlotId, SurfaceId } from '../../src/engine/frame/ids';
import type { SurfacePaint } from '../../src/engine/frame/surface-paint';
import type { CellsPaint } from '../../src/engine/paints/cells';
import { Memory } from '../../src/engine/memory/memory';
import { StillPicture } from '../../src/engine/plot/still-picture';
import { RecordingContext } from '../cpu/paints/recording-context';

const [SELECTED, TOTAL] = ['selected', 'total'] as [SlotId, SlotId];
const ramp = new Uint8ClampedArray(1024);
const cells: CellsPaint = {
  paint: 'cells',
  grid: { x: 0, y: 0, width: 2, height: 1 },
  counts: SELECTED,
  nx: 2,
  ny: 1,
  ramp,
  transfer: 'sqrt',
};
const picture: SurfacePaint = {
  surface: 's' as SurfaceId,
  widthPx: 2,
  heightPx: 1,
  panels: [{ box: cells.grid, paints: [{ ...cells, counts: TOTAL }, cells] }],
};

/** Completes a picture; returns the slots that it had to read. */
async function completed(still: StillPicture): Promise<readonly SlotId[]> {
  const slots: SlotId[] = [];
  const read = (slot: SlotId): Promise<Uint32Array> => {
    slots.push(slot);
    return Promise.resolve(Uint32Array.of(3, 4));
  };
  assert.equal(await still.complete(read, () => true), true);
  return slots;
}

test('draws a picture with context only once the counts of all rows have been read too', async () => {
  const still = new StillPicture(new Memory().track('js', { module: 'plot', part: 'still picture' }));
  assert.deepEqual(await completed(still), []);
  still.keep(picture);
  still.read(SELECTED, Uint32Array.of(0, 1));
  const context = new RecordingContext();
  const canvas = { width: 0, height: 0, getContext: () => context } as unknown as Surface;
  assert.equal(still.draw(canvas), false);
  const ofAnother = still.complete(
    () => Promise.resolve(Uint32Array.of(3, 4)),
    () => false,
  );
  assert.equal(await ofAnother, false);
  assert.equal(still.draw(canvas), false, 'counts of another picture are not kept');
  assert.deepEqual(await completed(still), [TOTAL]);
  assert.equal(still.draw(canvas), true);
  still.forget();
  assert.equal(still.draw(canvas), false);
});

test('draws vector paints without reading counts', async () => {
  const still = new StillPicture(new Memory().track('js', { module: 'plot', part: 'still picture' }));
  const [x, y] = [Float64Array.of(0), Float64Array.of(0)];
  const rects = { paint: 'rects', x, y, width: Float64Array.of(2), height: Float64Array.of(1) } as const;
  still.keep({ ...picture, panels: [{ box: cells.grid, paints: [{ ...rects, fill: 0xff0000ff }] }] });
  assert.deepEqual(await completed(still), []);
  const context = new RecordingContext();
  const canvas = { width: 0, height: 0, getContext: () => context } as unknown as Surface;
  assert.equal(still.draw(canvas), true);
  assert.deepEqual([...new Uint32Array(context.images[0]!.image.data.buffer)], [0xff0000ff, 0xff0000ff]);
});
