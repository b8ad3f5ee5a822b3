/** Filters of a column: the rows they select and the counts they show, compared with SQL. */
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import type { PikaError } from '../../src/engine/errors';
import type { Category } from '../../src/engine/grammar/selection-clause';
import type { ColumnFilter } from '../../src/engine/plot/filter/column-filter';
import type { FilterLabels } from '../../src/engine/plot/filter/filter-labels';
import type { FilterRequest } from '../../src/engine/plot/filter/filter-plan';
import type { FilterValues } from '../../src/engine/plot/filter/filter-values';
import { until } from '../harness/patience.mjs';
import { usePlots } from '../harness/plots';

const ROWS = `SELECT i % 1000 AS place,
  CASE i % 5 WHEN 0 THEN NULL WHEN 1 THEN 'it''s "b"' WHEN 2 THEN '' ELSE 'c' || (i % 3) END AS label,
  CASE WHEN i % 7 = 0 THEN NULL ELSE i % 2 = 0 END AS flag,
  CASE WHEN i % 10 = 0 THEN NULL WHEN i % 11 = 0 THEN 'NaN'::DOUBLE WHEN i % 13 = 0 THEN 'Infinity'::DOUBLE
    ELSE i / 8 END AS value,
  (9007199254740990 + i % 50)::BIGINT AS wide,
  make_timestamp_ns(1700000000000000000 + i) AS nanos,
  TIMESTAMPTZ '2024-03-29 00:30:00+00' + INTERVAL (i) MINUTE AS instant,
  DATE '2020-01-01' + (i % 40)::INTEGER AS day FROM range(20000) r(i)`;

for (const [room, memory] of [
  ['in memory', undefined],
  ['in the database', { jsBytes: 1 }],
] as const)
  describe(`a filter of a column ${room}`, () => {
    const plots = usePlots(
      { numbers: ROWS },
      { from: 'numbers', mark: 'bar', x: 'bin(place)', y: 'count()', brush: 'x' },
      memory ? { memory } : {},
    );
    const disposers: (() => void)[] = [];
    afterEach(() => disposers.splice(0).forEach((dispose) => dispose()));

    interface TestFilter {
      readonly filter: ColumnFilter;
      readonly column: FilterLabels | FilterValues;
      readonly counts: () => Readonly<Record<string, number>>;
      readonly selected: number[];
    }

    async function filterOf(column: string, request: Partial<FilterRequest> = {}): Promise<TestFilter> {
      let loaded: FilterLabels | FilterValues | null = null;
      let last = new Float64Array() as Float64Array;
      const selected: number[] = [];
      const errors: PikaError[] = [];
      const { filter, dispose } = await plots.engine.createFilter({
        loaded: (found) => (loaded = found),
        counted: (counts) => (last = counts),
        selected: ({ ranges }) => void selected.push(ranges.length),
        failed: (error) => void errors.push(error),
      });
      disposers.push(dispose);
      await filter.update({
        from: 'numbers',
        column,
        selection: 'numbers',
        filterBy: ['numbers'],
        wantsLabels: false,
        lang: null,
        timeZone: null,
        ...request,
      });
      assert.deepEqual(errors, []);
      assert.ok(loaded);
      const found = loaded as FilterLabels | FilterValues;
      const counts = (): Record<string, number> =>
        found.kind === 'labels'
          ? Object.fromEntries(found.labels.map((label, code) => [String(label), last[code] ?? -1]))
          : {};
      return { filter, column: found, counts, selected };
    }

    /** The rows of the plot, and of the clauses as SQL, are those that meet a condition. */
    async function assertRows(condition: string): Promise<void> {
      const where = plots.engine.selection('numbers').toSQL('numbers');
      const [row] =
        await plots.rows(`SELECT count(*)::INTEGER AS n, (count(*) FILTER (WHERE ${where}))::INTEGER AS both,
        (SELECT count(*) FROM numbers WHERE ${where})::INTEGER AS own FROM numbers WHERE ${condition}`);
      const { n, both, own } = row as { n: number; both: number; own: number };
      assert.deepEqual([both, own], [n, n], where);
      let counting = -1;
      const { count, dispose } = await plots.engine.createCount({
        counted: ({ rows }) => (counting = rows),
        failed: (error) => assert.fail(error),
      });
      const about = { aggregate: null, format: null, lang: null, timeZone: null, compare: null };
      await count.update({ from: 'numbers', filterBy: ['numbers'], ...about } as never);
      await until(`${n} rows by ${condition}`, () => counting === n, { explain: () => `${counting}` });
      dispose();
    }

    it('of labels: NULL, quotes and the empty text are labels as any other', async () => {
      const { filter, column } = await filterOf('label');
      assert.ok(column.kind === 'labels');
      assert.deepEqual([...column.labels].sort(), ['', 'c0', 'c1', 'c2', 'it\'s "b"', null].sort());
      const cases: readonly (readonly [readonly Category[], string])[] = [
        [['it\'s "b"'], `label = 'it''s "b"'`],
        [['', 'c1'], "label IN ('', 'c1')"],
        [[null], 'label IS NULL'],
        [['c2', null], "label = 'c2' OR label IS NULL"],
        [['no such label'], 'FALSE'],
        [[], 'TRUE'],
      ];
      for (const [labels, condition] of cases) {
        filter.selectLabels(labels);
        await assertRows(condition);
      }
    });

    it('counts the labels of the rows that the others let pass, not its own clause', async () => {
      const { filter, counts } = await filterOf('label');
      const other = await filterOf('place');
      assert.ok(other.column.kind === 'values');
      other.filter.selectBounds({ first: other.column.first(100), end: other.column.end(299) });
      filter.selectLabels(['c1']);
      const rows = await plots.rows(
        'SELECT label, count(*)::INTEGER AS n FROM numbers WHERE place BETWEEN 100 AND 299 GROUP BY ALL',
      );
      const expected = Object.fromEntries(rows.map(({ label, n }) => [String(label), n as number]));
      await until('the counts of SQL', () => Object.entries(expected).every(([label, n]) => counts()[label] === n), {
        explain: () => `${JSON.stringify(counts())}, SQL: ${JSON.stringify(expected)}`,
      });
    });

    it('of values: open ends, NaN, integers beyond doubles, nanoseconds, days of a zone', async () => {
      const cases: readonly (readonly [column: string, from: unknown, to: unknown, condition: string])[] = [
        ['value', 20.5, 100.125, 'value BETWEEN 20.5 AND 100.125'],
        ['value', null, 3, 'value <= 3'],
        ['value', 3, null, "value >= 3 AND value < 'Infinity'"],
        ['wide', '9007199254740993', '9007199254741001', 'wide BETWEEN 9007199254740993 AND 9007199254741001'],
        [
          'nanos',
          '2023-11-14T22:13:20.000000005',
          '2023-11-14T22:13:20.000000009',
          'epoch_ns(nanos) % 100000 BETWEEN 5 AND 9',
        ],
        ['day', '2020-01-05', '2020-01-07', "day BETWEEN DATE '2020-01-05' AND DATE '2020-01-07'"],
        [
          'instant',
          '2024-03-30',
          '2024-03-31',
          "instant >= TIMESTAMPTZ '2024-03-29 23:00:00+00' AND instant < TIMESTAMPTZ '2024-03-31 22:00:00+00'",
        ],
      ];
      for (const [name, from, to, condition] of cases) {
        const { filter, column } = await filterOf(name, { timeZone: 'Europe/Vienna' });
        assert.ok(column.kind === 'values');
        const bounds = { first: from === null ? null : column.first(from), end: to === null ? null : column.end(to) };
        filter.selectBounds(bounds);
        await assertRows(condition);
        const [first, last] = column.toJson(column.boundsOf(filter.selected.ranges[0]!));
        const again = {
          first: first === null ? null : column.first(first),
          end: last === null ? null : column.end(last),
        };
        assert.deepEqual(again, bounds, `${name}: ${first} to ${last}`);
        disposers.splice(0).forEach((dispose) => dispose());
      }
    });

    it('of numbers as labels, in a list', async () => {
      const { filter, column } = await filterOf('day', { wantsLabels: true });
      assert.ok(column.kind === 'labels' && column.labels.length === 40);
      filter.selectLabels(['2020-01-03', '2020-02-01']);
      await assertRows("day IN (DATE '2020-01-03', DATE '2020-02-01')");
    });

    it('keeps its clause when the rows are replaced, and claims a restored one', async () => {
      const { filter, selected } = await filterOf('flag');
      filter.selectLabels(['true']);
      await assertRows('flag');
      const saved: unknown = JSON.parse(JSON.stringify(plots.engine.selection('numbers').clauses));
      plots.engine.selection('numbers').clear();
      assert.deepEqual([filter.selected.clause, selected], [null, [0]]);
      plots.engine.selection('numbers').restore(saved);
      assert.deepEqual([filter.selected.ranges[0]?.labels, selected], [['true'], [0, 1]]);
      await assertRows('flag');
      disposers.splice(0).forEach((dispose) => dispose());
      assert.deepEqual(plots.engine.selection('numbers').clauses, []);
    });
  });
