import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NearestFollower, type TableFollowerScene } from '../../src/engine/select/nearest-follower';
import type { PlotSelector } from '../../src/engine/select/plot-selector';

test('a pointer that rests over a plot without a picture selects once there is one', async () => {
  const asked: unknown[] = [];
  const selector = { drawn: null, nearest: (values: unknown) => asked.push(values) } as unknown as PlotSelector;
  const scene = { brush: { kind: 'nearest', channels: [] }, table: {}, rowAt: () => 0, axes: new Map() };
  let shown: TableFollowerScene | null = null;
  const follower = new NearestFollower(() => shown, selector);
  follower.point({ x: 10, y: 10 });
  await new Promise(setImmediate);
  assert.deepEqual(asked, []);
  shown = scene as unknown as TableFollowerScene;
  follower.refresh();
  await new Promise(setImmediate);
  assert.deepEqual(asked, [{}]);
});
