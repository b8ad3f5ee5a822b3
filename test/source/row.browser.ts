import { tableFromIPC } from '@uwdata/flechette';
import { laneOf } from '../../src/engine/columns/column';
import { keyAt, valueOf } from '../../src/engine/columns/keys';
import type { PikaError } from '../../src/engine/errors';
import { createCatalog } from '../../src/engine/source/catalog';
import type { QueryDefinition, Relation } from '../../src/engine/source/source';

function equal(actual: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: expected ${b}, found ${a}`);
}

const CSV = 'name,size,day\nä,1.5,2024-12-24\n"x, y",,2025-01-01\nlast,2,\n';
const ODD =
  'SELECT i::INTEGER AS i, (i * 1000000007)::BIGINT AS big, i::HUGEINT * 10000000000000000000 AS huge, i / 7 AS d, (i / 8)::DECIMAL(9,3) AS dec, ' +
  "DATE '2020-01-01' + i::INTEGER AS day, TIMESTAMP '2020-01-01' + to_microseconds(i * 1001) AS t, TIME '00:00:00' + to_seconds(i) AS at_time, [i::VARCHAR, 'a,b', NULL] AS list, " +
  "{'x': i, 'y': 'it''s'} AS s, i::VARCHAR::BLOB AS blob, to_days(i::INTEGER) AS span, CASE WHEN i % 3 = 0 THEN NULL ELSE '<b>' || i END AS text, uuid() AS id FROM range(300000) t(i)";

describe('a row by its number', () => {
  const catalog = createCatalog();
  after(() => catalog.dispose());

  async function open(definition: QueryDefinition): Promise<Relation> {
    catalog.define(definition, catalog);
    return catalog.open(definition.name);
  }

  /** Compares rows with SQL over the same name, by rowid, and with a column, by index. */
  async function check(relation: Relation, numbers: readonly number[], column: string): Promise<void> {
    const [keys] = await relation.columns([column]);
    const { pages, encoding } = keys!;
    const texts = relation.fields.map(({ name }) => `CAST("${name}" AS VARCHAR)`).join(', ');
    for (const number of numbers) {
      const row = await relation.row(number);
      const table = tableFromIPC(await catalog.sql(`SELECT ${texts} FROM "${relation.name}" WHERE rowid = ${number}`));
      equal(
        row.map(({ text }) => text),
        table.children.map((child) => child.at(0) as unknown),
        `row ${number} of ${relation.name}`,
      );
      equal(
        row.map(({ name, sqlType }) => [name, sqlType]),
        relation.fields.map(({ name, sqlType }) => [name, sqlType]),
        'fields',
      );
      const pageRows = pages[0]!.rows;
      const key = keyAt(laneOf(encoding), pages[Math.floor(number / pageRows)]!.keys, number % pageRows);
      const { text } = row.find(({ name }) => name === column)!;
      equal(
        text === null ? null : Number(text),
        key === null ? null : valueOf(encoding, key),
        `${column} in row ${number} of ${relation.name}`,
      );
    }
  }

  it('of Parquet, without the database', async () => {
    const flights = await open({ name: 'flights', src: '/data/flights-3m.parquet' });
    const values = (await flights.row(2_999_999)).map(({ text }) => text);
    equal(
      [values.length, performance.getEntriesByType('resource').some(({ name }) => name.includes('duckdb-eh'))],
      [5, false],
      'read, and no database',
    );
    await check(flights, [0, 271_999, 1_234_567, 2_999_999], 'delay');
  });

  it('of Arrow, JSON and several files', async () => {
    await check(await open({ name: 'arrow', src: '/data/flights-200k.arrow' }), [0, 65_536, 199_999], 'delay');
    await check(
      await open({
        name: 'json',
        src: new Blob(['[{"a": 1, "b": {"c": [1]}}, {"a": null, "b": "2024-01-01"}, {"a": 2.5}]']),
      }),
      [0, 1, 2],
      'a',
    );
    const parts = [new Blob(['[{"a": 1, "b": "x"}]']), new Blob(['[{"a": 2, "b": "y"}, {"a": 3, "b": "z"}]'])];
    await check(await open({ name: 'parts', src: parts }), [0, 1, 2], 'a');
  });

  it('of CSV and SQL, from their tables, in the row order of the columns', async () => {
    await check(await open({ name: 'csv', src: new Blob([CSV]) }), [0, 1, 2], 'size');
    await check(await open({ name: 'odd', sql: ODD }), [0, 1, 2047, 2048, 122_880, 250_001, 299_999], 'i');
    await check(
      await open({ name: 'sorted', sql: 'SELECT * FROM odd WHERE i % 2 = 1 ORDER BY hash(i)' }),
      [0, 77_777, 149_999],
      'i',
    );
  });

  it('of rows in memory', async () => {
    await check(
      await open({
        name: 'objects',
        data: [
          { a: 1, t: new Date(5), l: [1, 2], s: { x: 'y' }, n: 2n ** 60n },
          { a: null, t: null, l: null, s: null, n: null },
          { a: 0.1, t: new Date(-1), l: [], s: { x: null }, n: -1n },
        ],
      }),
      [0, 1, 2],
      'a',
    );
    await check(
      await open({
        name: 'arrays',
        data: { x: Float64Array.of(0.5, NaN, 1e21), b: BigInt64Array.of(1n, -1n, 2n ** 62n), s: ['a', '<i>', null] },
      }),
      [0, 2],
      'x',
    );
  });

  it('rejects numbers outside the relation', async () => {
    const relation = await open({ name: 'few', data: { x: Float64Array.of(1, 2) } });
    for (const number of [2, -1, 0.5, NaN]) {
      const code = await relation.row(number).then(
        () => 'a row',
        (thrown: PikaError) => thrown.code,
      );
      equal(code, 'source/bad-parameter', String(number));
    }
  });
});
