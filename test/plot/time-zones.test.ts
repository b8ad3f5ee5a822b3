/** Plots in a time zone: bins, groups, parts of dates and texts, compared with native DuckDB, which has ICU. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { sorted, ticksOf, usePlots, valuesOf, type Attributes } from '../harness/plots';

/** A row every 37 minutes for a year, on all days, also days that the clocks lengthen, shorten or skip. */
const TIMES = (start: string): string =>
  `SELECT w::TIMESTAMPTZ AS t, w AS wall, w::DATE AS day, i % 50 AS delay
  FROM (SELECT TIMESTAMP '${start}' + INTERVAL 37 MINUTE * i AS w, i FROM range(14300) r(i))`;
const YEARS = { '2024': TIMES('2024-01-01 00:00:00'), '2011': TIMES('2011-01-01 00:00:00') };
const ZONES = [
  ['Europe/Vienna', '2024'],
  ['America/New_York', '2024'],
  ['Australia/Lord_Howe', '2024'],
  ['Pacific/Apia', '2011'],
  ['Asia/Kathmandu', '2024'],
] as const;

let native: DuckDBConnection;
const plots = usePlots({ y2024: YEARS['2024'], y2011: YEARS['2011'] }, { mark: 'bar' }, { size: [900, 600] });
const { plotOf } = plots;

before(async () => {
  native = await (await DuckDBInstance.create(':memory:')).connect();
  await native.run(`SET TimeZone = 'UTC'`);
  for (const [year, sql] of Object.entries(YEARS)) await native.run(`CREATE TABLE y${year} AS ${sql}`);
});
after(() => native.closeSync());

async function natively(sql: string): Promise<unknown[][]> {
  return (await native.runAndReadAll(sql)).getRowsJS();
}

describe('a plot in a time zone', () => {
  for (const [zone, year] of ZONES) {
    const from = `y${year}`;
    const local = `t AT TIME ZONE '${zone}'`;

    it(`bins by the clocks of ${zone}, in kernels and in SQL`, async () => {
      for (const unit of ['hour', 'day', 'week', 'month', 'quarter']) {
        const step = unit === 'week' ? 'week(monday)' : unit;
        // Repeated hours have bins of their own, so SQL counts them by instant.
        const key =
          unit === 'hour'
            ? `date_trunc('minute', t) - INTERVAL 1 MINUTE * extract(minute FROM ${local})`
            : `date_trunc('${unit}', ${local})`;
        if (unit === 'hour' && zone === 'Australia/Lord_Howe') continue; // hours of 90 minutes
        const counts = await natively(`SELECT count(*)::INTEGER FROM ${from} GROUP BY ${key} ORDER BY min(t)`);
        for (const channels of [{ y: 'count()' }, { y: 'count()', color: "'red'" }]) {
          const plot = await plotOf({ from, x: `bin(t, step=${step})`, ...channels, timeZone: zone });
          const drawn = (await valuesOf(plot)).toSorted((a, b) => Number(a.x) - Number(b.x));
          assert.deepEqual(
            drawn.map(({ y }) => y),
            counts.map(([count]) => count),
            `${unit} ${JSON.stringify(channels)}`,
          );
          plot.dispose();
        }
      }
    });

    it(`takes parts of dates by the clocks of ${zone}`, async () => {
      for (const part of ['hour', 'weekday', 'day', 'week', 'month', 'quarter']) {
        const plot = await plotOf({ from, x: `${part}(t)`, y: 'count()', timeZone: zone });
        assert.deepEqual(
          sorted((await valuesOf(plot)).map(({ x, y }) => [x, y])),
          sorted(await natively(`SELECT ${part}(${local})::VARCHAR, count(*)::INTEGER FROM ${from} GROUP BY 1`)),
          part,
        );
        plot.dispose();
      }
      const cells = await plotOf({
        from,
        mark: 'rect',
        x: 'hour(t)',
        y: 'weekday(t)',
        color: 'avg(delay)',
        timeZone: zone,
      });
      assert.deepEqual(
        sorted((await valuesOf(cells)).map(({ x, y, color }) => [x, y, color])),
        sorted(
          await natively(
            `SELECT hour(${local})::VARCHAR, weekday(${local})::VARCHAR, avg(delay) FROM ${from} GROUP BY 1, 2`,
          ),
        ),
      );
    });
  }

  it('selects by parts of dates: the clause says the same in SQL, to other plots and to native DuckDB', async () => {
    const timeZone = 'America/New_York';
    const plot = await plotOf({ from: 'y2024', x: 'hour(t)', y: 'count()', timeZone, brush: 'x' });
    const other = await plotOf({ from: 'y2024', x: 'bin(delay, step=10)', y: 'count()' });
    plot.view.select({ x: ['2', '3'] });
    const { clause } = plot.view.selection!;
    assert.ok(clause?.kind === 'points');
    const [range] = clause.boxes[0]!;
    assert.match(range!.expression, /AT TIME ZONE 'America\/New_York'/);
    const [[count]] = (await natively(
      `SELECT count(*)::INTEGER FROM y2024 WHERE hour(t AT TIME ZONE '${timeZone}') IN (2, 3)`,
    )) as [[number]];
    const drawn = await valuesOf(other);
    assert.equal(
      drawn.reduce((sum, { y }) => sum + Number(y), 0),
      count,
    );
    const [[same]] = (await natively(
      `SELECT count(*)::INTEGER FROM y2024 WHERE ${range!.expression} IN ('2', '3')`,
    )) as [[number]];
    assert.equal(same, count);
  });

  it('leaves dates, and times without a zone, as they are', async () => {
    for (const x of ['day', 'wall']) {
      const [zoned, plain] = await Promise.all(
        ['Pacific/Apia', null].map(async (timeZone) =>
          valuesOf(await plotOf({ from: 'y2024', x: `bin(${x}, step=day)`, y: 'count()', timeZone })),
        ),
      );
      assert.deepEqual(zoned, plain);
      const [inZone, inUtc] = await Promise.all(
        ['Pacific/Apia', null].map(async (timeZone) =>
          valuesOf(await plotOf({ from: 'y2024', x: `weekday(${x})`, y: 'count()', timeZone })),
        ),
      );
      assert.deepEqual(inZone, inUtc);
    }
  });

  it('writes times by the clocks, on axes, in tooltips and descriptions; values are instants', async () => {
    const plot = await plotOf({
      from: 'y2024',
      mark: 'line',
      x: 'bin(t, step=day)',
      y: 'max(t)',
      timeZone: 'Asia/Kathmandu',
    });
    const [first] = await valuesOf(plot);
    assert.equal((first!.x as Date).toISOString(), '2023-12-31T18:15:00.000Z');
    assert.ok(first!.y instanceof Date);
    plot.view.hoverLookup!.point(plot.view.hoverLookup!.step(null, 0, 0)!);
    const [x] = plot.hovers.at(-1)!.values!;
    assert.equal(x!.text, '1 Jan 2024');
    assert.deepEqual(ticksOf(plot, 'x').slice(0, 2), ['2024', 'Feb']);
  });

  it('names a zone that does not exist', async () => {
    const { message } = await plots.errorOf({ from: 'y2024', x: 'bin(t)', timeZone: 'Mars/Base' });
    assert.match(message, /attribute time-zone.*"utc", "local" or the name of a time zone.*"Mars\/Base"/s);
  });
});

describe('AT TIME ZONE', () => {
  it('equals that of native DuckDB for any zone, in both directions, with gaps and repeated hours', async () => {
    const walls = `SELECT TIMESTAMP '2024-03-30 22:00:00' + INTERVAL 7 MINUTE * i AS w FROM range(500) r(i)
      UNION ALL SELECT TIMESTAMP '2024-10-26 12:00:00' + INTERVAL 7 MINUTE * i FROM range(500) r(i)
      UNION ALL SELECT TIMESTAMP '2024-04-06 12:00:00' + INTERVAL 7 MINUTE * i FROM range(300) r(i)
      UNION ALL SELECT TIMESTAMP 'infinity' UNION ALL SELECT NULL`;
    const owner = {};
    for (const [zone] of ZONES) {
      const sql = `SELECT epoch_us(w AT TIME ZONE '${zone}')::VARCHAR AS a,
        (w::TIMESTAMPTZ AT TIME ZONE '${zone}')::VARCHAR AS b,
        (max(w::TIMESTAMPTZ) OVER () AT TIME ZONE '${zone}')::VARCHAR AS c FROM (${walls}) ORDER BY w`;
      const wanted = await natively(sql);
      void plots.engine.define({ name: 'zoned', sql }, owner);
      const found = await plots.engine.results.toArray('zoned');
      assert.deepEqual(
        found.map((row) => Object.values(row)),
        wanted,
        zone,
      );
    }
  });
});

describe('a domain without an offset', () => {
  const domainOf = async (attributes: Attributes): Promise<readonly number[]> =>
    (await plotOf(attributes)).view.domain!.x!;
  const ms = (iso: string): number => Date.parse(iso);

  it("is a time of the plot's clocks for instants, and of the wall clock for other times", async () => {
    const zone = { from: 'y2024', y: 'count()', timeZone: 'Europe/Vienna' } as const;
    const [winter, summer] = ['2024-02-01', '2024-07-01'];
    for (const [column, expected] of [
      ['t', [ms('2024-01-31T23:00Z'), ms('2024-06-30T22:00Z')]],
      ['wall', [ms('2024-02-01T00:00Z'), ms('2024-07-01T00:00Z')]],
    ] as const) {
      for (const x of [column, `bin(${column}, step=month)`])
        for (const xDomain of [
          `${winter}, ${summer}`,
          `["${winter}", "${summer}"]`,
          `${winter} 00:00, ${summer}T00:00:00`,
        ])
          if (x !== column) assert.deepEqual(await domainOf({ ...zone, x, xDomain }), expected, `${x} ${xDomain}`);
    }
    const offset = await domainOf({
      ...zone,
      x: 'bin(t, step=day)',
      xDomain: '2024-02-01T00:00Z, 2024-07-01T00:00+02:00',
    });
    assert.ok(Math.abs(offset[0]! - ms('2024-02-01T00:00Z')) <= 86_400_000 && offset[1]! >= ms('2024-06-30T22:00Z'));
  });

  it('applies to the scale of values', async () => {
    const ticks = async (yDomain: string): Promise<readonly string[]> =>
      ticksOf(
        await plotOf({ from: 'y2024', mark: 'point', x: 'delay', y: 'max(t)', yDomain, timeZone: 'America/New_York' }),
        'y',
      );
    const expected = await ticks('2024-12-01T05:00Z, 2024-12-03T05:00Z');
    assert.deepEqual(await ticks('2024-12-01, 2024-12-03'), expected);
    assert.notDeepEqual(await ticks('2024-12-01T00:00Z, 2024-12-03T00:00Z'), expected);
  });
});
