import * as arrow from 'apache-arrow';
import { createCatalog } from '../../src/engine/source/catalog';
import { Results } from '../../src/engine/source/results';
import type { PikaError, PikaQuery } from '../../src/index';
import '../../src/index';

function equal(actual: unknown, expected: unknown, what = ''): void {
  const [a, b] = [actual, expected].map((value) =>
    JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner)),
  );
  if (a === b) return;
  console.log(`${what} expected ${b}, found ${a}`);
  throw new Error(`${what} expected ${b}, found ${a}`);
}

const SQL = `SELECT * FROM (VALUES
  (1, 9007199254740993, 7::HUGEINT, 0.1, 1.25::DECIMAL(9,2), 'a,"b"', DATE '2024-02-29', TIMESTAMP '2024-01-01 00:00:00.001', [1, 2], {'x': 1}, true),
  (2, NULL, NULL, NULL, NULL, '', NULL, NULL, NULL, NULL, NULL),
  (3, 5, 8, -0.5, -1, E'two\\nlines', DATE '1969-12-31', TIMESTAMP '1900-01-01', [], NULL, false),
  (4, 6, 9, 'NaN'::DOUBLE, 0, NULL, NULL, NULL, NULL, NULL, NULL)) AS t(i, big, huge, f, d, s, day, at_time, list, struct, b)`;

describe('results of a <pika-query>', () => {
  let query: PikaQuery;
  before(() => {
    query = document.createElement('pika-query');
    query.setAttribute('name', 'Result "q"');
    query.setAttribute('sql', SQL);
    document.body.append(query);
  });
  after(() => query.remove());

  it('are plain objects, with bigints where numbers would lose digits', async () => {
    const [first, second] = await query.toArray();
    equal(first, {
      i: 1,
      big: 9007199254740993n,
      huge: 7,
      f: 0.1,
      d: 1.25,
      s: 'a,"b"',
      day: new Date('2024-02-29'),
      at_time: new Date('2024-01-01T00:00:00.001Z'),
      list: [1, 2],
      struct: { x: 1 },
      b: true,
    });
    equal(Object.values(second!), [2, null, null, null, null, '', null, null, null, null, null]);
    equal(await query.toArray({ columns: ['s', 'i'], limit: 1 }), [{ s: 'a,"b"', i: 1 }]);
    equal(typeof (await query.toArray({ columns: ['big'] }))[2]!.big, 'bigint', 'a column is of one kind');
  });

  it("are Tables of the page's own apache-arrow", async () => {
    const table = await query.toArrow(arrow);
    equal(
      [table instanceof arrow.Table, table.numRows, table.schema.fields.length, table.getChild('big')!.get(0)],
      [true, 4, 11, 9007199254740993n],
    );
    equal(
      (await query.toArrow(arrow.tableFromIPC, { columns: ['i'], limit: 2 }))
        .toArray()
        .map((row) => (row as { i: number }).i),
      [1, 2],
    );
  });

  it('have the labels of ENUMs, which DuckDB omits from its results', async () => {
    const labels = document.createElement('pika-query');
    labels.setAttribute('name', 'labels');
    labels.setAttribute(
      'sql',
      "SELECT i, (CASE WHEN i % 2 = 0 THEN 'even' ELSE 'odd' END)::ENUM('odd', 'even') AS e, ['odd']::ENUM('even', 'odd')[] AS l FROM range(5000) t(i)",
    );
    document.body.append(labels);
    try {
      const rows = await labels.toArray();
      equal(
        [rows.length, rows[0], rows[4999]],
        [5000, { i: 0, e: 'even', l: ['odd'] }, { i: 4999, e: 'odd', l: ['odd'] }],
      );
      equal((await labels.toArrow(arrow)).getChild('e')!.get(4999), 'odd');
    } finally {
      labels.remove();
    }
  });

  it('are saved in the file that the user chooses, or else with the downloads', async () => {
    const folder = await navigator.storage.getDirectory();
    const page = globalThis as { showSaveFilePicker?: unknown };
    const { click } = HTMLAnchorElement.prototype;
    const picker = page.showSaveFilePicker;
    const asked: string[] = [];
    const saved: [name: string, text: Promise<string>][] = [];
    const press = (isActive: boolean): unknown =>
      Object.defineProperty(navigator, 'userActivation', { configurable: true, value: { isActive } });
    page.showSaveFilePicker = ({ suggestedName }: { suggestedName: string }) => {
      asked.push(suggestedName);
      return suggestedName.startsWith('no')
        ? Promise.reject(new DOMException('canceled by the user', 'AbortError'))
        : folder.getFileHandle(suggestedName, { create: true });
    };
    HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
      saved.push([this.download, fetch(this.href).then((answer) => answer.text())]);
    };
    try {
      press(true);
      await query.download({ type: 'csv', name: 'chosen' });
      await query.download({ type: 'arrow', name: 'no', limit: 2 });
      const chosen = await (await folder.getFileHandle('chosen.csv')).getFile();
      const text = await query.toCSV();
      equal([asked, await chosen.text(), saved.length], [['chosen.csv', 'no.arrows'], text, 0]);
      press(false);
      await query.download({ type: 'csv' });
      equal([saved[0]![0], await saved[0]![1]], ['Result  q.csv', text]);
      const types = ['csv', 'parquet'] as const;
      const heads = types.map(async (type) =>
        (await query.toStream({ type }).getReader().read()).value!.subarray(0, 4),
      );
      equal(
        (await Promise.all(heads)).map((bytes) => new TextDecoder().decode(bytes)),
        ['i,bi', 'PAR1'],
      );
      const wrong = query
        .toStream({ type: 'csv', columns: ['nope'] })
        .getReader()
        .read();
      equal(await wrong.catch((thrown: PikaError) => thrown.code), 'plan/unknown-column');
      equal(
        await query.download({ type: 'txt' as 'csv' }).catch((thrown: PikaError) => thrown.code),
        'source/bad-parameter',
      );
    } finally {
      page.showSaveFilePicker = picker;
      HTMLAnchorElement.prototype.click = click;
      Reflect.deleteProperty(navigator, 'userActivation');
      await folder.removeEntry('chosen.csv');
    }
  });

  it('are CSV that DuckDB reads back unchanged', async () => {
    const csv = await query.toCSV();
    const lines = csv.split('\r\n');
    equal(
      [lines[0], lines[1]],
      [
        'i,big,huge,f,d,s,day,at_time,list,struct,b',
        '1,9007199254740993,7,0.1,1.25,"a,""b""",2024-02-29,2024-01-01 00:00:00.001,"[1, 2]",{\'x\': 1},true',
      ],
    );
    equal(lines[2], '2,,,,,"",,,,,');
    // Read back as a query, because the database has no files.
    const catalog = createCatalog();
    const cells = parseCsv(csv);
    catalog.define(
      {
        name: 'back',
        data: cells.slice(1).map((row) => Object.fromEntries(row.map((cell, i) => [cells[0]![i]!, cell]))),
      },
      {},
    );
    catalog.define({ name: 'original', sql: SQL }, {});
    const count = await catalog.sql(
      'SELECT count(*)::INT FROM (SELECT i::INTEGER, big::BIGINT, huge::HUGEINT, f::DOUBLE, d::DECIMAL(9,2), s, day::DATE, at_time::TIMESTAMP, list::INT[], struct::STRUCT(x INT), b::BOOLEAN FROM back INTERSECT ALL SELECT * FROM original)',
    );
    equal(arrow.tableFromIPC(count).getChildAt(0)!.get(0), 4);
    catalog.dispose();
  });

  it('are Parquet that SQL reads back unchanged, with the same types', async () => {
    const types = `SELECT i, big, huge, f, d, s, day, at_time, list, struct, b, f::FLOAT AS single, i::UTINYINT AS tiny, big::UBIGINT AS unsigned, s::BLOB AS bytes, at_time::TIMESTAMP_NS AS nanos,
      at_time::TIMESTAMPTZ AS zoned, at_time::TIMESTAMP_S AS seconds, TIME '12:34:56.789' AS clock, (CASE WHEN i < 3 THEN 'yes' END)::ENUM('no', 'yes') AS answer FROM (${SQL})`;
    const catalog = createCatalog();
    const results = new Results(catalog);
    catalog.define({ name: 'original', sql: types }, {});
    const bytes = await results.toParquet('original');
    catalog.define({ name: 'back', src: new Blob([bytes]) }, {});
    equal(new TextDecoder().decode(bytes.subarray(0, 4)), 'PAR1');
    const original = await catalog.open('original');
    const cast = original.fields.map(({ name, sqlType }) => `"${name}"::${sqlType}`).join(', ');
    const counted = await catalog.sql(
      `SELECT count(*)::INT FROM (SELECT ${cast} FROM back INTERSECT ALL SELECT * FROM original)`,
    );
    equal(arrow.tableFromIPC(counted).getChildAt(0)!.get(0), 4);
    catalog.define({ name: 'many', sql: 'SELECT i, i % 7 AS k FROM range(1500000) t(i)' }, {});
    catalog.define({ name: 'many back', src: new Blob([await results.toParquet('many', { columns: ['k'] })]) }, {});
    const sums = await catalog.sql(
      'SELECT (SELECT sum(k) FROM many)::DOUBLE - (SELECT sum(k) FROM "many back")::DOUBLE + (SELECT count(*) FROM "many back")',
    );
    equal(arrow.tableFromIPC(sums).getChildAt(0)!.get(0), 1_500_000);
    equal((await catalog.open('many back')).fields, [{ name: 'k', sqlType: 'BIGINT' }]);
    catalog.define({ name: 'spans', sql: "SELECT INTERVAL '1 month' AS span" }, {});
    equal(
      await results.toParquet('spans').then(
        () => 'an answer',
        (thrown: PikaError) => thrown.code,
      ),
      'rows/unsupported-type',
    );
    catalog.dispose();
    equal((await query.toParquet({ columns: ['i'], limit: 1 })).length > 50, true);
  });

  it('name a missing column or query', async () => {
    const refused = async (work: Promise<unknown>, code: string): Promise<void> =>
      equal(
        await work.then(
          () => 'an answer',
          (thrown: PikaError) => thrown.code,
        ),
        code,
      );
    await refused(query.toArray({ columns: ['nothing'] }), 'plan/unknown-column');
    await refused(query.toCSV({ limit: -1 }), 'source/bad-parameter');
    const failing = document.createElement('pika-query');
    failing.name = 'failing';
    failing.sql = 'SELEKT';
    document.body.append(failing);
    await refused(failing.toIPC(), 'source/sql');
    failing.remove();
  });
});

/** Parses RFC 4180 by cells; an empty cell is null, an empty quoted one an empty string. */
function parseCsv(text: string): (string | null)[][] {
  const rows: (string | null)[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)!.push(quoted !== undefined ? quoted.replaceAll('""', '"') : plain === '' ? null : plain!);
    if (end === '\r\n') rows.push([]);
  }
  rows.pop();
  return rows;
}
