/** Streamed results: every row once and in order, whatever happens to the query while its rows are read. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import * as arrow from 'apache-arrow';
import { tableFromIPC } from '@uwdata/flechette';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { PikaError } from '../../src/engine/errors';
import { RowsService } from '../../src/engine/rows/rows-service';
import { objectsOf } from '../../src/engine/rows/values/objects';
import { createCatalog } from '../../src/engine/source/catalog';
import type { Database } from '../../src/engine/source/database';
import { lostSnapshot } from '../../src/engine/source/duckdb/snapshot-reader';
import { Results } from '../../src/engine/source/results';
import type { CsvOptions, FileOptions } from '../../src/engine/source/result-options';
import type { Catalog, QueryDefinition } from '../../src/engine/source/source';
import { nativeParquet } from '../harness/native-parquet';
import { nodeDatabase, type NodeDatabase } from '../harness/node-database';

type Bytes = Uint8Array<ArrayBuffer>;

/** More than two row groups of the database. */
const ROWS = 300_000;
const NUMBERS = `SELECT i, CASE WHEN i % 5 <> 0 THEN i / 8 END AS f, 'no. ' || i AS s,
  ('v' || (i % 3000))::ENUM(${Array.from({ length: 3000 }, (_, i) => `'v${i}'`).join(',')}) AS e FROM range(${ROWS}) t(i)`;

/** Every type that DuckDB-WASM has; Parquet has none for INTERVAL. */
const TYPES: Readonly<Record<string, string>> = {
  b: 'i % 2 = 0',
  t8: '(i % 100)::TINYINT',
  u16: 'i::USMALLINT',
  u64: '(18446744073709551615 - i)::UBIGINT',
  huge: '(i * 10000000000000000000)::HUGEINT',
  uhuge: "i::UHUGEINT + '340282366920938463463374607431700000000'::UHUGEINT",
  f32: "(CASE WHEN i = 3 THEN 'nan' ELSE '1.5' END)::FLOAT",
  f64: "(CASE WHEN i = 4 THEN '-inf' ELSE (i / 3)::VARCHAR END)::DOUBLE",
  d9: '(i / 4)::DECIMAL(9, 2)',
  d38: '(i / 4)::DECIMAL(38, 20)',
  day: "DATE '2024-01-01' + i::INTEGER",
  at: "TIMESTAMP '1969-12-31 23:59:59.999999' + INTERVAL (i) SECOND",
  ns: "(TIMESTAMP '2024-01-01 00:00:00' + INTERVAL (i) SECOND)::TIMESTAMP_NS",
  sec: "(TIMESTAMP '2024-01-01 00:00:00' + INTERVAL (i) SECOND)::TIMESTAMP_S",
  tz: "(TIMESTAMP '2024-01-01 00:00:00' + INTERVAL (i) SECOND)::TIMESTAMPTZ",
  clock: "TIME '00:00:00.000001' + INTERVAL (i) SECOND",
  timetz: "TIMETZ '12:00:00+02'",
  s: "'zürich, \"' || i",
  e: "('x' || (i % 3))::ENUM('x2', 'x1', 'x0')",
  id: "('00000000-0000-0000-0000-0000000' || (10000 + i))::UUID",
  bits: "'0101'::BIT",
  blob: "'\\xAA\\x00'::BLOB",
  list: '[i, NULL, 3]',
  struct: "{'a': i, 'b c': 'x', 'e': 'x1'::ENUM('x0', 'x1')}",
  map: 'MAP {i: [1.5, i]}',
  either: "CASE WHEN i % 2 = 0 THEN union_value(n := i) ELSE 'x'::UNION(n BIGINT, s VARCHAR) END",
};
const TYPED = `SELECT ${Object.entries(TYPES)
  .map(([name, sql]) => `CASE WHEN i % 7 <> 6 THEN ${sql} END AS ${name}`)
  .join(', ')} FROM range(10000) t(i)`;

async function read(stream: ReadableStream<Bytes>): Promise<Bytes> {
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** CSV as RFC 4180 and the options have it. */
function csvOf(
  names: readonly string[],
  rows: readonly (readonly unknown[])[],
  delimiter: string,
  nulls: string,
): string {
  const cell = (value: unknown): string => {
    if (value === null) return nulls;
    const text = String(value);
    const isQuoted = text === nulls || text === '' || text.includes(delimiter) || /["\r\n]|^\s|\s$/.test(text);
    return isQuoted ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [names, ...rows].map((row) => `${row.map(cell).join(delimiter)}\r\n`).join('');
}

describe('streamed results', () => {
  let database: NodeDatabase;
  let catalog: Catalog;
  let results: Results;
  /** Statements on snapshots, and snapshots that are open. */
  let ran: string[];
  let open: number;
  /** Runs before each statement on a snapshot. */
  let onRun: () => Promise<void> | void;
  const owner = {};
  before(async () => void (database = await nodeDatabase()));
  after(() => database.close());

  beforeEach(() => {
    [ran, open, onRun] = [[], 0, () => undefined];
    const real = database.forEngine();
    const watched: Database = {
      ...real,
      snapshot: async (probe, options) => {
        const snapshot = await real.snapshot(probe, options);
        open++;
        let isOpen = true;
        return {
          run: async (sql, signal) => {
            ran.push(sql);
            await onRun();
            return snapshot.run(sql, signal);
          },
          close: () => {
            if (isOpen) open--;
            isOpen = false;
            snapshot.close();
          },
        };
      },
    };
    catalog = createCatalog({ database: watched, rows: new RowsService(() => import('parquet-wasm/node')) });
    results = new Results(catalog);
  });
  afterEach(() => catalog.dispose());

  function defined(source: { readonly sql: string } | { readonly data: unknown }, name = 'q'): string {
    catalog.define({ name, ...source } as QueryDefinition, owner);
    return name;
  }
  const stream = async (options: FileOptions, name = 'q'): Promise<Bytes> =>
    read(await results.toStream(name, options));
  /** All values as DuckDB writes them. */
  const textsOf = async (from: string): Promise<unknown[][]> => {
    const texts = objectsOf(await catalog.sql(`SELECT CAST(COLUMNS(*) AS VARCHAR) FROM ${from}`));
    return texts.map((row) => Object.values(row));
  };

  it('as CSV are the lines of all rows, in order', async () => {
    defined({ sql: NUMBERS });
    const text = new TextDecoder().decode(await stream({ type: 'csv' }));
    assert.ok(text === csvOf(['i', 'f', 's', 'e'], await textsOf('q'), ',', ''), text.slice(0, 200));
    assert.ok(ran.length >= 4, 'several pieces');
    assert.ok((await results.toCSV('q')) === text);
    assert.equal(open, 0);
  });

  it('as CSV quote what would read as something else, with any delimiter and NULL', async () => {
    const texts = [
      '',
      ' a',
      'a\u00a0',
      '\ufeffa',
      '\u2028',
      'a\u000b',
      'a b',
      'a,b',
      'a;b',
      '"',
      'a\nb',
      '\r',
      'NA',
      '-1',
      '1',
      'inf',
      '\\',
      ']a',
      'ü',
    ];
    const values = texts.map(
      (text, i) =>
        `(${text === '' ? "''" : [...text].map((c) => `chr(${c.codePointAt(0)})`).join(' || ')}, ${i} - 2, (${i} - 2) / 2, DATE '2024-01-01' + ${i}, TIMESTAMP '2024-01-01 01:02:03', [${i}])`,
    );
    defined({
      sql: `SELECT * FROM (VALUES ${values.join(', ')}, (NULL, NULL, NULL, NULL, NULL, NULL), ('x', 0, 'inf', '0044-03-15 (BC)', NULL, [])) t(s, n, f, "d;a", " x", l)`,
    });
    const rows = await textsOf('q');
    const forms: CsvOptions[] = [
      {},
      { nulls: 'NA' },
      { nulls: '-1' },
      { nulls: 'inf' },
      { bom: true },
      { decimal: ',', delimiter: ',' },
      { decimal: ',' },
      ...['\t', '-', ' ', '.', '1', ':', 'i', '(', '\\', ']', '^', "'", 'ü', '|'].map((delimiter) => ({ delimiter })),
    ];
    for (const form of forms) {
      const comma = rows.map((row) =>
        row.map((value, i) => (i === 2 && typeof value === 'string' ? value.replace('.', ',') : value)),
      );
      const expected = csvOf(
        ['s', 'n', 'f', 'd;a', ' x', 'l'],
        form.decimal ? comma : rows,
        form.delimiter ?? (form.decimal ? ';' : ','),
        form.nulls ?? '',
      );
      const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await stream({ ...form, type: 'csv' }));
      assert.equal(text, (form.bom ? '\ufeff' : '') + expected, JSON.stringify(form));
    }
  });

  it('as Arrow are one stream: one schema, labels once, all batches', async () => {
    defined({ sql: NUMBERS });
    const bytes = await stream({ type: 'arrow' });
    const table = arrow.tableFromIPC(bytes);
    assert.deepEqual([table.numRows, ran.length >= 4], [ROWS, true]);
    const [i, f, e] = ['i', 'f', 'e'].map((name) => table.getChild(name)!.toArray() as ArrayLike<unknown>);
    const labels = table.getChild('e')!;
    for (const row of [0, 1, 5, 8191, 8192, 122_879, 122_880, 245_760, ROWS - 1]) {
      assert.deepEqual([i![row], labels.get(row), e!.length], [BigInt(row), `v${row % 3000}`, ROWS]);
      assert.equal(table.getChild('f')!.get(row), row % 5 === 0 ? null : row / 8);
    }
    assert.equal(Array.from({ length: ROWS }, (_, row) => i![row] === BigInt(row)).every(Boolean) && f!.length, ROWS);
    const same = tableFromIPC(bytes);
    assert.deepEqual([same.numRows, same.getChild('e').at(ROWS - 1)], [ROWS, `v${(ROWS - 1) % 3000}`]);
    // The same rows are the same bytes, in however many pieces they were read.
    assert.ok(Buffer.from(await stream({ type: 'arrow' })).equals(Buffer.from(bytes)));
  });

  it('as Parquet have a row group for each of the database, with its statistics', async () => {
    defined({ sql: NUMBERS });
    const bytes = await stream({ type: 'parquet' });
    const { row_groups: groups, num_rows: rows } = parquetMetadata(bytes.buffer);
    assert.deepEqual([rows, groups.map((group) => group.num_rows)], [300_000n, [122_880n, 122_880n, 54_240n]]);
    const { min_value: min, max_value: max, null_count: nulls } = groups[1]!.columns[0]!.meta_data!.statistics!;
    assert.deepEqual([min, max, nulls], [122_880n, 245_759n, 0n]);
    const read = await parquetReadObjects({ file: bytes.buffer, compressors, rowStart: 245_000, rowEnd: 246_000 });
    assert.deepEqual(read[999], { i: 245_999n, f: 245_999 / 8, s: 'no. 245999', e: 'v2999' });
    assert.ok(
      (await nativeParquet(bytes)).rows.every(
        ([i, f, s, e], row) =>
          i === `${row}` && (f === null) === (row % 5 === 0) && s === `no. ${row}` && e === `v${row % 3000}`,
      ),
    );
    assert.ok(Buffer.from(await results.toParquet('q')).equals(Buffer.from(bytes)), 'the same rows are the same file');
  });

  it('have the types of toIPC and toParquet, in every piece', async () => {
    defined({ sql: TYPED });
    const { fields } = await catalog.open('q');
    const [streamed, whole] = [await stream({ type: 'arrow' }), await results.toIPC('q')];
    assert.equal(String(arrow.tableFromIPC(streamed).schema), String(arrow.tableFromIPC(whole).schema));
    const sqlTypes = fields.map(({ sqlType }) => sqlType);
    assert.deepEqual(objectsOf(streamed, sqlTypes), objectsOf(whole, sqlTypes));
    assert.equal(
      new TextDecoder().decode(await stream({ type: 'csv' })),
      csvOf(Object.keys(TYPES), await textsOf('q'), ',', ''),
    );
    const native = await nativeParquet(await stream({ type: 'parquet' }));
    const columns = Object.keys(native.types);
    const expected = await textsOf('q');
    const differing = columns.filter((_, c) => native.rows.some((row, r) => row[c] !== expected[r]![c]));
    // The writer stores seconds as integers: Parquet has no timestamps of seconds. Native DuckDB writes another offset.
    assert.deepEqual([columns, differing.filter((name) => name !== 'tz' && name !== 'sec')], [Object.keys(TYPES), []]);
    defined({ sql: "SELECT INTERVAL '1 day' AS v" });
    const refused = await results.toParquet('q').catch((thrown: unknown) => thrown);
    await assert.rejects(
      stream({ type: 'parquet' }),
      (thrown) =>
        (thrown as PikaError).message === (refused as PikaError).message &&
        (thrown as PikaError).code === 'rows/unsupported-type',
    );
    assert.equal(open, 0);
  });

  it('have the columns, rows and limit of their options, also from a column named rowid', async () => {
    defined({ sql: `SELECT i, -i AS "rowid", 'a''"b' AS "x ""y" FROM range(${ROWS}) t(i)` });
    const options = { columns: ['rowid', 'x "y'], where: 'i % 3 = 1 -- not all', limit: 60_000 };
    const lines = new TextDecoder().decode(await stream({ ...options, type: 'csv' })).split('\r\n');
    assert.deepEqual(
      [lines.length, lines[0], lines[1], lines[60_000]],
      [60_002, 'rowid,"x ""y"', '-1,"a\'""b"', '-179998,"a\'""b"'],
    );
    const offsets = ran.map((sql) => Number(/OFFSET (\d+)/.exec(sql)![1]));
    assert.ok(Math.max(...offsets) < 180_000, 'stops at the limit');
    const table = arrow.tableFromIPC(await stream({ ...options, type: 'arrow' }));
    assert.deepEqual([table.numRows, table.getChild('rowid')!.get(59_999)], [60_000, -179_998n]);
    assert.deepEqual((await nativeParquet(await stream({ ...options, type: 'parquet' }))).rows.length, 60_000);
    for (const none of [{ limit: 0 }, { where: 'i < 0' }]) {
      assert.equal(new TextDecoder().decode(await stream({ ...none, type: 'csv' })), 'i,rowid,"x ""y"\r\n');
      const empty = arrow.tableFromIPC(await stream({ ...none, type: 'arrow' }));
      assert.deepEqual([empty.numRows, empty.schema.fields.map(({ name }) => name)], [0, ['i', 'rowid', 'x "y']]);
      const native = await nativeParquet(await stream({ ...none, type: 'parquet' }));
      assert.deepEqual([native.rows, Object.values(native.types)], [[], ['BIGINT', 'BIGINT', 'VARCHAR']]);
    }
  });

  it('of an array without rows have no columns', async () => {
    defined({ data: [] });
    assert.equal(new TextDecoder().decode(await stream({ type: 'csv' })), '\r\n');
    assert.equal(arrow.tableFromIPC(await stream({ type: 'arrow' })).numCols, 0);
    await assert.rejects(stream({ type: 'parquet' }), /expected at least one column, found an empty array/);
  });

  it('refuse wrong options before they begin', async () => {
    defined({ sql: 'SELECT 1 AS a' });
    const wrong: readonly (readonly [object, RegExp])[] = [
      [{ type: 'json' }, /type of toStream of query "q": expected "csv", "parquet" or "arrow", found json/],
      [{ type: 'csv', delimiter: '||' }, /delimiter of toCSV/],
      [{ type: 'arrow', limit: -1 }, /limit for query "q"/],
      [{ type: 'arrow', columns: ['b'] }, /"b"/],
      [{ type: 'parquet', columns: [] }, /at least one column/],
      [{ type: 'csv', where: 'nothing > 1' }, /nothing/],
    ];
    for (const [options, pattern] of wrong)
      await assert.rejects(
        results.toStream('q', options as FileOptions),
        (thrown) => thrown instanceof PikaError && pattern.test(thrown.message),
        JSON.stringify(options),
      );
    assert.equal(open, 0);
  });

  it('read no more than one piece ahead of the reader, and say how far they are', async () => {
    defined({ sql: NUMBERS });
    const done: number[] = [];
    const reader = (
      await results.toStream('q', {
        type: 'arrow',
        onProgress: ({ done: rows, total, unit }) => void (total === ROWS && unit === 'rows' && done.push(rows)),
      })
    ).getReader();
    const settled = async (): Promise<number> => {
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
      return ran.length;
    };
    assert.equal(await settled(), 0, 'nothing before the first read');
    await reader.read();
    assert.equal(await settled(), 2);
    await reader.read();
    assert.equal(await settled(), 3);
    while (!(await reader.read()).done);
    assert.equal(done.at(-1), ROWS);
  });

  it('are the rows of the moment in which they began, even if the query changes', async () => {
    defined({ sql: `SELECT i FROM range(${ROWS}) t(i)` });
    defined({ sql: 'SELECT max(i) AS most FROM q' }, 'reads');
    await catalog.open('reads');
    const begun = await results.toStream('q', { type: 'arrow' });
    let changes = 0;
    onRun = async () => {
      if (changes++ === 0) {
        defined({ sql: 'SELECT 7 AS other' });
        await catalog.open('q');
      } else if (changes === 3) catalog.remove('q', owner);
    };
    const { numRows, ...rest } = arrow.tableFromIPC(await read(begun));
    assert.ok(numRows === ROWS && rest && changes > 3);
    await assert.rejects(results.toStream('q', { type: 'arrow' }), /query "q"/);
  });

  it('close the snapshot when they are canceled, also in the middle of a piece', async () => {
    defined({ sql: NUMBERS });
    const abort = new AbortController();
    for (const stop of [
      (reader: ReadableStreamDefaultReader<Bytes>) => reader.cancel(),
      () => Promise.resolve(abort.abort()),
    ]) {
      const reader = (await results.toStream('q', { type: 'parquet', signal: abort.signal })).getReader();
      let goOn = (): void => undefined;
      onRun = () => new Promise((resolve) => (goOn = resolve));
      const reading = reader.read();
      await new Promise((resolve) => setImmediate(resolve));
      assert.equal(open, 1);
      await stop(reader);
      assert.equal(open, 0, 'at once');
      const [last] = await Promise.allSettled([reading]);
      assert.ok(last.status === 'fulfilled' ? last.value.done : (last.reason as PikaError).code === 'source/aborted');
      goOn();
    }
    onRun = () => undefined;
    await assert.rejects(results.toStream('q', { type: 'csv', signal: abort.signal }), { code: 'source/aborted' });
    assert.equal(open, 0);
  });

  // The row is among the first of an answer, later in it, in the last one, or in one of its own.
  for (const row of [5, 8_100, 100_000, 200_000, ROWS - 1])
    it(`fail where row ${row} fails, after the rows before`, async () => {
      defined({ sql: NUMBERS });
      const where = `CASE WHEN i = ${row} THEN error('no row ' || i) ELSE true END`;
      for (const type of ['csv', 'arrow', 'parquet'] as const) {
        let bytes = 0;
        await assert.rejects(
          async () => {
            for await (const chunk of await results.toStream('q', { type, where })) bytes += chunk.length;
          },
          (thrown) =>
            thrown instanceof PikaError && thrown.code === 'source/sql' && thrown.message.includes(`no row ${row}`),
        );
        assert.ok(type !== 'csv' || row < 10_000 || bytes > 0);
        assert.equal(open, 0);
      }
    });

  it('fail if the database restarts: other rows may be there now', async () => {
    defined({ sql: NUMBERS });
    for (const type of ['csv', 'arrow', 'parquet'] as const) {
      let runs = 0;
      onRun = () => (++runs > 2 ? Promise.reject(lostSnapshot('query "q"')) : undefined);
      await assert.rejects(
        stream({ type }),
        (thrown) =>
          thrown instanceof PikaError && thrown.code === 'source/table-lost' && /it was restarted/.test(thrown.message),
      );
      assert.equal(open, 0);
    }
  });
});
