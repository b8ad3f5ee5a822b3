/** Groups that kernels aggregate, compared with SQL while a brush moves; and groups that the database still answers. */
import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import type { NodeDatabase } from '../harness/node-database';
import { nodeEngine, nodePlot, type NodePlot } from '../harness/node-engine';
import { readyOf, usePlots, valuesOf } from '../harness/plots';
import { recordedWork } from '../harness/recorded-work';

const ROWS = `SELECT i AS nr, i % 1000 AS place, i * 7919 % 11 - 5 AS whole, (i * 7919 % 11) / 2.0 - 2 AS half,
  CASE WHEN i % 13 = 0 THEN NULL ELSE i % 4 END AS part, DATE '2020-01-01' + (i % 40)::INTEGER AS day,
  CASE i % 3 WHEN 0 THEN 'a' WHEN 1 THEN 'b' ELSE 'c' END AS kind,
  CASE WHEN i % 10 = 0 THEN NULL ELSE (i * 31 % 257) / 8.0 - 10 END AS value,
  CASE WHEN i = 77 THEN 'Infinity'::DOUBLE ELSE i / 4 END AS endless,
  i * 2654435761 % 4294967296 * 1000003 AS long, (i * 31 % 257) * 0.1 AS tenths,
  CASE WHEN i % 7 = 0 THEN 'NaN'::FLOAT ELSE i * 7919 % 1009 / 4 END AS nans,
  1700000000000 + i * 7919 % 1000 * 1000 AS ms, (i * 7919 % 1009)::UBIGINT + 18446744073709550000 AS huge,
  CASE WHEN i % 4000 = 1 THEN i END AS few, (i * 7919 % 1009)::DECIMAL(12, 0) AS tens,
  CASE WHEN i % 4 = 3 OR i % 10 = 0 THEN NULL WHEN i % 37 = 5 THEN '' ELSE 'n' || i * 7919 % 37 END AS name FROM range(20000) r(i)`;

const { calls, seams } = recordedWork();
const { plotOf, rows, errorOf } = usePlots({ numbers: ROWS }, { from: 'numbers', mark: 'point' }, { seams });

beforeEach(() => void calls.splice(0));

async function check(plot: NodePlot, select: string, where = 'TRUE', near: readonly string[] = []): Promise<void> {
  const values = await valuesOf(plot);
  const expected = await rows(`SELECT ${select} FROM numbers WHERE ${where} GROUP BY ALL ORDER BY ALL`);
  const names = Object.keys(expected[0] ?? {});
  const found = values.map((value) => Object.fromEntries(names.map((name) => [name, value[name as 'x']])));
  for (const [i, row] of found.entries())
    for (const name of near) if (isNear(row[name], expected[i]?.[name])) row[name] = expected[i]![name] as typeof row.x;
  assert.deepEqual(found, expected);
}

/** Whether two numbers differ by what DuckDB rounds. */
function isNear(found: unknown, expected: unknown): boolean {
  return (
    typeof found === 'number' &&
    typeof expected === 'number' &&
    Math.abs(found - expected) <= 1e-12 * Math.max(found, expected)
  );
}

/** Whether kernels aggregated groups. */
const isByKernels = (): boolean =>
  calls.some((call) => call.kernel === 'aggregate' && call.accumulators.length + call.dimensions.length > 2);

/** Ranges of `place`: a drag, few rows, and none in some groups. */
const MOVES = [
  [100, 400],
  [110, 405],
  [0, 5],
  [999, 1000],
] as const;

describe('without bin(…), each value has its own group', () => {
  for (const [x, by] of [
    ['whole', 'kernels'],
    ['part', 'kernels'],
    ['day', 'kernels'],
    ['half', 'the database'],
    ['whole * 1000000', 'the database'],
    ['-whole', 'kernels'],
  ] as const)
    it(`of ${x}, by ${by}`, async () => {
      const plot = await plotOf({ x, y: 'avg(value)' });
      await check(plot, `${x} AS x, avg(value) AS y`, `(${x}) IS NOT NULL`);
      assert.equal(isByKernels(), by === 'kernels');
    });

  it('also where a number is the color', async () => {
    const plot = await plotOf({ x: 'kind', y: 'sum(value)', color: 'part' });
    await check(plot, 'part AS color, kind AS x, sum(value) AS y');
  });
});

describe('kernels aggregate groups', () => {
  for (const [y, sql = y] of [
    ['count()', 'count(*)::DOUBLE'],
    ['count(value)', 'count(value)::DOUBLE'],
    ['sum(value)'],
    ['avg(value)'],
    ['avg(whole)'],
    ['min(value)'],
    ['max(whole)'],
    ['min(day)'],
    ['sum(long)', 'sum(long)::DOUBLE'],
    ['avg(long)', 'sum(long)::DOUBLE / count(long)'],
    ['first(value)', 'arg_min(value, nr)'],
    ['last(value)', 'arg_max(value, nr)'],
    ['first(whole)', 'arg_min(whole, nr)'],
    ['last(tenths)', 'arg_max(tenths, nr)'],
    ['last(long)', 'arg_max(long, nr)::DOUBLE'],
    ['first(nans)', 'arg_min(nans, nr) FILTER (WHERE NOT isnan(nans))'],
    ['first(day)', 'arg_min(day, nr)'],
    ['last(endless)', 'arg_max(endless, nr)'],
    ['sum(whole) / count()', 'sum(whole) / count(*)'],
    ['100 * sum(value) / sum(whole)', '100 * sum(value) / nullif(sum(whole), 0)'],
    ['avg(value) - 2 * min(half)', 'avg(value) - 2 * min(half)::DOUBLE'],
    ['count() FILTER (WHERE whole > 2) / count(value)', 'count(*) FILTER (whole > 2) / count(value)'],
    ['max(day) FILTER (WHERE whole > 2)', 'max(day) FILTER (whole > 2)'],
    ['last(half) / first(half)', 'arg_max(half, nr)::DOUBLE / nullif(arg_min(half, nr)::DOUBLE, 0)'],
    ['distinct(name) / count()', 'count(DISTINCT name) / count(*)'],
    ['avg(whole > 2)', 'avg((whole > 2)::INTEGER)'],
    ['sum(whole > 2) - 1', 'sum((whole > 2)::INTEGER)::DOUBLE - 1'],
  ] as const)
    it(`${y}, exactly, while a brush moves`, async () => {
      const plot = await plotOf({ x: 'part', y, color: 'kind' });
      const brush = await plotOf({ mark: 'bar', x: 'bin(place)', y: 'count()', brush: 'x' });
      const select = `kind AS color, part AS x, ${sql} AS y`;
      await check(plot, select, 'part IS NOT NULL');
      calls.splice(0);
      for (const [from, to] of MOVES) {
        brush.view.select({ x: [from, to] });
        await check(plot, select, `part IS NOT NULL AND place >= ${from} AND place < ${to}`);
      }
      brush.view.select({ x: [2000, 3000] });
      assert.deepEqual(await plot.view.values(), [], 'no row passes');
      brush.view.select(null);
      await check(plot, select, 'part IS NOT NULL');
      assert.ok(isByKernels());
    });

  for (const [y, sql = y] of [
    ['variance(value)'],
    ['stddev(value)'],
    ['var_samp(whole)'],
    ['stddev(-whole * 3)'],
    ['stddev(half)'],
    ['stddev(few)'],
    ['stddev(tens)'],
    ['variance(nans)', 'variance(nans) FILTER (WHERE isfinite(nans))'],
    // Of values so large, DuckDB rounds away digits of their differences.
    ['stddev(ms)', 'stddev(ms - 1700000000000)'],
    ['stddev(-ms * 1000000)', 'stddev(ms - 1700000000000) * 1000000'],
    ['variance(huge)', 'variance(huge - 18446744073709550000)'],
  ] as const)
    it(`${y}, while a brush moves`, async () => {
      const plot = await plotOf({ x: 'part', y, color: 'kind' });
      const brush = await plotOf({ mark: 'bar', x: 'bin(place)', y: 'count()', brush: 'x' });
      const select = `kind AS color, part AS x, ${sql} AS y`;
      await check(plot, select, 'part IS NOT NULL', ['y']);
      calls.splice(0);
      for (const [from, to] of MOVES) {
        brush.view.select({ x: [from, to] });
        await check(plot, select, `part IS NOT NULL AND place >= ${from} AND place < ${to}`, ['y']);
      }
      assert.ok(isByKernels());
    });

  for (const name of ['name', 'kind', "'x' || whole", 'value > 0'] as const)
    it(`distinct(${name}), beside other aggregates, while a brush moves`, async () => {
      const plot = await plotOf({ x: 'part', y: `distinct(${name})`, color: 'stddev(value)', size: 'max(day)' });
      const more = await plotOf({ x: 'part', y: 'sum(long)', color: `distinct(${name})`, opacity: 'count()' });
      const brush = await plotOf({ mark: 'bar', x: 'bin(place)', y: 'count()', brush: 'x' });
      const distinct = `count(DISTINCT (${name}))::DOUBLE`;
      const checkBoth = async (where: string): Promise<void> => {
        const select = `part AS x, ${distinct} AS y, stddev(value) AS color, max(day) AS size`;
        await check(plot, select, `part IS NOT NULL AND ${where}`, ['color']);
        const other = `part AS x, sum(long)::DOUBLE AS y, ${distinct} AS color, count(*)::DOUBLE AS opacity`;
        await check(more, other, `part IS NOT NULL AND ${where}`);
      };
      await checkBoth('TRUE');
      for (const [from, to] of MOVES) {
        brush.view.select({ x: [from, to] });
        await checkBoth(`place >= ${from} AND place < ${to}`);
      }
      brush.view.select({ x: [2000, 3000] });
      assert.deepEqual(await plot.view.values(), [], 'no row passes');
      const [layer] = (await plot.view.explain())!.layers;
      assert.equal(layer!.by, 'kernels');
      assert.ok(layer!.columns.every(({ residentBytes }) => residentBytes! >= 80_000));
    });

  it('a group from its first to its last value, beside distinct values, while a brush moves', async () => {
    const y = { y: 'first(value)', y2: 'last(value)' };
    const plot = await plotOf({ mark: 'rule', x: 'part', ...y, color: 'distinct(kind)', opacity: 'max(value)' });
    const brush = await plotOf({ mark: 'bar', x: 'bin(place)', y: 'count()', brush: 'x' });
    const select = `count(DISTINCT kind)::DOUBLE AS color, max(value) AS opacity, part AS x,
      arg_min(value, nr) AS y, arg_max(value, nr) AS y2`;
    for (const [from, to] of MOVES) {
      brush.view.select({ x: [from, to] });
      const values = await plot.view.values();
      const found = values!.map(({ x, y, y2, color, opacity }) => ({ color, opacity, x, y, y2 }));
      const where = `part IS NOT NULL AND place >= ${from} AND place < ${to}`;
      const expected = await rows(`SELECT ${select} FROM numbers WHERE ${where} GROUP BY ALL ORDER BY x`);
      assert.deepEqual(
        found.sort((a, b) => Number(a.x) - Number(b.x)),
        expected,
      );
    }
    assert.equal((await plot.view.explain())!.layers[0]!.by, 'kernels');
  });

  it('two aggregates of one column share its sums', async () => {
    const plot = await plotOf({ x: 'part', y: 'avg(value)', color: 'sum(value)' });
    await check(plot, 'part AS x, avg(value) AS y, sum(value) AS color', 'part IS NOT NULL');
    const ops = calls.flatMap((call) =>
      call.kernel === 'aggregate' && call.accumulators.length > 1 ? [call.accumulators.map(({ op }) => op)] : [],
    );
    assert.deepEqual(ops, [['count', 'count-of', 'sum']]);
  });
});

describe('the database aggregates groups', () => {
  for (const [y, why, sql = y] of [
    ['median(value)', 'median(value) needs the database'],
    ['first(kind)', 'kind is a column of labels', 'arg_min(kind, nr)'],
    [
      'last(value + 0 * random())',
      'value + 0 * random() may have other values when its rows are numbered',
      'arg_max(value, nr)',
    ],
    ['sum(endless)', 'endless has infinite values'],
    [
      'variance(endless)',
      'endless has infinite values',
      'CASE WHEN NOT bool_or(isinf(endless)) THEN variance(endless) FILTER (WHERE isfinite(endless)) END',
    ],
    ['stddev(tenths)', 'tenths has values of more than 31 binary digits, whose squares are not exact'],
    ['stddev(value * 2.0 ** 500)', 'value * 2.0 ** 500 has values too large or too small for exact squares'],
    ['variance(long)', 'long has values too far apart for exact squares'],
    ['variance(value + 0 * random())', 'value + 0 * random() may have other values when its squares are read'],
    ['min(kind)', 'kind is a column of labels'],
    ['round(avg(value), 1)', 'round(avg(value), 1) is more than arithmetic, and needs the database'],
    [
      'first(half) < last(half)',
      'first(half) < last(half) is more than arithmetic, and needs the database',
      "CASE WHEN arg_min(half, nr) < arg_max(half, nr) THEN 'true' ELSE 'false' END",
    ],
    ['median(half) / max(half)', 'median(half) needs the database', 'median(half) / nullif(max(half), 0)'],
    ['stddev(whole > 2)', "whole > 2 isn't a column of numbers", 'stddev((whole > 2)::INTEGER)'],
    ['mode(kind)', 'mode(kind) needs the database'],
    ['sum(whole) // 2', 'sum(whole) // 2 is more than arithmetic, and needs the database', '(sum(whole) // 2)::DOUBLE'],
    [
      "sum(whole) || ' EUR'",
      "sum(whole) || ' EUR' is more than arithmetic, and needs the database",
      "sum(whole) || ' EUR'",
    ],
    [
      'len(list(whole) FILTER (whole > 0))',
      'list(whole) FILTER (whole > 0) needs the database',
      'len(list(whole) FILTER (whole > 0))::DOUBLE',
    ],
    ['max(kind) FILTER (nr > 5000)', 'CASE WHEN (nr > 5000 ) THEN ("kind") END is a column of labels'],
    ['arg_max(kind, nr)', 'arg_max(kind, nr) needs the database'],
    ['avg(DISTINCT half)', 'avg(DISTINCT half) needs the database'],
    [
      "date_diff('day', min(day), max(day))",
      "date_diff('day', min(day), max(day)) is more than arithmetic, and needs the database",
      "date_diff('day', min(day), max(day))::DOUBLE",
    ],
    ['distinct(value)', "value isn't a column of categories", 'count(DISTINCT value)::DOUBLE'],
    ['distinct([part])', "[part] isn't a column of categories", 'count(DISTINCT [part])::DOUBLE'],
    [
      "distinct('n' || long)",
      "220,000 groups and values of 'n' || long are more than kernels aggregate at once",
      'count(DISTINCT long)::DOUBLE',
    ],
  ] as const)
    it(`of ${y}`, async () => {
      const plot = await plotOf({ x: 'whole', y });
      const explanation = await plot.view.explain();
      assert.equal(explanation!.layers[0]!.why, why);
      assert.equal(isByKernels(), false);
      await check(plot, `whole AS x, ${sql} AS y`, 'TRUE', ['y']);
    });
});

describe('formulas that no database can compute', () => {
  for (const [y, found] of [
    ['sum(value) + whole', /expected each column inside an aggregate, found whole outside of one.*max\(whole\)/s],
    ['max(day) - min(day)', /expected numbers, found DATE.*date_diff/s],
    ['sum(value) / sum(nothing)', /column "nothing".*no such column/s],
    ['sum(value) +', /sum\(value\) \+/],
    ['sum(value)) + (1', /expected one SQL expression/],
    ["sum(value) + 'x", /expected one SQL expression/],
    ['array_agg(value)', /array_agg\(value\)/],
  ] as const)
    it(y, async () => {
      const { message } = await errorOf({ x: 'part', y });
      assert.match(message, found);
    });
});

describe('distinct values of several columns', () => {
  it('are counted by the database', async () => {
    const plot = await plotOf({ x: 'whole', y: 'distinct(kind)', color: 'distinct(name)' });
    const explanation = await plot.view.explain();
    assert.equal(explanation!.layers[0]!.why, 'kernels count the distinct values of one column at a time');
    const select = 'whole AS x, count(DISTINCT kind)::DOUBLE AS y, count(DISTINCT name)::DOUBLE AS color';
    await check(plot, select);
  });
});

describe('bars around their values', () => {
  for (const [x, domain] of [
    ['whole', [-5.5, 5.5]],
    ['3 * whole', [-16.5, 16.5]],
    ['half', [-2.25, 3.25]],
    ['day', [new Date('2019-12-31T12:00Z').getTime(), new Date('2020-02-09T12:00Z').getTime()]],
  ] as const)
    it(`fit on the axis: ${x}`, async () => {
      const plot = await plotOf({ mark: 'bar', x, y: 'avg(value)' });
      assert.deepEqual(plot.view.domain?.x?.map(Number), domain);
    });

  it('are picked as a whole on either side of their value', async () => {
    const plot = await plotOf({ mark: 'bar', x: 'whole', y: 'avg(value)', pick: '' });
    const counted = await plotOf({ mark: 'bar', x: 'bin(whole, step=1)', y: 'count()' });
    const [{ n }] = (await rows('SELECT count(*)::INTEGER AS n FROM numbers WHERE whole = 2')) as [{ n: number }];
    const model = readyOf(plot);
    const { width, height } = model.layout.box;
    for (const off of [-0.4, 0.4]) {
      plot.view.pick({ x: ((2 + off + 5.5) / 11) * width, y: height / 2 }, false);
      const counts = await counted.view.counts();
      assert.equal(
        counts!.counts.reduce((sum, count) => sum + count, 0),
        n,
      );
      plot.view.select(null);
    }
  });
});

describe('rows of the page, without the database', () => {
  it('are aggregated, sorted and colored', async () => {
    const refused = new Proxy({} as NodeDatabase, {
      get: (_, key) => {
        if (key === 'forEngine') return () => refused;
        if (key === 'epoch') return 0;
        return key === 'dispose' || key === 'limit' ? () => undefined : () => Promise.reject(new Error(String(key)));
      },
    });
    const alone = nodeEngine(refused);
    const data = Array.from({ length: 12 }, (_, i) => ({
      region: `r${(i * 5) % 4}`,
      kind: i % 2 ? 'a' : 'b',
      n: i * i,
    }));
    void alone.define({ name: 'sales', data }, {});
    const plot = await nodePlot(
      alone,
      { from: 'sales', mark: 'bar', x: 'region', y: 'sum(n)', sort: '-y' },
      [400, 300],
    );
    await plot.until('ready');
    const sums = new Map<string, number>();
    for (const { region, n } of data) sums.set(region, (sums.get(region) ?? 0) + n);
    const expected = [...sums].sort(([, a], [, b]) => b - a);
    assert.deepEqual(
      (await plot.view.values())!.map(({ x, y }) => [x, y]),
      expected,
    );
    plot.view.update({ from: 'sales', mark: 'bar', x: 'region', y: 'distinct(kind)' });
    await plot.until('ready');
    const kindsOf = (wanted: string) => new Set(data.flatMap(({ region, kind }) => (region === wanted ? [kind] : [])));
    assert.deepEqual(
      (await plot.view.values())!.map(({ x, y }) => [x, y]),
      [...sums.keys()].sort().map((region) => [region, kindsOf(region).size]),
    );
    plot.dispose();
    await alone.dispose();
  });
});

describe('a zoomed plot of groups', () => {
  it('draws its table on the new scale at once, and gets finer bins once the user pauses', async () => {
    const plot = await plotOf({ mark: 'line', x: 'bin(place)', y: 'avg(value)', zoom: 'x' });
    const before = await plot.view.values();
    calls.splice(0);
    plot.view.show({ x: [100, 200] });
    assert.deepEqual(plot.view.domain?.x, [100, 200], 'before any kernel has run');
    assert.equal(calls.length, 0);
    const after = await plot.view.values();
    const widths = [before!, after!].map(([first]) => (first!['x2'] as number) - (first!['x'] as number));
    assert.deepEqual(widths, [20, 2]);
    const expected = await rows(`SELECT (place // 2 * 2)::INTEGER AS x, avg(value) AS y FROM numbers
      WHERE place >= 100 AND place < 200 GROUP BY ALL ORDER BY x`);
    const inside = after!.filter(({ x }) => Number(x) >= 100 && Number(x) < 200);
    assert.deepEqual(
      inside.map(({ x, y }) => ({ x, y })),
      expected,
    );
  });

  it('keeps groups of single values', async () => {
    const plot = await plotOf({ x: 'place', y: 'avg(value)', zoom: 'x' });
    calls.splice(0);
    plot.view.show({ x: [100, 200] });
    assert.equal((await plot.view.values())!.length, 1000);
    assert.equal(isByKernels(), false);
  });
});

describe('a density of an aggregate', () => {
  it('bins both columns, and aggregates each cell', async () => {
    const plot = await plotOf({
      mark: 'density',
      x: 'bin(place, step=100)',
      y: 'bin(half, step=1)',
      color: 'avg(value)',
    });
    await check(
      plot,
      'floor(half)::DOUBLE AS y, (place // 100 * 100)::INTEGER AS x, avg(value) AS color',
      'place IS NOT NULL',
    );
    assert.ok(isByKernels());
  });
});
