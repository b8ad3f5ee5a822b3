import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PanelLayout } from '../../src/engine/guides/layout';
import { neighbourOf } from '../../src/engine/guides/neighbour-panel';

/** Five panels: three above, two below. */
const PANELS = [0, 1, 2, 3, 4].map((i) => ({
  box: { x: 40 + (i % 3) * 110, y: 20 + Math.floor(i / 3) * 120, width: 100, height: 100 },
})) as unknown as readonly PanelLayout[];

test('the next panel is the nearest one in the same row or column; y is positive upwards', () => {
  const next = (panel: number, dx: number, dy: number): number | null => neighbourOf(PANELS, panel, dx, dy);
  assert.deepEqual([next(0, 1, 0), next(1, 1, 0), next(2, 1, 0)], [1, 2, null]);
  assert.deepEqual([next(2, -1, 0), next(3, -1, 0)], [1, null]);
  assert.deepEqual([next(0, 0, -1), next(4, 0, -1), next(2, 0, -1)], [3, null, null]);
  assert.deepEqual([next(4, 0, 1), next(0, 0, 1)], [1, null]);
  assert.equal(next(9, 1, 0), null);
});
