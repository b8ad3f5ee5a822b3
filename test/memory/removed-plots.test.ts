import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Backend } from '../../src/engine/frame/backend';
import { nodeDatabase, type NodeDatabase } from '../harness/node-database';
import { nodeEngine, nodePlot } from '../harness/node-engine';
import { until } from '../harness/patience.mjs';

let database: NodeDatabase;

before(async () => {
  database = await nodeDatabase();
});
after(() => database.close());

test('a plot that is removed while its kernels run leaves no counts behind', async () => {
  let remove = (): void => undefined;
  let removed = 0;
  /** Removes the plot as soon as the backend has begun to count for it. */
  const whileItCounts = (backend: Backend): void => {
    const execute = backend.execute.bind(backend);
    backend.execute = (recording) => {
      const done = execute(recording);
      if (recording.kernels.some((call) => 'out' in call && call.out.startsWith('pika.view')) && removed++ === 0)
        remove();
      return done;
    };
  };
  const engine = nodeEngine(database, { seams: { backend: whileItCounts } });
  const owner = {};
  void engine.define({ name: 'rows', data: { v: Float64Array.from({ length: 1000 }, (_, i) => i % 10) } }, owner);
  const plot = await nodePlot(engine, { from: 'rows', mark: 'bar', x: 'bin(v)', y: 'count()' });
  remove = plot.dispose;
  await until('it was removed while it counted', () => removed > 0);
  await until('the columns are free', async () => {
    engine.trim();
    return (await engine.status()).residentColumns === 0;
  });
  // The kernels have run by now, because another plot's have.
  const other = await nodePlot(engine, { from: 'rows', mark: 'bar', x: 'bin(v)', y: 'count()' });
  await other.until('ready');
  other.dispose();
  await until('the other is gone', async () => (await engine.status()).views === 0);
  const { memory } = await engine.status();
  await engine.dispose();
  assert.deepEqual(
    memory.owners.filter(({ part }) => part === 'counts'),
    [],
  );
});
