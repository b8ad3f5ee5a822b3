import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import type { ColumnType } from '../../src/engine/columns/column';
import { PikaError } from '../../src/engine/errors';
import type { Measure, MeasureOp } from '../../src/engine/grammar/measure';
import type { GroupTable, Relation, TableValues } from '../../src/engine/source/source';
import type { CountAxis } from '../../src/engine/sql/dimension-sql';
import { nodeCatalog, type NodeCatalog } from '../harness/node-catalog';

/** Expressions over `i`, from 0 to 199, and the group `i % 5`. Rows are in another order than `i`. */
const NUMBERS: Readonly<Record<string, string>> = {
  tiny: '(i * 7 % 11 - 3)::TINYINT',
  whole: 'CASE WHEN i % 3 > 0 THEN (i * i - 5000)::INTEGER END',
  big: '(i - 100) * 90071992547409931::BIGINT',
  ubig: 'i::UBIGINT * 92233720368547758::UBIGINT',
  huge: '(i - 100)::HUGEINT * 100000000000000000000::HUGEINT',
  money: '((i * 7919) % 10007 / 100.0)::DECIMAL(18,2)',
  digits: '(i * 13 % 17)::DECIMAL(10,0)',
  long: '(i * 1234567.890123)::DECIMAL(38,6)',
  single: '(i * 0.37)::FLOAT',
  double: 'CASE WHEN i % 7 > 0 THEN sqrt(i) - 5 END',
  missing: "CASE WHEN i % 4 = 0 THEN 'nan'::DOUBLE ELSE i * 1.5 END",
  infinite: "CASE WHEN i = 6 THEN 'inf'::DOUBLE WHEN i = 12 THEN '-inf'::DOUBLE ELSE i / 3 END",
  ends: "CASE WHEN i % 2 = 0 THEN 'inf'::DOUBLE ELSE '-inf'::DOUBLE END",
  flag: 'CASE WHEN i % 11 > 0 THEN i % 3 = 0 END',
  none: 'NULL::INTEGER',
};
const TIMES: Readonly<Record<string, string>> = {
  day: "CASE WHEN i % 6 > 0 THEN DATE '2024-01-01' + (i * 3)::INTEGER END",
  endless: "CASE i WHEN 4 THEN 'infinity'::DATE WHEN 8 THEN '-infinity'::DATE ELSE DATE '1999-12-31' - i::INTEGER END",
  second: "(TIMESTAMP '2024-01-01' + to_seconds((i * 61)::BIGINT))::TIMESTAMP_S",
  milli: "(TIMESTAMP '1969-01-01' + to_milliseconds((i * 1001)::BIGINT))::TIMESTAMP_MS",
  micro: "TIMESTAMP '2024-02-29 12:00:00.000001' + to_microseconds((i * 7)::BIGINT)",
  nano: 'make_timestamp_ns(1700000000123456789 + i * 3)',
  zoned:
    "(CASE i WHEN 3 THEN 'infinity' ELSE (TIMESTAMP '2024-03-10' + to_hours(i::BIGINT))::VARCHAR || '+00' END)::TIMESTAMPTZ",
};
const TEXTS: Readonly<Record<string, string>> = {
  name: "CASE WHEN i % 9 > 0 THEN 'n' || chr(80 + (i * 5 % 13)::INTEGER) || '''\"ü' END",
  level: "(CASE i % 3 WHEN 0 THEN 'low' WHEN 1 THEN 'high' ELSE 'middle' END)::ENUM('low', 'middle', 'high')",
  id: "('00000000-0000-0000-0000-0000000000' || (10 + i % 83))::UUID",
};
const COLUMNS = { ...NUMBERS, ...TIMES, ...TEXTS };
const SQL = `SELECT i, (i % 5)::INTEGER AS g, ${Object.entries(COLUMNS)
  .map(([name, sql]) => `${sql} AS ${name}`)
  .join(', ')} FROM range(200) r(i) ORDER BY (i * 37) % 200`;

const GROUPS: CountAxis = { expression: 'g', type: { kind: 'number', integer: true }, edges: [0, 1, 2, 3, 4, 5] };
const OPS: readonly MeasureOp[] = [
  'count-of',
  'distinct',
  'sum',
  'avg',
  'min',
  'max',
  'median',
  'stddev',
  'variance',
  'first',
  'last',
];

let page: NodeCatalog;
let native: DuckDBConnection;
let relation: Relation;
before(async () => {
  page = await nodeCatalog();
  native = await (await DuckDBInstance.create(':memory:')).connect();
  await native.run(`SET threads = 1; SET TimeZone = 'UTC'`);
  await native.run(`CREATE TABLE t AS ${SQL}`);
  relation = await page.catalog.open(page.defined({ sql: SQL }));
});
after(() => {
  page.close();
  native.closeSync();
});

async function nativeColumn(sql: string): Promise<unknown[]> {
  const rows = (await native.runAndReadAll(sql)).getRowsJS();
  return rows.map(([value]) => (typeof value === 'bigint' ? Number(value) : value));
}

/** Values as native DuckDB gives them: numbers, ticks of microseconds or nanoseconds, texts. */
function valuesOf({ type, values }: TableValues): (number | string | null)[] {
  return Array.from(values, (value) =>
    Number.isNaN(value) ? null : type.kind === 'category' ? type.labels[value]! : value,
  );
}

/** The aggregate in native SQL, where NaN and infinite times are NULL and booleans are 0 and 1. */
function nativeSql(op: MeasureOp, column: string): string {
  const value = column in TIMES ? `CASE WHEN isfinite(${column}::TIMESTAMP) THEN ${column} END` : column;
  const known =
    NUMBERS[column]?.includes('DOUBLE') && column !== 'none'
      ? `CASE WHEN NOT isnan(${column}) THEN ${column} END`
      : value;
  const counted =
    column === 'flag' && op !== 'min' && op !== 'max' && op !== 'first' && op !== 'last' ? 'flag::INTEGER' : known;
  // DuckDB fails on infinite values.
  const finite = `CASE WHEN bool_or(isinf(${column}::DOUBLE)) THEN NULL ELSE ${op}(CASE WHEN isfinite(${column}::DOUBLE) THEN ${counted} END) END`;
  switch (op) {
    case 'count-of':
      return `count(${counted})`;
    case 'distinct':
      return `count(DISTINCT ${counted})`;
    case 'median':
      return column in NUMBERS
        ? `quantile_cont(${counted}::DOUBLE, 0.5)`
        : `median(${column === 'second' || column === 'milli' ? `${counted}::TIMESTAMP` : counted})`;
    case 'stddev':
    case 'variance':
      return finite;
    case 'first':
    case 'last':
      return `list(${counted} ORDER BY (i * 37) % 200) FILTER (WHERE ${counted} IS NOT NULL)[${op === 'first' ? 1 : -1}]`;
    default:
      return `${op}(${counted})`;
  }
}

async function assertAsNative(
  relation: Relation,
  measures: readonly Measure[],
  natively: readonly string[],
): Promise<void> {
  const table = await relation.groups({ dimensions: [GROUPS], measures, where: [] });
  assert.deepEqual(Array.from(table.bins[0]!), [0, 1, 2, 3, 4]);
  for (const [i, sql] of natively.entries()) {
    const [sqlType] = (await nativeColumn(`SELECT typeof(${sql}) FROM t`)) as string[];
    const { type } = table.measures[i]!;
    const shown =
      type.kind === 'time'
        ? type.ticksPerMs === 1e6
          ? `epoch_ns(v)`
          : type.ticksPerMs === 1000
            ? `epoch_us(v)`
            : type.ticksPerMs < 1e-3
              ? `v - DATE '1970-01-01'`
              : `(epoch_us(v) / ${1000 / type.ticksPerMs})::BIGINT`
        : type.kind === 'category'
          ? 'v::VARCHAR'
          : 'v::DOUBLE';
    const expected = (
      await nativeColumn(`SELECT ${shown} FROM (SELECT g, ${sql} AS v FROM t GROUP BY g) ORDER BY g`)
    ).map((value) => (typeof value === 'number' && Number.isNaN(value) ? null : value));
    assert.deepEqual(valuesOf(table.measures[i]!), expected, `${JSON.stringify(measures[i])} = ${sql}`);
    const integral = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|UINTEGER|DECIMAL\(\d+,0\))$/.test(sqlType!);
    if (type.kind === 'number') assert.equal(type.integer, integral, `${sql} is a ${sqlType}`);
  }
}

describe('groups of rows, against native DuckDB', () => {
  for (const column of Object.keys(COLUMNS)) {
    it(`${column}: every measure that takes its type, and a clear error of the others`, async () => {
      const takes = (op: MeasureOp): boolean =>
        column in NUMBERS || !['sum', 'stddev', 'variance', ...(column in TEXTS ? ['avg', 'median'] : [])].includes(op);
      const fine = OPS.filter(takes);
      await assertAsNative(
        relation,
        fine.map((op) => ({ op, expression: column })),
        fine.map((op) => nativeSql(op, column)),
      );
      for (const op of OPS.filter((op) => !takes(op))) {
        await assert.rejects(
          relation.groups({ dimensions: [GROUPS], measures: [{ op, expression: column }], where: [] }),
          (thrown: unknown) =>
            thrown instanceof PikaError &&
            thrown.code === 'plan/unsupported' &&
            thrown.detail.subject === `measure "${op}(${column})" of query "${relation.name}"` &&
            thrown.detail.found !== '',
        );
      }
    });
  }

  it('quantiles, correlations and slopes', async () => {
    const fractions = [0, 0.1, 0.25, 0.9, 1];
    await assertAsNative(
      relation,
      [
        ...fractions.map((fraction): Measure => ({ op: 'quantile', expression: 'double', fraction })),
        { op: 'quantile', expression: 'flag', fraction: 0.7 },
        { op: 'quantile', expression: 'micro', fraction: 0.7 },
        { op: 'corr', y: 'whole', x: 'double' },
        { op: 'slope', y: 'double', x: 'money' },
        { op: 'slope', y: 'flag', x: 'missing' },
        { op: 'corr', y: 'infinite', x: 'i' },
        { op: 'corr', y: 'none', x: 'i' },
        { op: 'count' },
      ],
      [
        ...fractions.map((fraction) => `quantile_cont(double, ${fraction})`),
        'quantile_cont(flag::INTEGER, 0.7)',
        'quantile_cont(micro, 0.7)',
        'corr(whole, double)',
        'regr_slope(double, money)',
        'regr_slope(flag::INTEGER, CASE WHEN NOT isnan(missing) THEN missing END)',
        'CASE WHEN bool_or(isinf(infinite)) THEN NULL ELSE corr(CASE WHEN isfinite(infinite) THEN infinite END, i) END',
        'corr(none, i)',
        'count(*)',
      ],
    );
  });

  it('expressions: functions over times with a zone, windows over all rows, other queries, names that are keywords', async () => {
    const own = await page.catalog.open(page.defined({ sql: `SELECT *, whole AS "order" FROM ${relation.name}` }));
    const request = (expression: string, where: string[]): Promise<GroupTable> =>
      own.groups({ dimensions: [GROUPS], measures: [{ op: 'sum', expression }], where });
    const cases: readonly (readonly [expression: string, natively: string])[] = [
      ['hour(zoned)', 'hour(zoned)'],
      ["date_part('hour', date_trunc('day', zoned) + INTERVAL 3 HOUR) -- comment", '3'],
      ['order', 'whole'],
      ['"order" + 1', 'whole + 1'],
      ['rank() OVER (ORDER BY i DESC)', '200 - i'],
      [`(SELECT count(*) FROM ${relation.name}) + i`, '200 + i'],
    ];
    for (const [expression, natively] of cases) {
      const { measures } = await request(expression, ['i < 150', 'whole > 0 -- all']);
      assert.deepEqual(
        valuesOf(measures[0]!),
        await nativeColumn(`SELECT sum(${natively})::DOUBLE FROM t WHERE i < 150 AND whole > 0 GROUP BY g ORDER BY g`),
        expression,
      );
    }
  });

  it('errors name the measure', async () => {
    const cases: readonly (readonly [Measure, code: string, subject: RegExp, found: RegExp])[] = [
      [{ op: 'sum', expression: 'avg(i)' }, 'source/sql', /measure "sum\(avg\(i\)\)"/, /an aggregate of many rows/],
      [{ op: 'sum', expression: 'i; DROP TABLE t' }, 'source/sql', /measure "sum\(i; DROP TABLE t\)"/, /";"/],
      [{ op: 'max', expression: '1), (2' }, 'source/sql', /measure/, /"\)" too many/],
      [{ op: 'max', expression: '' }, 'source/sql', /measure "max\(\)"/, /nothing/],
      [{ op: 'max', expression: '*' }, 'source/sql', /measure/, /every column/],
      [{ op: 'max', expression: 'COLUMNS(*)' }, 'source/sql', /measure/, /26 columns|columns/],
      [{ op: 'avg', expression: 'wole' }, 'plan/unknown-column', /column "wole"/, /no such column/],
      [{ op: 'avg', expression: 'wole + 1' }, 'plan/unknown-column', /column "wole"/, /no such column/],
      [{ op: 'avg', expression: '[i]' }, 'plan/unsupported', /measure "avg\(\[i\]\)"/, /BIGINT\[\]/],
      [{ op: 'max', expression: '[i]' }, 'rows/unsupported-type', /max\(\[i\]\)/, /./],
      [{ op: 'max', expression: "TIME '01:00'" }, 'rows/unsupported-type', /max\(TIME/, /./],
      [{ op: 'corr', y: 'i', x: 'name' }, 'plan/unsupported', /measure "corr\(i, name\)"/, /VARCHAR/],
      [{ op: 'quantile', expression: 'i', fraction: -0.5 }, 'spec/bad-channel', /measure/, /-0.5/],
      [{ op: 'quantile', expression: 'i', fraction: NaN }, 'spec/bad-channel', /measure/, /NaN/],
    ];
    for (const [measure, code, subject, found] of cases) {
      await assert.rejects(relation.groups({ dimensions: [], measures: [measure], where: [] }), (thrown: unknown) => {
        assert.ok(thrown instanceof PikaError, String(thrown));
        assert.equal(thrown.code, code, thrown.message);
        assert.match(thrown.detail.subject, subject);
        assert.match(thrown.detail.found, found);
        return true;
      });
    }
  });
});

const NUMBER: ColumnType = { kind: 'number', integer: false };
const AXES: Readonly<Record<string, readonly [axis: CountAxis, natively: string]>> = {
  'whole numbers': [
    { expression: 'whole', type: { kind: 'number', integer: true }, edges: [-5000, -100.5, 0, 0.5, 7000] },
    'CASE WHEN whole < -100.5 THEN 0 WHEN whole < 0 THEN 1 WHEN whole < 0.5 THEN 2 WHEN whole < 7000 THEN 3 END',
  ],
  doubles: [
    { expression: 'double', type: NUMBER, edges: [-5, -1, 0.1, 9] },
    'CASE WHEN double IS NULL OR double < -5 OR double >= 9 THEN NULL WHEN double < -1 THEN 0 WHEN double < 0.1 THEN 1 ELSE 2 END',
  ],
  'doubles with NaN': [
    { expression: 'missing', type: NUMBER, edges: [0, 100, 200] },
    'CASE WHEN isnan(missing) OR missing >= 200 THEN NULL WHEN missing < 100 THEN 0 ELSE 1 END',
  ],
  'infinite doubles': [
    { expression: 'infinite', type: NUMBER, edges: [0, 20, Infinity] },
    'CASE WHEN isinf(infinite) THEN NULL WHEN infinite < 20 THEN 0 ELSE 1 END',
  ],
  decimals: [
    { expression: 'money', type: NUMBER, edges: [0, 50, 100.07] },
    'CASE WHEN money < 50 THEN 0 WHEN money < 100.07 THEN 1 END',
  ],
  days: [
    { expression: 'day', type: { kind: 'time', ticksPerMs: 1 / 86_400_000 }, edges: [19_723, 19_800, 20_000] },
    "CASE WHEN day < DATE '1970-01-01' + 19800 THEN 0 WHEN day < DATE '1970-01-01' + 20000 THEN 1 END",
  ],
  'days with infinity': [
    { expression: 'endless', type: { kind: 'time', ticksPerMs: 1 / 86_400_000 }, edges: [-1e5, 10_900, 1e5] },
    "CASE WHEN NOT isfinite(endless) THEN NULL WHEN endless < DATE '1970-01-01' + 10900 THEN 0 ELSE 1 END",
  ],
  nanoseconds: [
    {
      expression: 'nano',
      type: { kind: 'time', ticksPerMs: 1e6 },
      edges: [1700000000123456768, 1700000000123457024, 1700000000123459072],
    },
    'CASE WHEN epoch_ns(nano) < 1700000000123457024 THEN 0 ELSE 1 END',
  ],
  'times with a zone': [
    {
      expression: 'zoned',
      type: { kind: 'time', ticksPerMs: 1000 },
      edges: [Date.UTC(2024, 2, 10) * 1000, Date.UTC(2024, 2, 12) * 1000, Date.UTC(2024, 2, 15) * 1000],
    },
    "CASE WHEN NOT isfinite(zoned) THEN NULL WHEN zoned < '2024-03-12' THEN 0 WHEN zoned < '2024-03-15' THEN 1 END",
  ],
  categories: [
    { expression: 'level', type: { kind: 'category', labels: ['high', 'low', 'middle'] }, edges: [0, 1, 2, 3] },
    "CASE level WHEN 'high' THEN 0 WHEN 'low' THEN 1 ELSE 2 END",
  ],
  'some categories, in another order': [
    { expression: 'level', type: { kind: 'category', labels: ['high', 'low', 'middle'] }, edges: [2, 0, 1] },
    "CASE level WHEN 'middle' THEN 0 WHEN 'high' THEN 1 END",
  ],
  booleans: [
    { expression: 'flag', type: { kind: 'category', labels: ['false', 'true'] }, edges: [0, 1, 2] },
    'CASE WHEN flag THEN 1 WHEN NOT flag THEN 0 END',
  ],
};
/** Whether a row's value is NULL, NaN or an infinite time. */
const IS_NULL: Readonly<Record<string, string>> = {
  missing: 'isnan(missing)',
  endless: 'NOT isfinite(endless)',
  zoned: 'NOT isfinite(zoned)',
};

describe('dimensions of groups', () => {
  for (const [name, [axis, natively]] of Object.entries(AXES)) {
    it(`${name}: the bins of native DuckDB and of counts, with NULL as a group if asked`, async () => {
      const where = ['i <> 7'];
      const table = await relation.groups({ dimensions: [axis], measures: [{ op: 'count' }], where });
      const rows = (
        await native.runAndReadAll(
          `SELECT b, count(*)::INTEGER FROM (SELECT ${natively} AS b FROM t WHERE i <> 7) WHERE b IS NOT NULL GROUP BY 1 ORDER BY 1`,
        )
      ).getRowsJS();
      assert.ok(rows.length > 1);
      assert.deepEqual(pairsOf(table), rows);
      const counts = await relation.counts([axis], where);
      const expected = Array.from(counts, (count, bin) => [bin, count]).filter(([, count]) => count! > 0);
      assert.deepEqual(pairsOf(table), expected);

      const isNull = IS_NULL[axis.expression] ?? `${axis.expression} IS NULL`;
      const [nulls] = await nativeColumn(`SELECT count(*) FROM t WHERE i <> 7 AND (${isNull})`);
      const withNull = await relation.groups({
        dimensions: [{ ...axis, includeNull: true }],
        measures: [{ op: 'count' }],
        where,
      });
      assert.deepEqual(pairsOf(withNull), nulls === 0 ? rows : [...rows, [NaN, nulls]]);
    });
  }

  it('several: in the order of their bins, the first fastest, and equal to counts', async () => {
    const axes = ['whole numbers', 'categories', 'booleans', 'doubles'].map((name) => AXES[name]![0]);
    for (const dimensions of [axes.slice(0, 2), axes.slice(0, 3), axes]) {
      const { rows, bins, measures } = await relation.groups({
        dimensions: dimensions.map((axis) => ({ ...axis, includeNull: true })),
        measures: [{ op: 'count' }, { op: 'min', expression: 'i' }],
        where: [],
      });
      const widths = dimensions.map(({ edges }) => edges.length);
      const cells = Array.from({ length: rows }, (_, group) =>
        bins.reduceRight(
          (cell, ofGroup, i) => cell * widths[i]! + (Number.isNaN(ofGroup[group]) ? widths[i]! - 1 : ofGroup[group]!),
          0,
        ),
      );
      assert.deepEqual(
        cells,
        [...cells].sort((a, b) => a - b),
      );
      assert.equal(new Set(cells).size, rows);
      assert.equal(new Set(measures[1]!.values).size, rows);
    }
    const counts = await relation.counts(axes.slice(0, 2), []);
    const table = await relation.groups({ dimensions: axes.slice(0, 2), measures: [{ op: 'count' }], where: [] });
    assert.deepEqual(
      Array.from(counts).filter((count) => count > 0),
      Array.from(table.measures[0]!.values),
    );
    assert.equal(counts[table.bins[1]![3]! * 4 + table.bins[0]![3]!], table.measures[0]!.values[3]);
  });

  it('none: one group of all rows, also of no rows', async () => {
    const measures: Measure[] = [{ op: 'count' }, { op: 'sum', expression: 'i' }, { op: 'min', expression: 'name' }];
    const all = await relation.groups({ dimensions: [], measures, where: [] });
    assert.deepEqual(
      [all.rows, all.bins, ...all.measures.flatMap(valuesOf)],
      [1, [], 200, 19_900, (await nativeColumn('SELECT min(name) FROM t'))[0]],
    );
    const nothing = await relation.groups({ dimensions: [], measures, where: ['FALSE'] });
    assert.deepEqual(nothing.measures.flatMap(valuesOf), [0, null, null]);
    const empty = await relation.groups({ dimensions: [GROUPS], measures, where: ['FALSE'] });
    assert.deepEqual([empty.rows, empty.measures.map(({ values }) => values.length)], [0, [0, 0, 0]]);
  });

  it('first and last are in row order, also if a column hides rowid, and in rows of the page', async () => {
    const measures: Measure[] = [
      { op: 'first', expression: 'v' },
      { op: 'last', expression: 'v' },
    ];
    const named = page.defined({ sql: `SELECT i AS v, 1000 - i AS rowid FROM ${relation.name}` });
    const data = page.defined({
      data: { v: Int32Array.from({ length: 200 }, (_, i) => (i * 37) % 200), 'a "b"': new Array(200).fill('x') },
    });
    const [first] = await nativeColumn('SELECT i FROM t LIMIT 1');
    const [last] = await nativeColumn('SELECT i FROM t OFFSET 199');
    for (const name of [named, data]) {
      const opened = await page.catalog.open(name);
      const table = await opened.groups({ dimensions: [], measures, where: ['v >= 0'] });
      assert.deepEqual(table.measures.flatMap(valuesOf), name === named ? [first, last] : [0, (199 * 37) % 200]);
    }
  });

  it('more than 100,000 groups are an error', async () => {
    const many = await page.catalog.open(page.defined({ sql: 'SELECT i % 100001 AS v FROM range(200000) r(i)' }));
    const axis = (width: number): CountAxis => ({
      expression: 'v',
      type: { kind: 'number', integer: true },
      edges: Array.from({ length: width + 1 }, (_, i) => i),
    });
    const grid = (rest: string): CountAxis[] => [
      { ...axis(400), expression: 'v % 400' },
      { ...axis(300), expression: `v // 400${rest}` },
    ];
    const measures: Measure[] = [{ op: 'count' }];
    const most = await many.groups({ dimensions: grid(''), measures, where: ['v < 100000'] });
    assert.equal(most.rows, 100_000);
    await assert.rejects(many.groups({ dimensions: grid(''), measures, where: [] }), {
      code: 'plan/too-many-groups',
      message: /expected at most 100,000, found more\. Use coarser bins or fewer categories/,
    });
    assert.equal(
      (await many.counts(grid(''), [])).reduce((a, b) => a + b),
      200_000,
      'counts have no such limit',
    );
  });
});

describe('requests for groups', () => {
  const request = { dimensions: [GROUPS], measures: [{ op: 'avg', expression: 'double + 1' }] as Measure[], where: [] };

  it('the latest wins, even over one that is still being checked', async () => {
    const fresh = await page.catalog.open(page.defined({ sql: `SELECT * FROM ${relation.name}` }));
    const settled = await Promise.allSettled([
      fresh.groups({ ...request, measures: [{ op: 'avg', expression: 'double + 2' }] }, { replaces: 'k' }),
      fresh.groups({ ...request, measures: [{ op: 'avg', expression: 'double' }] }, { replaces: 'k' }),
      fresh.groups(request, { replaces: 'other' }),
      fresh.groups(request),
    ]);
    assert.deepEqual(
      settled.map(({ status }) => status),
      ['rejected', 'fulfilled', 'fulfilled', 'fulfilled'],
    );
    assert.equal((settled[0] as PromiseRejectedResult).reason.code, 'source/aborted');
  });

  it('an abort cancels it', async () => {
    await assert.rejects(relation.groups(request, { signal: AbortSignal.abort() }), { code: 'source/aborted' });
    const abort = new AbortController();
    const running = relation.groups(request, { signal: abort.signal });
    abort.abort();
    await assert.rejects(running, { code: 'source/aborted' });
    assert.equal((await relation.groups(request)).rows, 5);
  });

  it('a retired relation answers no more', async () => {
    const owner = {};
    page.catalog.define({ name: 'short', sql: 'SELECT 1 AS v' }, owner);
    const before = await page.catalog.open('short');
    const sum = { dimensions: [], measures: [{ op: 'sum', expression: 'v + 1' }] as Measure[], where: [] };
    assert.deepEqual(valuesOf((await before.groups(sum)).measures[0]!), [2]);
    const running = before.groups(sum);
    page.catalog.define({ name: 'short', sql: 'SELECT 2 AS v' }, owner);
    await assert.rejects(running, { code: 'source/aborted' });
    await assert.rejects(before.groups(sum), { code: 'source/aborted' });
    const now = await page.catalog.open('short');
    assert.deepEqual(valuesOf((await now.groups(sum)).measures[0]!), [3]);
  });
});

function pairsOf({ rows, bins, measures }: GroupTable): number[][] {
  return Array.from({ length: rows }, (_, group) => [bins[0]![group]!, measures[0]!.values[group]!]);
}
