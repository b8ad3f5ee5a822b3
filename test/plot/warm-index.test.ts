import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KernelCall } from '../../src/engine/frame/recording';
import type { LinkedView } from '../../src/engine/link/linked-views';
import type { LoadedLayer } from '../../src/engine/plot/plot-layer';
import { warmIndexSoon } from '../../src/engine/plot/warm-index';
import { VirtualClock } from '../../src/testing/index';
import { binsOf } from '../harness/columns';

const ROWS = 1000;
const bins = [binsOf({ kind: 'f32' }, { column: 'x', edges: [0, 1, 2] })] as const;

/** The calls that warm the cache of a backend, for one of some linked views. */
async function warmed(linkedViews: number, cachedBins: number | undefined): Promise<readonly KernelCall[]> {
  const clock = new VirtualClock();
  const calls: KernelCall[] = [];
  const layer = {
    context: {
      backend: { capabilities: { cachedBins }, drop: () => undefined },
      frameScheduler: { computeWhenSettled: async (_: unknown, ...own: KernelCall[]) => void calls.push(...own) },
      clock,
    },
    linked: { size: linkedViews },
    plotColumns: { columns: new Map([['x', { meta: { rows: ROWS } }]]) },
    signal: new AbortController().signal,
  } as unknown as LoadedLayer;
  warmIndexSoon('plot', layer, (): LinkedView['brushable'] => bins);
  await clock.advance(1000);
  return calls;
}

test('warms the cache of bins if it is large enough for all linked views', async () => {
  assert.equal((await warmed(3, 6 * ROWS)).length, 1);
  assert.equal((await warmed(4, 6 * ROWS)).length, 0, 'they would evict one another');
  assert.equal((await warmed(1, undefined)).length, 0, 'a backend without a cache');
  assert.equal((await warmed(21, Infinity)).length, 0, 'hardly any of many views is brushed');
});
