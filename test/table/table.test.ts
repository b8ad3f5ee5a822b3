/** The rows of a table in every order, under brushes, compared with SQL. */
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import type { PikaError } from '../../src/engine/errors';
import type { TablePart, TableWindow } from '../../src/engine/table/table';
import type { TableColumn } from '../../src/engine/table/table-columns';
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
  { numbers: ROWS, none: 'SELECT 1 AS n, 2 AS m WHERE FALSE' },
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
}

async function tableOf(request: Partial<TableRequest> = {}): Promise<TestTable> {
  const errors: PikaError[] = [];
  let columns: readonly TableColumn[] = [];
  let latest: TableWindow | null = null;
  const { table, dispose } = await plots.engine.createTable({
    loaded: (loaded) => (columns = loaded),
    shown: (window) => (latest = window),
    progress: () => undefined,
    failed: (error) => void errors.push(error),
  });
  disposers.push(dispose);
  await table.update({
    from: 'numbers',
    filterBy: ['numbers'],
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
});
