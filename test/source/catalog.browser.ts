import { PAGE_ROWS, laneOf } from '../../src/engine/columns/column';
import { keyAt, valueOf } from '../../src/engine/columns/keys';
import { PikaError, type PikaErrorCode } from '../../src/engine/errors';
import { createCatalog } from '../../src/engine/source/catalog';
import type { Catalog, Progress, SourceColumn, SqlRequestOptions } from '../../src/engine/source/source';
import { tableFromIPC } from '@uwdata/flechette';

const FLIGHTS = '/data/flights-3m.parquet';
const ROWS = 3_000_000;

function check(holds: boolean, message: string): void {
  if (holds) return;
  // The runner prints stacks, which lack the message in some browsers.
  console.log(message);
  throw new Error(message);
}

function equal(actual: unknown, expected: unknown, what = ''): void {
  const [a, b] = [actual, expected].map((value) =>
    JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner)),
  );
  check(a === b, `${what} expected ${b}, found ${a}`);
}

async function failure(work: Promise<unknown>, code: PikaErrorCode, ...patterns: RegExp[]): Promise<PikaError> {
  try {
    await work;
  } catch (thrown) {
    check(thrown instanceof PikaError, `expected a PikaError, found ${String(thrown)}`);
    const error = thrown as PikaError;
    check(error.code === code, `expected ${code}, found ${error.message}`);
    for (const pattern of patterns) check(pattern.test(error.message), `expected ${pattern}, found ${error.message}`);
    return error;
  }
  throw new Error(`expected ${code}, found an answer`);
}

/** count, sum, min and max of a column's values, as doubles. */
function summary(column: SourceColumn): { count: number; sum: number; min: number; max: number } {
  const lane = laneOf(column.encoding);
  let [count, sum, min, max] = [0, 0, Infinity, -Infinity];
  for (const { keys, rows } of column.pages) {
    for (let row = 0; row < rows; row++) {
      const key = keyAt(lane, keys, row);
      if (key === null) continue;
      const value =
        lane === 'u32' && column.encoding.kind === 'u32'
          ? Number(column.encoding.origin) + (key as number) * Number(column.encoding.step)
          : valueOf(column.encoding, key);
      count++;
      sum += value;
      if (value < min) min = value;
      if (value > max) max = value;
    }
  }
  return { count, sum, min, max };
}

function requested(name: string): boolean {
  return performance.getEntriesByType('resource').some((entry) => entry.name.includes(name));
}

async function answer(catalog: Catalog, sql: string, options?: SqlRequestOptions): Promise<unknown[][]> {
  const table = tableFromIPC(await catalog.sql(sql, options));
  return Array.from({ length: table.numRows }, (_, row) =>
    table.children.map((child: { at(row: number): unknown }) => child.at(row)),
  );
}

describe('catalog over flights, without the database', () => {
  const catalog = createCatalog();
  const owner = {};
  after(() => catalog.dispose());

  it('opens and reads plain columns without fetching the database', async () => {
    catalog.define({ name: 'flights', src: FLIGHTS }, owner);
    const progress: Progress[] = [];
    let startMs = performance.now();
    const flights = await catalog.open('flights', { onProgress: (step) => progress.push(step) });
    const openMs = performance.now() - startMs;
    equal(flights.rowCount, ROWS);
    equal(
      flights.fields.map(({ name, sqlType }) => `${name} ${sqlType}`),
      ['date TIMESTAMP', 'delay BIGINT', 'distance BIGINT', 'origin VARCHAR', 'destination VARCHAR'],
    );
    startMs = performance.now();
    const [delay, distance] = (await flights.columns(['delay', '"Distance"'], {
      onProgress: (step) => progress.push(step),
    })) as [SourceColumn, SourceColumn];
    console.log(
      `measured: open ${openMs.toFixed(0)} ms, two plain columns ${(performance.now() - startMs).toFixed(0)} ms`,
    );
    equal(
      [delay.rows, delay.pages.length, delay.pages[0]!.rows, delay.encoding.kind],
      [ROWS, Math.ceil(ROWS / PAGE_ROWS), PAGE_ROWS, 'u32'],
    );
    equal(distance.type, { kind: 'number', integer: true });
    check(!requested('duckdb-eh'), 'the database was fetched');
    check(
      progress.some(({ stage, done, total }) => stage === 'download' && done === total),
      'no download progress',
    );
    check(
      progress.some(({ stage, done }) => stage === 'read' && done === ROWS),
      'no read progress',
    );
  });

  it('shares one load among callers, and continues it if one of them cancels', async () => {
    const other = createCatalog();
    other.define({ name: 'flights', src: FLIGHTS }, owner);
    const leaving = new AbortController();
    const left = failure(other.open('flights', { signal: leaving.signal }), 'source/aborted');
    const stays = other.open('FLIGHTS');
    leaving.abort();
    await left;
    equal((await stays).rowCount, ROWS);
    other.dispose();
  });

  it('names the nearest columns for one that does not exist', async () => {
    const flights = await catalog.open('flights');
    await failure(
      flights.columns(['delay', 'dealy']),
      'plan/unknown-column',
      /"dealy" of query "flights"/,
      /Did you mean "delay"/,
    );
    check(!requested('duckdb-eh'), 'the database was fetched');
  });

  it('explains what is wrong with a file', async () => {
    const bytes = new Uint8Array(await (await fetch(FLIGHTS)).arrayBuffer());
    const cases: [string, BlobPart[], PikaErrorCode, RegExp][] = [
      ['empty', [], 'source/bad-file', /0 bytes/],
      ['truncated', [bytes.slice(0, 1_000_000)], 'source/bad-file', /1,000,000 bytes.*incomplete/],
      ['garbage', [Uint8Array.of(1, 2, 3, 4, 250)], 'source/bad-file', /5 bytes that start with 01 02 03 04 fa/],
      ['footer', [bytes.slice(0, 5000), new Uint8Array(400), 'PAR1'], 'source/bad-file', /footer/],
      ['page', ['\n<!DOCTYPE html><title>x</title>'], 'source/fetch-failed', /web page/],
      ['zip', ['PK\x03\x04 and more'], 'source/unsupported-format', /zip archive/],
      ['gzip', [Uint8Array.of(0x1f, 0x8b, 8, 0, 0)], 'source/bad-file', /gzip.*incomplete/],
      ['json', ['[{"a":1}'], 'source/bad-file', /JSON/],
      ['arrow', ['ARROW1\0\0'], 'source/bad-file', /Arrow IPC/],
    ];
    for (const [name, parts, code, pattern] of cases) {
      const url = URL.createObjectURL(new Blob(parts));
      catalog.define({ name, src: url }, owner);
      await failure(catalog.open(name), code, pattern, new RegExp(`query "${name}"`));
    }
    // Valid at both ends but not in the middle: detected when the row group is read.
    const hurt = bytes.slice();
    hurt.fill(0xab, 2_000_000, 2_400_000);
    catalog.define({ name: 'hurt', src: URL.createObjectURL(new Blob([hurt])) }, owner);
    await failure(
      (await catalog.open('hurt')).columns(['delay', 'distance', 'origin', 'destination', 'date']),
      'rows/unreadable-column',
      /column "\w+" of query "hurt".* in row group/,
    );
    // The worker still answers.
    equal((await (await catalog.open('flights')).columns(['delay']))[0]!.rows, ROWS);
  });

  it('distinguishes missing files from failing requests', async () => {
    catalog.define({ name: 'nowhere', src: '/data/nowhere.parquet' }, owner);
    await failure(catalog.open('nowhere'), 'source/not-found', /404/, /nowhere\.parquet/);
    catalog.define({ name: 'unreachable', src: 'http://127.0.0.1:1/x.parquet' }, owner);
    await failure(catalog.open('unreachable'), 'source/fetch-failed', /network|CORS/);
    await failure(catalog.open('flihgts'), 'plan/unknown-query', /Did you mean "flights"/);
  });

  it('reserves a name for its owner', async () => {
    catalog.define({ name: 'owned', src: FLIGHTS }, owner);
    try {
      catalog.define({ name: 'Owned', src: FLIGHTS }, {});
    } catch (thrown) {
      equal((thrown as PikaError).code, 'source/duplicate-name');
      catalog.remove('owned', {});
      const before = await catalog.open('owned');
      catalog.define({ name: 'owned', src: `${FLIGHTS}?again` }, owner);
      await failure(before.columns(['delay']), 'source/aborted', /redefined/);
      catalog.remove('owned', owner);
      await failure(catalog.open('owned'), 'plan/unknown-query');
      return;
    }
    throw new Error('a second owner took the name');
  });

  it('stops reading when the signal fires', async () => {
    const flights = await catalog.open('flights');
    const stop = new AbortController();
    const reading = failure(
      flights.columns(['date', 'origin', 'destination'], { signal: stop.signal, onProgress: () => stop.abort() }),
      'source/aborted',
    );
    await reading;
    equal((await flights.columns(['delay']))[0]!.rows, ROWS);
  });
});

describe('catalog over flights, with DuckDB', () => {
  const catalog = createCatalog();
  const owner = {};
  after(() => catalog.dispose());
  before(() => {
    catalog.define({ name: 'flights', src: FLIGHTS }, owner);
    catalog.define({ name: 'late', sql: 'SELECT *, hour(date) AS hour FROM flights WHERE delay > 0;' }, owner);
  });

  it('computes an expression in the row order of the plain columns', async () => {
    const flights = await catalog.open('flights');
    const progress: Progress[] = [];
    const startMs = performance.now();
    const [hour, date] = (await flights.columns(['hour(date)', 'date'], {
      onProgress: (step) => progress.push(step),
    })) as [SourceColumn, SourceColumn];
    const firstMs = performance.now() - startMs;
    const againMs = performance.now();
    await flights.columns(['minute(date)']);
    console.log(
      `measured: boot, ingest and hour(date) ${firstMs.toFixed(0)} ms, then minute(date) ${(performance.now() - againMs).toFixed(0)} ms`,
    );
    for (const page of [0, 5, 11]) {
      for (let row = 0; row < hour.pages[page]!.rows; row += 997) {
        const ticks = valueOf(date.encoding, keyAt('u32', date.pages[page]!.keys, row)!);
        equal(
          valueOf(hour.encoding, keyAt('u32', hour.pages[page]!.keys, row)!),
          new Date(ticks / 1000).getUTCHours(),
          `row ${row} of page ${page}`,
        );
      }
    }
    check(
      progress.some(({ stage, done, total }) => stage === 'database' && done === total),
      'no database progress',
    );
  });

  it('returns the same columns as SQL', async () => {
    const flights = await catalog.open('flights');
    for (const name of [
      'delay',
      'distance',
      'epoch_us(date)',
      'delay / 3.0',
      'delay::DECIMAL(9,2)',
      'delay::HUGEINT * 1000000000000',
    ]) {
      const [column] = (await flights.columns([name])) as [SourceColumn];
      const { count, min, max } = summary(column);
      equal(
        [[count, min, max]],
        await answer(catalog, `SELECT count(${name})::DOUBLE, min(${name})::DOUBLE, max(${name})::DOUBLE FROM flights`),
        name,
      );
    }
    const [origin] = (await flights.columns(['origin'])) as [SourceColumn];
    const labels = origin.type.kind === 'category' ? origin.type.labels : [];
    equal(
      labels.map((label) => [label]),
      await answer(catalog, 'SELECT DISTINCT origin FROM flights ORDER BY origin'),
    );
    const counts = new Array<number>(labels.length).fill(0);
    for (const { keys } of origin.pages) for (const code of keys) counts[code]!++;
    equal(
      labels.map((label, i) => [label, counts[i]]),
      await answer(catalog, 'SELECT origin, count(*)::DOUBLE FROM flights GROUP BY origin ORDER BY origin'),
    );
  });

  it('runs a query and the queries it reads, once', async () => {
    const late = await catalog.open('late');
    equal(await answer(catalog, 'SELECT count(*)::DOUBLE FROM flights WHERE delay > 0'), [[late.rowCount]]);
    equal(late.fields.at(-1), { name: 'hour', sqlType: 'BIGINT' });
    const [hour, delay] = (await late.columns(['hour', 'delay'])) as [SourceColumn, SourceColumn];
    const [again] = (await late.columns(['hour * 1'])) as [SourceColumn];
    equal(summary(hour), summary(again));
    equal(summary(delay).min, 1);
  });

  it('explains what is wrong in SQL', async () => {
    const late = await catalog.open('late');
    await failure(late.columns(['hour(dat)']), 'plan/unknown-column', /"dat" of query "late"/, /"date"/);
    await failure(
      late.columns(['huor(date)']),
      'source/sql',
      /huor/,
      /expression "huor\(date\)" of query "late"/,
      /hour/,
    );
    await failure(late.columns(['sum(delay)']), 'source/sql', /one value per row/, /aggregate/);
    await failure(late.columns(['unnest([1, 2])']), 'source/sql', /one value per row/);
    await failure(late.columns(['delay) AS c0 FROM late; DROP TABLE late; --']), 'source/sql', /"\)" too many|";"/);
    await failure(late.columns(['[delay]']), 'rows/unsupported-type', /List<Int64>/, /\[delay\]\[1\]/);
    await failure(late.columns(["'x' || delay || date"]), 'rows/unsupported-type', /65,536/);
    catalog.define({ name: 'wrong', sql: 'SELEKT 1' }, owner);
    await failure(catalog.open('wrong'), 'source/sql', /query "wrong"/, /syntax error/i);
    catalog.define({ name: 'wrong', sql: 'SELECT 1; SELECT 2' }, owner);
    await failure(catalog.open('wrong'), 'source/sql', /one SQL statement/);
    catalog.define({ name: 'wrong', sql: 'SELECT * FROM fligths' }, owner);
    await failure(catalog.open('wrong'), 'plan/unknown-query', /"fligths"/, /"flights"/);
  });

  it('rejects a cycle of queries', async () => {
    catalog.define({ name: 'a', sql: 'SELECT * FROM b' }, owner);
    catalog.define({ name: 'b', sql: 'SELECT * FROM "C"' }, owner);
    catalog.define({ name: 'c', sql: 'SELECT * FROM x JOIN A USING (y)' }, owner);
    await failure(catalog.open('a'), 'source/cycle', /"a" reads "b" reads "c" reads "a"/);
    catalog.define({ name: 'c', sql: 'WITH a AS (SELECT 7 AS v) SELECT v FROM a' }, owner);
    equal((await catalog.open('a')).rowCount, 1);
  });

  it('reloads queries that read from a redefined query', async () => {
    catalog.define({ name: 'base', sql: 'SELECT 1 AS v' }, owner);
    catalog.define({ name: 'above', sql: 'SELECT v + 1 AS w FROM base' }, owner);
    const [before] = (await (await catalog.open('above')).columns(['w'])) as [SourceColumn];
    catalog.define({ name: 'base', sql: 'SELECT 10 AS v UNION ALL SELECT NULL' }, owner);
    const [after] = (await (await catalog.open('above')).columns(['w'])) as [SourceColumn];
    equal(
      [summary(before), summary(after), after.rows],
      [{ count: 1, sum: 2, min: 2, max: 2 }, { count: 1, sum: 11, min: 11, max: 11 }, 2],
    );
  });

  it('accepts any name', async () => {
    const name = '"; DROP TABLE flights; --';
    catalog.define({ name, src: FLIGHTS }, owner);
    catalog.define({ name: 'odd', sql: `SELECT count(*) AS n FROM """; DROP TABLE flights; --"` }, owner);
    const [n] = (await (await catalog.open('odd')).columns(['n'])) as [SourceColumn];
    equal(summary(n).sum, ROWS);
    equal((await (await catalog.open(name)).columns(['delay % 2']))[0]!.rows, ROWS);
    equal(await answer(catalog, 'SELECT count(*)::DOUBLE FROM flights'), [[ROWS]]);
    catalog.remove(name, owner);
  });

  it('cancels a long query when the signal fires, and answers the next', async () => {
    // Takes days: the next query can be answered only if this one stopped.
    catalog.define(
      {
        name: 'long',
        sql: 'SELECT count(*) FROM range(30000000) a, range(30000000) b WHERE a.range * b.range % 7 = 3',
      },
      owner,
    );
    const stop = new AbortController();
    const onProgress = ({ unit }: Progress): void => {
      if (unit === 'seconds') stop.abort();
    };
    await failure(catalog.open('long', { signal: stop.signal, onProgress }), 'source/aborted');
    equal(await answer(catalog, 'SELECT 1::DOUBLE', { priority: 'background' }), [[1]]);
  });

  it('runs SQL over the named queries', async () => {
    equal(await answer(catalog, "SELECT min(delay)::DOUBLE, 'from late' FROM late /* from nowhere */"), [
      [1, 'from late'],
    ]);
    await failure(catalog.sql('SELECT * FROM lat'), 'plan/unknown-query', /"lat"/);
    await failure(catalog.sql("SELECT * FROM read_parquet('x.parquet')"), 'source/sql', /parquet/);
  });
});
