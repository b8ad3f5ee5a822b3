/** When the CPU workers of a page start: not before rows are read, and not after. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { nodeDatabase } from '../../harness/node-database';
import { nodeEngine, nodePlot } from '../../harness/node-engine';
import { until } from '../../harness/patience.mjs';

it('CPU workers start while the first columns are being read', async () => {
  const database = await nodeDatabase();
  let started = 0;
  let read = (): void => undefined;
  let isReading = false;
  const engine = nodeEngine(database, {
    seams: {
      worker: (start) => {
        started++;
        return start();
      },
      beforeRead: () => {
        isReading = true;
        return new Promise((resolve) => (read = resolve));
      },
    },
  });
  await engine.status();
  assert.equal(started, 0);
  void engine.define({ name: 'numbers', sql: 'SELECT i AS v FROM range(100) r(i)' }, {});
  const plot = await nodePlot(engine, { from: 'numbers', mark: 'bar', x: 'bin(v)', y: 'count()' }, [400, 300]);
  await until('a read', () => isReading);
  assert.ok(started > 0);
  read();
  await plot.until('ready');
  plot.dispose();
  await engine.dispose();
  database.close();
});
