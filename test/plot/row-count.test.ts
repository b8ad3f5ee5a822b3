/** Aggregates of the selected rows, compared with SQL while a brush moves. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { PikaError } from '../../src/engine/errors';
import type { Bins, KernelCall } from '../../src/engine/frame/recording';
import type { CountRequest } from '../../src/engine/plan/count-plan';
import type { AggregateValue, Counting, CountTexts } from '../../src/engine/plot/row-count';
import { until } from '../harness/patience.mjs';
import { usePlots } from '../harness/plots';
import { recordedWork } from '../harness/recorded-work';

const ROWS = `SELECT i % 1000 AS place, i * 7919 % 11 - 5 AS whole,
  CASE i % 3 WHEN 0 THEN 'a' WHEN 1 THEN 'b' ELSE 'c' END AS kind,
  CASE WHEN i % 1000 < 3 THEN NULL ELSE 'l' || (i % 7) END AS label,
  CASE WHEN i % 10 = 0 THEN NULL ELSE (i * 31 % 257) / 8.0 - 10 END AS value,
  CASE WHEN i = 77 THEN 'Infinity'::DOUBLE ELSE i / 4 END AS endless,
  TIMESTAMPTZ '2020-07-01 10:15:00+00' - INTERVAL (i) HOUR AS instant,
  DATE '2020-01-01' + (i % 40)::INTEGER AS day FROM range(20000) r(i)`;

const { calls, seams } = recordedWork();
const plots = usePlots(
  { numbers: ROWS, few: 'SELECT 1 AS n WHERE FALSE' },
  { from: 'numbers', mark: 'bar', x: 'bin(place)', y: 'count()', brush: 'x' },
  { seams },
);
const { plotOf, rows } = plots;

const NO_COMPARISON = { comparison: 'value', compared: null, isComparable: true };

type Aggregates = NonNullable<Counting['aggregate']>;

interface Counted {
  readonly counting: Counting;
  readonly texts: CountTexts;
}

interface TestCount {
  readonly shown: Counted[];
  readonly errors: PikaError[];
  readonly last: () => Counted;
}

const disposers: (() => void)[] = [];
beforeEach(() => void calls.splice(0));
afterEach(() => disposers.splice(0).forEach((dispose) => dispose()));

async function countOf(request: Partial<CountRequest>): Promise<TestCount> {
  const [shown, errors]: [Counted[], PikaError[]] = [[], []];
  const { count, dispose } = await plots.engine.createCount({
    counted: (counting, texts) => void shown.push({ counting, texts }),
    failed: (error) => void errors.push(error),
  });
  disposers.push(dispose);
  await count.update({
    from: 'numbers',
    filterBy: ['numbers'],
    aggregate: null,
    compare: null,
    format: null,
    lang: null,
    timeZone: null,
    ...request,
  });
  await until('a count or an error', () => shown.length + errors.length > 0);
  return { shown, errors, last: () => shown.at(-1)! };
}

async function textsOf(request: Partial<CountRequest>): Promise<CountTexts> {
  const count = await countOf(request);
  assert.deepEqual(count.errors, []);
  return count.last().texts;
}

async function errorOf(request: Partial<CountRequest>): Promise<PikaError> {
  const { errors } = await countOf(request);
  assert.equal(errors.length, 1);
  return errors[0]!;
}

async function bySql(sql: string, where = 'TRUE'): Promise<{ n: number; value: AggregateValue }> {
  const [found] = await rows(`SELECT count(*)::INTEGER AS n, ${sql} AS value FROM numbers WHERE ${where}`);
  return found as { n: number; value: AggregateValue };
}

/** DuckDB rounds variances more than once: they differ in their last digits. All else must be equal. */
function assertNear(found: Aggregates, expected: Aggregates): void {
  for (const which of ['selected', 'all'] as const) {
    const [a, b] = [found[which], expected[which]];
    const isNear = typeof a === 'number' && typeof b === 'number' && Math.abs(a - b) <= 1e-12 * Math.abs(b);
    if (!isNear) assert.deepEqual(a, b);
  }
}

/** Whether a call computes more than the rows of a histogram over place. */
const isAggregated = (bins: readonly Bins[], accumulators: readonly unknown[]): boolean =>
  accumulators.length > 1 || bins.some(({ column }) => !column.includes('place'));

/** Kernels that aggregate a column over all of its rows, or over the selected ones. */
const aggregated = (): KernelCall[] =>
  calls.filter(
    (call) =>
      (call.kernel === 'aggregate' && isAggregated(call.dimensions, call.accumulators)) ||
      (call.kernel === 'index' && call.views.some(({ bins, accumulators }) => isAggregated(bins, accumulators))),
  );

describe('an aggregate of the selected rows', () => {
  for (const [aggregate, by, sql = aggregate] of [
    ['sum(value)', 'kernels'],
    ['avg(value)', 'kernels'],
    ['mean(whole)', 'kernels'],
    ['min(value)', 'kernels'],
    ['max(whole)', 'kernels'],
    ['max(day)', 'kernels'],
    ['count(value)', 'kernels', 'count(value)::DOUBLE'],
    ['sum(value * 2)', 'kernels'],
    ['median(value)', 'the database'],
    ['quantile(value, 0.9)', 'the database', 'quantile_cont(value, 0.9)'],
    ['stddev(value)', 'kernels'],
    ['variance(whole)', 'kernels'],
    ['distinct(kind)', 'kernels', 'count(DISTINCT kind)::DOUBLE'],
    ['distinct(label)', 'kernels', 'count(DISTINCT label)::DOUBLE'],
    ['distinct(value)', 'the database', 'count(DISTINCT value)::DOUBLE'],
    ['sum(endless)', 'the database'],
    ['max(kind)', 'the database'],
    ['first(whole)', 'kernels'],
    ['last(value)', 'kernels', 'last(value) FILTER (WHERE value IS NOT NULL)'],
    ['first(day)', 'kernels'],
    ['corr(value, whole)', 'the database'],
    ['sum(whole) / count()', 'kernels', 'sum(whole) / count(*)'],
    ['round(avg(value), 1)', 'the database'],
    ['mode(kind)', 'the database'],
  ] as const)
    it(`${aggregate} equals SQL's while a brush moves, by ${by}`, async () => {
      const brush = await plotOf({});
      const count = await countOf({ aggregate });
      const all = await bySql(sql);
      const { counting } = count.last();
      assert.deepEqual([counting.rows, counting.of], [20000, 20000]);
      assertNear(counting.aggregate!, { selected: all.value, all: all.value });
      for (const [from, to] of [
        [100, 400],
        [110, 405],
        [0, 5],
        [990, 1000],
      ] as const) {
        brush.view.select({ x: [from, to] });
        const { n, value } = await bySql(sql, `place >= ${from} AND place < ${to}`);
        await until('the rows of the brush', () => count.last().counting.rows === n);
        assertNear(count.last().counting.aggregate!, { selected: value, all: all.value });
      }
      brush.view.select({ x: [2000, 3000] });
      await until('no rows', () => count.last().counting.rows === 0);
      const { value } = await bySql(sql, 'FALSE');
      assert.equal(count.last().counting.aggregate!.selected, value);
      assert.equal(count.last().texts.selected, value === null ? '–' : '0');
      brush.view.select(null);
      await until('all rows', () => count.last().counting.rows === 20000);
      assertNear(count.last().counting.aggregate!, { selected: all.value, all: all.value });
      assert.equal(aggregated().length > 0, by === 'kernels');
      assert.deepEqual(count.errors, []);
    });

  it('is read from the index of the plots while a drag moves', async () => {
    const brush = await plotOf({});
    const count = await countOf({ aggregate: 'sum(value)' });
    for (const to of [120, 130, 140]) {
      brush.view.brushTo({ x: [20, to], y: null });
      const before = count.shown.length;
      await until('the next sum', () => count.shown.length > before);
    }
    const { counting } = count.last();
    const where = plots.engine.selection('numbers').toSQL('numbers');
    const { n, value } = await bySql('sum(value)', where);
    assert.deepEqual([counting.rows, counting.aggregate!.selected], [n, value]);
    assert.ok(calls.some((call) => call.kernel === 'slice'));
  });

  it('shows the last of several conditions, and the previous value until then', async () => {
    const brush = await plotOf({});
    const count = await countOf({ aggregate: 'median(value)' });
    for (let to = 100; to < 200; to += 10) brush.view.select({ x: [0, to] });
    const { n, value } = await bySql('median(value)', 'place < 190');
    await until('the last brush', () => count.last().counting.rows === n);
    assert.equal(count.last().counting.aggregate!.selected, value);
    assert.deepEqual(count.errors, []);
    assert.equal(count.shown.length, 2, 'no brush between the first and the last');
  });

  it('follows a condition in SQL', async () => {
    const count = await countOf({ aggregate: 'sum(value)' });
    const selection = plots.engine.selection('numbers');
    selection.restore([{ version: 2, kind: 'sql', from: 'numbers', predicate: 'whole > 2' }]);
    const { n, value } = await bySql('sum(value)', 'whole > 2');
    await until('the condition', () => count.last().counting.rows === n);
    assert.equal(count.last().counting.aggregate!.selected, value);
    selection.clear();
  });
});

describe('texts of a count', () => {
  it('of rows, without an aggregate', async () => {
    const brush = await plotOf({});
    const count = await countOf({});
    assert.deepEqual(count.last(), {
      counting: { rows: 20000, of: 20000 },
      texts: { selected: '20,000', all: '20,000', title: 'rows', isPart: true, ...NO_COMPARISON },
    });
    brush.view.select({ x: [0, 100] });
    await until('the brush', () => count.last().counting.rows === 2000);
    assert.equal(count.last().texts.selected, '2,000');
    brush.view.select(null);
    assert.deepEqual(aggregated(), []);
  });

  for (const [request, selected] of [
    [{ aggregate: 'sum(place)' }, '9,990,000'],
    [{ aggregate: 'sum(place)', format: '$,.3s' }, '$9.99M'],
    [{ aggregate: 'sum(place)', lang: 'de' }, '9.990.000'],
    [{ aggregate: 'avg(place / 7)' }, '71.4'],
    [{ aggregate: 'max(day)' }, '9 Feb 2020'],
    [{ aggregate: 'min(day)' }, '1 Jan 2020'],
    [{ aggregate: 'max(day)', format: '%Y-%m-%d' }, '2020-02-09'],
    [{ aggregate: 'max(instant)' }, '1 Jul 2020 10:15'],
    [{ aggregate: 'max(instant)', timeZone: 'Asia/Tokyo' }, '1 Jul 2020 19:15'],
    [{ aggregate: 'max(instant)', timeZone: 'Asia/Tokyo', format: '%H:%M' }, '19:15'],
    [{ aggregate: 'max(day)', timeZone: 'America/New_York' }, '9 Feb 2020'],
    [{ aggregate: 'min(kind)' }, 'a'],
    [{ aggregate: 'count()' }, '20,000'],
    [{ aggregate: 'count(*)', format: '.2s' }, '20k'],
    [{ aggregate: 'sum(endless)' }, '∞'],
  ] as const)
    it(JSON.stringify(request), async () => assert.equal((await textsOf(request)).selected, selected));

  it('say whether one value is a part of the other', async () => {
    const brush = await plotOf({});
    const sum = await countOf({ aggregate: 'sum(place / 7)' });
    const average = await countOf({ aggregate: 'avg(place / 7)' });
    const kinds = await countOf({ aggregate: 'distinct(kind)' });
    brush.view.select({ x: [0, 10] });
    await until('all', () => [sum, average, kinds].every((count) => count.last().counting.rows === 200));
    assert.deepEqual(sum.last().texts, {
      selected: '129',
      all: '1,427,143',
      title: 'sum of place / 7',
      isPart: true,
      ...NO_COMPARISON,
    });
    assert.deepEqual(average.last().texts, {
      selected: '0.643',
      all: '71.4',
      title: 'average place / 7',
      isPart: false,
      ...NO_COMPARISON,
    });
    assert.equal(kinds.last().texts.isPart, true);
    brush.view.select(null);
  });

  it('of a query without rows', async () => {
    const texts = await textsOf({ from: 'few', filterBy: ['few'], aggregate: 'sum(n)' });
    assert.deepEqual([texts.selected, texts.all], ['–', '–']);
  });
});

describe('wrong attributes of a count', () => {
  for (const [aggregate, found, next] of [
    ['summ(value)', '"summ(value)"', 'Did you mean "sum(value)"?'],
    ['value', '"value"', 'Write for example aggregate="sum(revenue)".'],
    ['', 'nothing', 'Write for example aggregate="sum(revenue)".'],
    ['bin(value)', '"bin(value)"', 'Did you mean "min(value)"?'],
    ['value + whole', '"value + whole"', 'Write for example aggregate="sum(revenue)".'],
    ['quantile(value)', '"quantile(value)"', 'Write for example aggregate="quantile(delay, 0.9)".'],
    ['outliers(value)', '"outliers(value)"', 'Write for example aggregate="sum(revenue)".'],
  ] as const)
    it(`aggregate="${aggregate}"`, async () => {
      const { code, detail } = await errorOf({ aggregate });
      assert.equal(code, 'spec/bad-channel');
      assert.deepEqual([detail.subject, detail.found, detail.next], ['attribute aggregate', found, next]);
    });

  it('an aggregate in an aggregate', async () => {
    const { code, detail } = await errorOf({ aggregate: 'sum(avg(value))' });
    assert.deepEqual([code, detail.subject], ['spec/bad-channel', 'attribute aggregate']);
  });

  it('a column that does not exist', async () => {
    for (const aggregate of ['sum(valeu)', 'median(valeu)']) {
      const { code, detail } = await errorOf({ aggregate });
      assert.equal(code, 'plan/unknown-column');
      assert.match(detail.next, /"value"/);
    }
  });

  it('a sum of labels', async () => {
    const { code } = await errorOf({ aggregate: 'sum(kind)' });
    assert.equal(code, 'plan/unsupported');
  });

  for (const [request, code, subject] of [
    [{ aggregate: 'sum(value)', format: '$$' }, 'spec/bad-format', 'attribute format'],
    [{ aggregate: 'max(day)', format: ',.2f' }, 'spec/bad-format', 'attribute format'],
    [{ aggregate: 'max(kind)', format: ',.2f' }, 'spec/bad-format', 'attribute format'],
    [{ format: 'quux' }, 'spec/bad-format', 'attribute format'],
    [{ aggregate: 'max(day)', timeZone: 'Mars/Base' }, 'spec/bad-attribute', 'attribute time-zone'],
  ] as const)
    it(JSON.stringify(request), async () => {
      const error = await errorOf(request);
      assert.deepEqual([error.code, error.detail.subject], [code, subject]);
    });
});

describe('memory of an aggregate', () => {
  it('is released with the count', async () => {
    const { errors } = await countOf({ aggregate: 'sum(value)' });
    assert.deepEqual(errors, []);
    disposers.splice(0).forEach((dispose) => dispose());
    plots.engine.trim();
    const { js, gpu } = (await plots.engine.status()).memory;
    assert.deepEqual([js.usedBytes, gpu.usedBytes], [0, 0]);
  });
});
