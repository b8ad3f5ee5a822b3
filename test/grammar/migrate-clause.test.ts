import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Engine } from '../../src/engine/engine';
import { PikaError } from '../../src/engine/errors';
import { parseClauses } from '../../src/engine/grammar/parse-clauses';
import { clauseSql } from '../../src/engine/sql/clause-sql';
import { nodeDatabase, type NodeDatabase } from '../harness/node-database';
import { nodeEngine, nodePlot, type NodePlot } from '../harness/node-engine';
import { FIRST_FORMS, type Row } from './first-form-clauses';

const REGIONS = ['APAC', 'EMEA', 'LATAM'];
const rows: readonly Row[] = Array.from({ length: 3000 }, (_, i) => ({
  n: i % 100,
  v: (i % 997) / 10,
  region: REGIONS[(i * 7) % REGIONS.length]!,
  day: new Date(Date.UTC(2024, 0, 1 + (i % 60))),
}));

describe('a clause of the first form', () => {
  let database: NodeDatabase;
  let engine: Engine;
  const plots: NodePlot[] = [];
  before(async () => {
    database = await nodeDatabase();
    engine = nodeEngine(database);
    void engine.define({ name: 'rows', data: rows }, {});
    // The plots that drew them, and another that they filter.
    const drawn = { from: 'rows', mark: 'density', selection: 'kept', filterBy: 'none' };
    plots.push(
      await nodePlot(engine, { from: 'rows', mark: 'bar', x: 'region', y: 'count()', filterBy: 'kept' }),
      await nodePlot(engine, { ...drawn, x: 'n', y: 'v' }),
      await nodePlot(engine, { ...drawn, x: 'n', y: 'region' }),
      await nodePlot(engine, { ...drawn, mark: 'bar', x: 'n', y: 'count()' }),
      await nodePlot(engine, { ...drawn, mark: 'bar', x: 'day', y: 'count()' }),
    );
    for (const plot of plots) await plot.until('ready');
  });
  after(async () => {
    for (const { dispose } of plots) dispose();
    await engine.dispose();
    database.close();
  });

  /** Rows that pass it by kernels, after a plot has claimed it if one can, and by SQL. */
  async function selects(json: string): Promise<{ readonly kernels: number; readonly sql: number }> {
    const selection = engine.selection('kept');
    selection.clear();
    assert.equal(await shown(), rows.length);
    selection.restore([JSON.parse(json)]);
    // A condition in SQL filters once its column is there.
    let kernels = await shown();
    for (let tries = 0; kernels === rows.length && tries < 100; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      kernels = await shown();
    }
    return { kernels, sql: await engine.results.count('rows', selection.toSQL('rows')) };
  }

  async function shown(): Promise<number> {
    const { counts } = (await plots[0]!.view.counts())!;
    return counts.reduce((a, b) => a + b, 0);
  }

  for (const { what, json, now, holds, sql } of FIRST_FORMS) {
    it(`${what}: has the SQL and the rows that it had, and so has its current form`, async () => {
      const [[old], [current]] = [json, now].map((text) => parseClauses([JSON.parse(text)]));
      assert.deepEqual([clauseSql(old!), clauseSql(current!)], [sql, sql]);
      assert.equal(JSON.stringify(old), JSON.stringify(current));
      const expected = rows.filter(holds).length;
      assert.ok(expected > 0 && expected < rows.length);
      assert.deepEqual(await selects(json), { kernels: expected, sql: expected });
      assert.deepEqual(await selects(now), { kernels: expected, sql: expected });
    });

    it(`${what}: what a plot claims reads the same again`, async () => {
      const { kernels } = await selects(json);
      assert.equal(engine.selection('kept').filtering({}).contributions[0]!.isUnclaimed, what === 'sql');
      const claimed = JSON.stringify(engine.selection('kept').clauses[0]);
      assert.deepEqual(await selects(claimed), { kernels, sql: kernels });
      assert.equal(JSON.stringify(engine.selection('kept').clauses[0]), claimed);
    });
  }
});

describe('a malformed clause', () => {
  const [x, y] = ['x', 'y'].map((channel) => ({ channel, expression: 'n', kind: 'number', lo: 0, hi: 1, count: 4 }));
  const polygon = { version: 2, kind: 'polygon', from: 'q', sides: [x, y], vertices: [] };
  const interval = { version: 2, kind: 'interval', from: 'q', ranges: [{ ...x, channel: 'color' }] };

  it('is refused; well-formed ones are accepted', () => {
    assert.equal(parseClauses([polygon, interval]).length, 2);
  });

  for (const [what, clause, message] of [
    ['a newer version', { ...interval, version: 3 }, /version of clause 1.*2, or none.*3.*newer pika-plot/s],
    ['a version that is a text', { ...interval, version: '2' }, /version of clause 1.*"2"/s],
    ['an unknown channel', { ...interval, ranges: [{ ...x, channel: 'z' }] }, /channel of a range of clause 1.*"z"/s],
    ['a channel of no axis', { ...polygon, sides: [x, { ...y, channel: 'color' }] }, /channel of side 2 .*"color"/s],
    ['a single side', { ...polygon, sides: [x] }, /sides of clause 1.*two, on different channels.*\["x"\]/s],
    ['two sides of one channel', { ...polygon, sides: [x, x] }, /two, on different channels.*\["x","x"\]/s],
    ['three sides', { ...polygon, sides: [x, y, x] }, /two, on different channels/],
    ['sides by name', { ...polygon, sides: { x, y } }, /sides of clause 1.*an array/s],
    ['a side that is no object', { ...polygon, sides: [x, 7] }, /side 2 of clause 1.*an object.*7/s],
    ['the first form without y', { kind: 'polygon', from: 'q', x, vertices: [] }, /side 2 of clause 1.*nothing/s],
    ['the first form as a version', { ...polygon, sides: undefined, x, y }, /sides of clause 1.*nothing/s],
  ] as const) {
    it(`${what} is refused, and named`, () => {
      assert.throws(
        () => parseClauses([clause]),
        (error) => error instanceof PikaError && error.code === 'spec/bad-selection' && message.test(error.message),
      );
    });
  }
});
