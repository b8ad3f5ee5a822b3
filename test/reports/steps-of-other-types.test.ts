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

void engine.define(
  {
    name: 't',
    sql: `SELECT i, i / 2 AS v, i::DECIMAL(6, 2) AS price, DATE '2024-01-01' + i::INTEGER AS day, TIMESTAMP '2024-01-01' + i * INTERVAL 1 HOUR AS moment,
    TIMESTAMPTZ '2024-01-01 00:00:00+00' AS zoned, 'n' || i AS name, i % 2 = 0 AS even, NULL::VARCHAR AS nothing FROM range(100) r(i)`,
  },
  {},
);
void engine.define(
  { name: 'prices', src: new File(['price;shop\n1.234,56;a\n7,5;b\n2.000,00;a\n'], 'prices.csv') },
  {},
);

async function phaseOf(x: string, more: object = {}): Promise<string> {
  const plot = await nodePlot(engine, { from: 't', mark: 'bar', x, y: 'count()', ...more });
  const { phase } = await Promise.any([plot.until('ready'), plot.until('empty')]);
  plot.dispose();
  return phase;
}

async function refused(x: string, more: object = {}): Promise<PikaError['detail']> {
  const plot = await nodePlot(engine, { from: 't', mark: 'bar', x, y: 'count()', ...more });
  const model = await plot.until('error');
  plot.dispose();
  assert.ok(model.phase === 'error');
  assert.equal(model.error.code, 'plan/wrong-step');
  return model.error.detail;
}

for (const column of ['day', 'moment', 'zoned', "date_trunc('day', moment)"]) {
  test(`rejects a number as a step over times (${column}), and lists the calendar units`, async () => {
    const { subject, expected, found, next } = await refused(`bin(${column}, step=5)`);
    assert.equal(subject, `x="bin(${column}, step=5)" of the plot from "t"`);
    assert.equal(expected, 'a calendar unit as the step (second, minute, hour, day, week, month, quarter, year)');
    assert.equal(found, 'a number, but the column has dates or times');
    assert.match(next, /step=day\)"/);
    assert.equal(await phaseOf(`bin(${column}, step=day)`), 'ready');
  });
}

for (const column of ['i', 'v', 'price', 'hour(moment)']) {
  test(`rejects a calendar unit as a step over numbers (${column}), and recommends a number`, async () => {
    const { expected, found, next } = await refused(`bin(${column}, step=day)`);
    assert.deepEqual([expected, found], ['a number as the step', 'a calendar unit, but the column has numbers']);
    assert.ok(next.startsWith(`Write for example x="bin(${column}, step=10)"`), next);
    assert.equal(await phaseOf(`bin(${column}, step=10)`), 'ready');
  });
}

test("the error's advice on milliseconds since 1970 works", async () => {
  assert.match((await refused('bin(i, step=day)')).next, /bin\(epoch_ms\(i\), step=day\)/);
  assert.equal(await phaseOf('bin(epoch_ms(i), step=second)'), 'ready');
});

test('categories have no steps', async () => {
  for (const step of ['5', 'day']) {
    const { expected, found, next } = await refused(`bin(name, step=${step})`);
    assert.equal(expected, 'numbers, dates or times to bin by a step');
    assert.match(found, /^text \("n\d+"\)$/);
    assert.equal(next, 'Leave the step out to draw a bar for each value; otherwise cast it in SQL to bin its values.');
    assert.equal((await refused(`bin(even, step=${step})`)).found, 'booleans');
  }
  assert.match(
    (await refused('bin(price, step=5)', { from: 'prices' })).next,
    /decimal-separator="," thousands="\." on <pika-query name="prices">/,
  );
});

test('checks the y axis of a two-dimensional plot too', async () => {
  assert.match(
    (await refused('v', { mark: 'density', y: 'bin(moment, step=5)' })).subject,
    /^y="bin\(moment, step=5\)"/,
  );
});

test('a column without values is empty with any step', async () => {
  assert.equal(await phaseOf('bin(nothing, step=5)'), 'empty');
});

test('a plot counted by SQL shows the same error', async () => {
  const small = nodeEngine(database, { memory: { jsBytes: 50 } });
  void small.define({ name: 's', sql: "SELECT DATE '2024-01-01' + i::INTEGER AS day FROM range(100) r(i)" }, {});
  const plot = await nodePlot(small, { from: 's', mark: 'bar', x: 'bin(day, step=5)', y: 'count()' });
  const model = await plot.until('error');
  assert.ok(model.phase === 'error' && model.error.code === 'plan/wrong-step');
  await small.dispose();
});
