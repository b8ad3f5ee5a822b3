/** The rows of a table in every order, under brushes, compared with SQL. */
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import type { PikaError } from '../../src/engine/errors';
import type { TablePart, TableWindow } from '../../src/engine/table/table';
import type { TableColumn } from '../../src/engine/table/find-columns';
import type { TableRequest, TableSort } from '../../src/engine/table/table-request';
import { until } from '../harness/patience.mjs';
import { usePlots } from '../harness/plots';
import { Random } from '../harness/random';

const COUNT = 400_000;
/** Columns of every encoding; `even` and `flag` have more equal values than are sorted at once. */
const ROWS = `SELECT i::INTEGER AS id, (i * 7919 % 1000)::INTEGER AS place,
  CASE WHEN i % 50 = 0 THEN NULL ELSE (hash(i) % 100003) / 8.0 - 3000 END AS wide,
  (CASE WHEN i % 97 = 0 THEN 'NaN' WHEN i % 91 = 0 THEN '-Infinity' WHEN i % 89 = 0 THEN 'Infinity'
    ELSE (hash(i + 1) % 1000) / 4 END)::FLOAT AS small,
  hash(i + 2)::DOUBLE / 1e10 - 5e8 AS fine,
  9007199254740993 + (hash(i + 3) % 5000)::BIGINT AS long,
  TIMESTAMP_NS '2024-01-01 00:00:00.123456789' + INTERVAL (i * 31 % 9999) MICROSECOND AS at,
  DATE '2020-01-01' + (hash(i + 4) % 4000)::INTEGER AS day,
  (hash(i + 5) % 9 / 100)::DECIMAL(9, 2) AS price,
  CASE hash(i + 6) % 4 WHEN 0 THEN NULL WHEN 1 THEN 'one' WHEN 2 THEN 'two' ELSE 'three' END AS label,
  i % 3 = 0 AS flag, 7 AS even, [i, i + 1] AS list
  FROM range(${COUNT}) r(i)`;
const NAMES = 'id place wide small fine long at day price label flag even'.split(' ');

const plots = usePlots(
  {
    numbers: ROWS,
    none: 'SELECT 1 AS n, 2 AS m WHERE FALSE',
    decimals: "SELECT unnest(['-1', '1e20', '3006e18', '12345678901234567890123456789'])::DECIMAL(38, 0) AS d",
  },
  { from: 'numbers', mark: 'bar', x: 'bin(place)', y: 'count()', brush: 'x' },
);

const disposers: (() => void)[] = [];
afterEach(() => disposers.splice(0).forEach((dispose) => dispose()));

interface TestTable {
  readonly columns: () => readonly TableColumn[];
  readonly errors: PikaError[];
  /** The next window of this part in this order that holds all texts. */
  show(part: Omit<TablePart, 'columns'>, sort?: TableSort | null): Promise<TableWindow>;
  latest(): TableWindow;
  dispose(): void;
}

async function tableOf(request: Partial<TableRequest> = {}): Promise<TestTable> {
  const errors: PikaError[] = [];
  let columns: readonly TableColumn[] = [];
  let latest: TableWindow | null = null;
  const { table, dispose } = await plots.engine.createTable({
    loaded: (loaded) => (columns = loaded),
    shown: (window) => (latest = window),
    selected: () => undefined,
    unselectable: (error) => void errors.push(error),
    progress: () => undefined,
    failed: (error) => void errors.push(error),
  });
  disposers.push(dispose);
  await table.update({
    from: 'numbers',
    filterBy: ['numbers'],
    selection: 'numbers',
    key: null,
    columns: null,
    formats: null,
    sort: null,
    lang: null,
    timeZone: null,
    ...request,
  });
  return {
    columns: () => columns,
    errors,
    latest: () => latest!,
    dispose,
    show: async (part, sort) => {
      if (sort !== undefined) table.sortBy(sort);
      latest = null;
      table.show({ ...part, columns: new Set(columns.keys()) });
      return until('all texts are shown', () => {
        if (errors.length > 0) throw errors[0]!;
        const isShown =
          latest?.from === part.from && latest.rows.length === part.to - part.from && latest.texts.every(Boolean);
        return isShown && (sort === undefined || latest!.sort === sort) ? latest : null;
      }) as Promise<TableWindow>;
    },
  };
}

async function expectedRows(
  sort: TableSort | null,
  { from, to }: Omit<TablePart, 'columns'>,
  where = 'TRUE',
): Promise<{ readonly rows: number[]; readonly texts: (string | null)[][] }> {
  // NaN has no place among the values: it comes last, as NULL does.
  const key =
    sort && (sort.column === 'small' ? 'CASE WHEN isnan(small) THEN NULL ELSE small END' : `"${sort.column}"`);
  const order = key ? `${key} ${sort.descending ? 'DESC' : 'ASC'} NULLS LAST, id` : 'id';
  const texts = NAMES.map((name, i) => `CAST("${name}" AS VARCHAR) AS c${i}`).join(', ');
  const found = await plots.rows(
    `SELECT id AS r, ${texts} FROM numbers WHERE ${where} ORDER BY ${order} LIMIT ${to - from} OFFSET ${from}`,
  );
  return {
    rows: found.map(({ r }) => Number(r)),
    texts: NAMES.map((_, i) => found.map((row) => row[`c${i}`] as string | null)),
  };
}

function assertRows(window: TableWindow, expected: Awaited<ReturnType<typeof expectedRows>>, what: string): void {
  assert.deepEqual([...window.rows], expected.rows, what);
  NAMES.forEach((name, column) => {
    const shown = window.texts[column]!.map((text) => (name === 'small' && text === null ? 'nan' : text));
    assert.deepEqual(shown, expected.texts[column], `${what}: ${name}`);
  });
}

describe('a table', () => {
  it('shows rows as the query has them', async () => {
    const table = await tableOf();
    const part = { from: 123_456, to: 123_486 };
    assertRows(await table.show(part), await expectedRows(null, part), 'rows');
    assert.deepEqual([table.latest().rowCount, table.latest().of], [COUNT, COUNT]);
    assert.equal(table.latest().texts[NAMES.length]![0], '[123456, 123457]');
  });

  it('sorts by any column, in both directions', async () => {
    const table = await tableOf({ columns: NAMES.join(', ') });
    const random = new Random(1);
    for (const column of NAMES) {
      for (const descending of [false, true]) {
        const sort = { column, descending };
        for (const from of [0, random.integer(1, COUNT), COUNT - 40]) {
          const part = { from: Math.min(from, COUNT - 40), to: Math.min(from, COUNT - 40) + 40 };
          const what = `${column}${descending ? ' descending' : ''} from ${part.from}`;
          assertRows(await table.show(part, sort), await expectedRows(sort, part), what);
        }
      }
    }
  });

  it('shows the rows that pass a brush, in every order', async () => {
    const table = await tableOf({ columns: NAMES.join(', ') });
    const plot = await plots.plotOf({});
    for (const [lo, hi] of [
      [100, 700],
      [250, 251],
    ] as const) {
      plot.view.select({ x: [lo, hi] });
      for (const column of [null, 'even', 'label', 'fine', 'long', 'small']) {
        const sort = column === null ? null : { column, descending: column === 'fine' };
        const { rowCount } = await table.show({ from: 0, to: 1 }, sort);
        const part = { from: Math.floor(rowCount / 3), to: Math.min(rowCount, Math.floor(rowCount / 3) + 25) };
        const expected = await expectedRows(sort, part, `place >= ${lo} AND place < ${hi}`);
        assertRows(await table.show(part, sort), expected, `${column} from ${part.from} under ${lo} to ${hi}`);
      }
    }
    plot.view.select(null);
  });

  it('shows values in the formats of their columns', async () => {
    const table = await tableOf({
      columns: 'price, id * 2 AS twice, day, at',
      formats: 'price: .1%; twice: ,d; day: %d %b %Y; at: %M:%S',
    });
    const { texts } = await table.show({ from: 5000, to: 5001 });
    const [row] = await plots.rows('SELECT round(100 * price)::INTEGER AS share, day FROM numbers WHERE id = 5000');
    const day = (row!['day'] as Date).toLocaleDateString('en-GB', {
      day: '2-digit',
      month: 'short',
      year: 'numeric',
      timeZone: 'UTC',
    });
    assert.deepEqual(
      texts.map((column) => column![0]),
      [`${Number(row!['share'])}.0%`, '10,000', day.replace('Sept', 'Sep'), '00:00'],
    );
  });

  it('shows decimals that a double does not have all digits of', async () => {
    const table = await tableOf({ from: 'decimals', filterBy: [], columns: 'd' });
    const { texts } = await table.show({ from: 0, to: 4 });
    assert.deepEqual(texts, [['-1', '100000000000000000000', '3.006e+21', '1.2345678901234568e+28']]);
    assert.deepEqual(table.errors, []);
  });

  it('keeps the order of the user when rows change, and the one of the author until then', async () => {
    const owner = {};
    const define = (sql: string): void => void plots.engine.define({ name: 'changing', sql }, owner);
    define('SELECT i AS a, -i AS b FROM range(100) r(i)');
    const table = await tableOf({ from: 'changing', sort: '-a' });
    const first = async (): Promise<number> => (await table.show({ from: 0, to: 1 })).rows[0]!;
    assert.equal(await first(), 99);
    await table.show({ from: 0, to: 1 }, { column: 'b', descending: false });
    define('SELECT i AS a, -i AS b FROM range(50) r(i)');
    await until('the rows have changed', async () => (await table.show({ from: 0, to: 1 })).of === 50);
    assert.deepEqual(table.latest().sort, { column: 'b', descending: false });
    assert.equal(await first(), 49);
    define('SELECT i AS a FROM range(20) r(i)');
    await until('the rows have changed', async () => (await table.show({ from: 0, to: 1 })).of === 20);
    assert.deepEqual(table.latest().sort, { column: 'a', descending: true });
  });

  it('says what can not be sorted, or is not there', async () => {
    const lists = await tableOf({ columns: 'id, list', sort: 'list' });
    await until('an error', () => lists.errors.length > 0);
    assert.match(String(lists.errors[0]), /plan\/unsupported.*sort by column "list"/);
    for (const request of [{ columns: 'id, idd' }, { sort: 'idd' }]) {
      const table = await tableOf(request);
      await until('an error', () => table.errors.length > 0);
      assert.match(String(table.errors[0]), /plan\/unknown-column.*"idd".*Did you mean "id"/s);
    }
  });

  it('has no rows of an empty query, or of an empty array whose columns are not known', async () => {
    await plots.engine.define({ name: 'empty', data: [] }, {});
    for (const request of [
      { from: 'none', columns: 'n' },
      { from: 'empty', columns: 'any, other', sort: 'any' },
    ]) {
      const table = await tableOf(request);
      await until('an answer', () => table.latest() ?? table.errors[0]);
      assert.deepEqual(table.errors, []);
      assert.deepEqual([table.latest().rowCount, table.latest().of], [0, 0]);
    }
  });

  it('releases its columns', async () => {
    plots.engine.trim();
    const { residentColumns: before } = await plots.engine.status();
    const table = await tableOf({ columns: 'id + 1 AS a, id + 2 AS b' });
    await table.show({ from: 0, to: 1 });
    assert.equal((await plots.engine.status()).residentColumns, before + 2);
    table.dispose();
    plots.engine.trim();
    assert.equal((await plots.engine.status()).residentColumns, before);
  });
});
