import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { tableFromIPC } from '@uwdata/flechette';
import type { Engine } from '../../src/engine/engine';
import { clauseSql } from '../../src/engine/sql/clause-sql';
import { nodeDatabase, type NodeDatabase } from '../harness/node-database';
import { nodeEngine, nodePlot, type NodePlot } from '../harness/node-engine';

/** Expressions over `i`, from 0 to 999. */
const COLUMNS: Readonly<Record<string, string>> = {
  'doubles of both signs to 1e308': '(i - 500) * 2e305',
  'the largest doubles':
    'CASE i % 3 WHEN 0 THEN 1.7976931348623157e308::DOUBLE WHEN 1 THEN -1.7976931348623157e308::DOUBLE ELSE i * 1e305 END',
  'denormals': "i * '5e-324'::DOUBLE",
  'small and large': 'CASE WHEN i < 500 THEN i * 1e-300 ELSE i * 1e300 END',
  'one value': "'1e300'::DOUBLE",
  'dates of a week': "DATE '2024-01-01' + (i % 9)::INTEGER",
  'one date': "DATE '2024-01-01'",
  'dates beyond timestamps': "DATE '400000-01-01' + (i * 1000)::INTEGER",
  'dates before the calendar': "DATE '4000-01-01 (BC)' + (i * 7)::INTEGER",
  'timestamps over all years': 'make_timestamp(((i - 500) * 18000000000000000)::BIGINT)',
  'seconds of a minute': "(TIMESTAMP '2024-01-01' + to_seconds((i % 40)::BIGINT))::TIMESTAMP_S",
  'one nanosecond': "TIMESTAMP_NS '2024-01-01 00:00:00.000000001'",
};

describe('extreme values, counted by kernels and by SQL', () => {
  let database: NodeDatabase;
  const engines: Engine[] = [];
  before(async () => {
    database = await nodeDatabase();
  });
  after(async () => {
    for (const engine of engines) await engine.dispose();
    database.close();
  });

  async function plotOf(sql: string, jsBytes: number): Promise<{ readonly engine: Engine; readonly plot: NodePlot }> {
    const engine = nodeEngine(database, { memory: { jsBytes } });
    engines.push(engine);
    const name = `e${engines.length}`;
    void engine.define({ name, sql: `SELECT ${sql} AS v FROM range(1000) r(i)` }, {});
    const plot = await nodePlot(engine, { from: name, mark: 'bar', x: 'bin(v)', y: 'count()', brush: 'x' });
    await plot.until('ready');
    return { engine, plot };
  }

  for (const [name, sql] of Object.entries(COLUMNS)) {
    it(`${name}: same counts, including every row, and a brush over all rows selects all of them in SQL`, async () => {
      const [roomy, tight] = [await plotOf(sql, 1e9), await plotOf(sql, 50)];
      assert.match(tight.plot.view.note!, /^counted by SQL/);
      const [counts, bySql] = [(await roomy.plot.view.counts())!, (await tight.plot.view.counts())!];
      assert.deepEqual(bySql, counts);
      assert.equal(
        counts.counts.reduce((a, b) => a + b),
        1000,
      );
      for (const { engine, plot } of [roomy, tight]) {
        plot.view.brushTo({ x: [0, 1000], y: null });
        const { clause } = plot.view.selection!;
        const answer = await engine.sql(`SELECT count(*) AS n FROM "${clause!.from}" WHERE ${clauseSql(clause!)}`);
        assert.equal(Number(tableFromIPC(answer).getChildAt(0).at(0)), 1000);
      }
    });
  }
});
