import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { PikaError } from '../../src/engine/errors';
import { nodeDatabase } from '../harness/node-database';
import { nodeEngine, nodePlot } from '../harness/node-engine';

const database = await nodeDatabase();
const engine = nodeEngine(database);
after(async () => {
  await engine.dispose();
  database.close();
});

async function refused(from: string): Promise<PikaError['detail']> {
  const plot = await nodePlot(engine, { from, mark: 'bar', x: 'v', y: 'count()' });
  const model = await plot.until('error');
  plot.dispose();
  assert.ok(model.phase === 'error');
  assert.equal(model.error.code, 'plan/unknown-query');
  return model.error.detail;
}

test('suggests the nearest name for an unknown query, in its own case', async () => {
  assert.equal((await refused('anything')).found, 'no <pika-query> at all');
  void engine.define({ name: 'flights', sql: 'SELECT 1 AS v' }, {});
  void engine.define({ name: 'late', sql: 'SELECT 2 AS v' }, {});
  const [{ found, next }, misspelt, other] = (await Promise.all(
    ['Flights', 'fligths', 'weather report'].map(refused),
  )) as [PikaError['detail'], PikaError['detail'], PikaError['detail']];
  assert.equal(found, 'only "flights", "late"');
  assert.equal(next, 'Write from="flights": plots and selections distinguish upper and lower case in query names.');
  assert.match(misspelt.next, /^Did you mean "flights"\? Add <pika-query name="fligths"/);
  assert.match(other.next, /^Add <pika-query name="weather report"/);
});
