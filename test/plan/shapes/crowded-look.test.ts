import assert from 'node:assert/strict';
import { it } from 'node:test';
import { crowdedLook } from '../../../src/engine/plan/shapes/crowded-look';

const CROWD = { few: 100, areaCss: 30, leastAreaCss: 10 };

it('few symbols are opaque; more are fainter and smaller, down to a limit', () => {
  assert.deepEqual(crowdedLook(100, CROWD), { opacity: 1, areaCss: 30 });
  const [some, more] = [1000, 10_000].map((rows) => crowdedLook(rows, CROWD));
  assert.ok(some!.opacity < 1 && more!.opacity < some!.opacity);
  assert.ok(some!.areaCss < 30 && more!.areaCss < some!.areaCss);
  assert.deepEqual(crowdedLook(1e9, CROWD), { opacity: 0.2, areaCss: 10 });
});
