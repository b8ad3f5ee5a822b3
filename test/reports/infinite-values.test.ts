import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { tableFromIPC } from '@uwdata/flechette';
import type { Engine } from '../../src/engine/engine';
import { clauseSql } from '../../src/engine/sql/clause-sql';
import { nodeDatabase, type NodeDatabase } from '../harness/node-database';
import { nodeEngine, nodePlot, type NodePlot } from '../harness/node-engine';

/** Ten days from 2024-01-01, three plus and two minus infinities, and a NULL; the same as doubles. */
const ROWS = `SELECT i, CASE i WHEN 15 THEN NULL WHEN 10 THEN 'infinity' WHEN 11 THEN 'infinity' WHEN 12 THEN 'infinity' WHEN 13 THEN '-infinity'
  WHEN 14 THEN '-infinity' ELSE strftime(DATE '2024-01-01' + i::INTEGER, '%Y-%m-%d') END AS t FROM range(16) r(i)`;
const KINDS: Readonly<Record<string, string>> = {
  DATE: 't::DATE',
  TIMESTAMP: 't::TIMESTAMP',
  TIMESTAMP_S: 't::TIMESTAMP::TIMESTAMP_S',
  TIMESTAMP_MS: 't::TIMESTAMP::TIMESTAMP_MS',
  TIMESTAMP_NS: 't::TIMESTAMP::TIMESTAMP_NS',
  DOUBLE: "CASE WHEN t IS NULL OR t LIKE '%infinity' THEN t ELSE (i + 0.1)::VARCHAR END::DOUBLE",
  FLOAT: "CASE WHEN t IS NULL OR t LIKE '%infinity' THEN t ELSE i::VARCHAR END::FLOAT",
};
const DAY_MS = 86_400_000;
const FIRST_MS = Date.UTC(2024, 0, 1);

describe('infinite dates, timestamps and floats', () => {
  let database: NodeDatabase;
  const engines: Engine[] = [];
  before(async () => {
    database = await nodeDatabase();
  });
  after(async () => {
    for (const engine of engines) await engine.dispose();
    database.close();
  });

  /** A plot of the column `v`, counted by kernels or by SQL, beside one of `i`. */
  async function plotsOf(
    kind: string,
    jsBytes: number,
  ): Promise<{ readonly engine: Engine; readonly v: NodePlot; readonly i: NodePlot }> {
    const engine = nodeEngine(database, { memory: { jsBytes } });
    engines.push(engine);
    const name = `t${engines.length}`;
    void engine.define({ name, sql: `SELECT i, ${KINDS[kind]!} AS v FROM (${ROWS})` }, {});
    const [v, i] = await Promise.all(
      ['bin(v)', 'bin(i, step=1)'].map((x) =>
        nodePlot(engine, { from: name, mark: 'bar', x, y: 'count()', brush: 'x' }),
      ),
    );
    await Promise.all([v!.until('ready'), i!.until('ready')]);
    return { engine, v: v!, i: i! };
  }

  for (const kind of Object.keys(KINDS)) {
    for (const [how, jsBytes] of [
      ['kernels', 1e9],
      ['SQL', 50],
    ] as const) {
      it(`${kind}, counted by ${how}: neither drawn nor in the domain, counted in a note, selected by no range`, async () => {
        const { engine, v, i } = await plotsOf(kind, jsBytes);
        assert.equal(v.view.note?.startsWith('counted by SQL'), how === 'SQL');
        assert.match(v.view.note!, /not drawn: 5 infinite values of v, 1 row without a value of v$/);
        const { x } = v.view.domain!;
        const isFloat = kind === 'DOUBLE' || kind === 'FLOAT';
        assert.ok(
          isFloat ? x![0] >= -1 && x![1] <= 12 : x![0] >= FIRST_MS - DAY_MS && x![1] <= FIRST_MS + 12 * DAY_MS,
          `shows ${x!.join()}`,
        );
        assert.equal(
          (await v.view.counts())!.counts.reduce((a, b) => a + b),
          10,
        );

        const from = isFloat ? 4 : FIRST_MS + 4 * DAY_MS;
        // For doubles, -∞ is the lowest value, so a range without a lower bound includes it; for dates, it does not.
        for (const [lo, hi, expected] of [
          [from, Infinity, 6],
          [-Infinity, from, isFloat ? 6 : 4],
          [-Infinity, Infinity, isFloat ? 12 : 10],
          [from - 1e15, from + 1e15, 10],
        ] as const) {
          v.view.select({ x: [lo, hi] });
          const kept = (await i.view.counts())!.counts.reduce((a, b) => a + b);
          assert.equal(kept, expected, `${lo} to ${hi}`);
          const { clause } = v.view.selection!;
          const written = await engine.sql(`SELECT count(*) AS n FROM "${clause!.from}" WHERE ${clauseSql(clause!)}`);
          assert.equal(Number(tableFromIPC(written).getChildAt(0).at(0)), expected, `${lo} to ${hi} in SQL`);
        }
      });
    }
  }

  for (const [kind, infinite] of [
    ['DATE', 5],
    ['TIMESTAMP_NS', 5],
    ['DOUBLE', null],
  ] as const) {
    for (const jsBytes of [1e9, 50]) {
      it(`${kind} in aggregates, with ${jsBytes} bytes: left out of times, and counted in a note`, async () => {
        const engine = nodeEngine(database, { memory: { jsBytes } });
        engines.push(engine);
        const sql = `SELECT 'g' || i % 2 AS g, ${KINDS[kind]!} AS v FROM (${ROWS})`;
        void engine.define({ name: 'aggregated', sql }, {});
        for (const y of ['last(v)', 'max(v)', 'min(v)', 'median(v)', 'count(v)', 'distinct(v)']) {
          const plot = await nodePlot(engine, { from: 'aggregated', mark: 'point', x: 'g', y });
          await plot.until('ready');
          const notes = (plot.view.note ?? '').split('; ').filter((note) => note.endsWith(' of v'));
          assert.deepEqual(notes, infinite === null ? [] : [`not drawn: ${infinite} infinite values of v`], y);
          if (infinite === null || !/^(max|min|count)/.test(y)) continue;
          const finite = `${y} FILTER (WHERE isfinite(v::TIMESTAMP))`;
          const found =
            await engine.sql(`SELECT ${y.startsWith('count') ? finite : `epoch_ms(${finite}::TIMESTAMP)`}::DOUBLE
            AS y FROM (${sql}) GROUP BY g ORDER BY g`);
          const expected = [...tableFromIPC(found).getChild('y')];
          assert.deepEqual(
            (await plot.view.values())!.map((value) => Number(value.y)),
            expected,
            y,
          );
        }
      });
    }
  }

  it('explain an empty plot of a column without finite values', async () => {
    const engine = nodeEngine(database);
    engines.push(engine);
    void engine.define({ name: 'none', sql: "SELECT 'infinity'::TIMESTAMP AS v FROM range(3)" }, {});
    const plot = await nodePlot(engine, { from: 'none', mark: 'bar', x: 'bin(v)', y: 'count()' });
    assert.deepEqual(await plot.until('empty'), {
      phase: 'empty',
      summary: 'No rows to show (not drawn: 3 infinite values of v).',
    });
  });

  const TIMES = ['DATE', 'TIMESTAMP', 'TIMESTAMP_S', 'TIMESTAMP_MS', 'TIMESTAMP_NS', 'TIMESTAMPTZ'];
  for (const source of ['SQL', 'Arrow'] as const) {
    it(`leave ${source} as invalid Dates, or as text by name`, async () => {
      const engine = nodeEngine(database);
      engines.push(engine);
      const columns = TIMES.map((type) => `v::TIMESTAMP::${type} AS ${type.toLowerCase()}`).join(', ');
      const sql = `SELECT ${columns} FROM (VALUES ('infinity'), ('-infinity'), ('2024-01-02'), (NULL)) t(v)`;
      void engine.define(source === 'SQL' ? { name: 'ends', sql } : { name: 'ends', data: await engine.sql(sql) }, {});

      const rows = await engine.results.toArray('ends');
      for (const type of TIMES) {
        const values = rows.map((row) => row[type.toLowerCase()]);
        assert.deepEqual(
          values.map((value) => (value instanceof Date ? +value : value)),
          [NaN, NaN, Date.UTC(2024, 0, 2), null],
          type,
        );
      }
      const [header, ...lines] = (await engine.results.toCSV('ends'))
        .trimEnd()
        .split('\n')
        .map((line) => line.trim());
      assert.equal(header, TIMES.map((type) => type.toLowerCase()).join());
      assert.equal(lines[0], TIMES.map(() => 'infinity').join());
      assert.equal(lines[1], TIMES.map(() => '-infinity').join());

      const relation = await engine.open('ends');
      for (const [number, text] of ['infinity', '-infinity'].entries()) {
        assert.deepEqual(
          (await relation.row(number)).map(({ text: shown }) => shown),
          TIMES.map(() => text),
          `row ${number}`,
        );
      }
      for (const type of TIMES) {
        const plot = await nodePlot(engine, { from: 'ends', mark: 'bar', x: type.toLowerCase(), y: 'count()' });
        await plot.until('ready');
        assert.match(plot.view.note ?? '', /not drawn: 2 infinite values of/, type);
        plot.dispose();
        assert.deepEqual(
          (await engine.results.distinct('ends', type.toLowerCase())).map(String).map((text) => text.slice(0, 10)),
          ['-infinity', '2024-01-02', 'infinity'],
          type,
        );
      }
    });
  }
});
