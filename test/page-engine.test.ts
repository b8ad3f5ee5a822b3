import assert from 'node:assert/strict';
import { test } from 'node:test';
import type * as EngineModule from '../src/engine/index';

/** As a page loads two bundles: one module in two copies. */
const copyOf = (name: string): Promise<typeof EngineModule> =>
  import(`../src/engine/index.ts?${name}`) as Promise<typeof EngineModule>;

test('the engine of a page is of the copy that was registered first, whichever asks for it', async () => {
  const [first, second] = [await copyOf('first'), await copyOf('second')];
  assert.notEqual(first.pageEngine, second.pageEngine, 'two copies');
  const page = globalThis as unknown as Record<symbol, { create: (options: object) => EngineModule.Engine }>;
  first.prepareEngine();
  const shared = page[Symbol.for('pika-plot.engine.v0')]!;
  const { create } = shared;
  let created = 0;
  shared.create = (options) => {
    created++;
    return create(options);
  };
  second.prepareEngine();
  const engine = second.pageEngine();
  assert.deepEqual([created, first.pageEngine() === engine, shared.create === create], [1, true, false]);
  engine.dispose();
});
