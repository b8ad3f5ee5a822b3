import { tableFromIPC } from '@uwdata/flechette';
import { laneOf } from '../../src/engine/columns/column';
import { exactValueOf, keyAt, valueOf } from '../../src/engine/columns/keys';
import { PikaError } from '../../src/engine/errors';
import { createCatalog } from '../../src/engine/source/catalog';
import type { SourceColumn } from '../../src/engine/source/source';
import { configure, type PikaPlot, type PikaQuery } from '../../src/index';

configure({ backend: 'cpu' });

/** A type, three of its values, and SQL for the drawn value: what the sort keys decode to, as text. */
type Drawn = readonly [type: string, values: readonly string[], sql: string];

const DOUBLE = "printf('%.17g', c::DOUBLE)";

const DRAWN: readonly Drawn[] = [
  ['BOOLEAN', ['true', 'false', 'true'], 'c::VARCHAR'],
  ['TINYINT', ['-128', '0', '127'], 'c::VARCHAR'],
  ['SMALLINT', ['-32768', '5', '32767'], 'c::VARCHAR'],
  ['INTEGER', ['-2147483648', '5', '2147483647'], 'c::VARCHAR'],
  ['BIGINT', ['-9223372036854775808', '0', '9223372036854775806'], 'c::VARCHAR'],
  ['UTINYINT', ['0', '7', '255'], 'c::VARCHAR'],
  ['USMALLINT', ['0', '7', '65535'], 'c::VARCHAR'],
  ['UINTEGER', ['0', '7', '4294967295'], 'c::VARCHAR'],
  ['UBIGINT', ['1', '7', '18446744073709551615'], 'c::VARCHAR'],
  // Beyond 64 bits: the nearest doubles.
  ['HUGEINT', ['-170141183460469231731687303715884105728', '3', '12345678901234567890123'], DOUBLE],
  ['UHUGEINT', ['340282366920938463463374607431768211455', '3', '4'], DOUBLE],
  ['BIGNUM', ['123456789012345678901234567890123456789012345', '-3', '4'], DOUBLE],
  ['FLOAT', ['1.5', '-0.0', '1e-40'], DOUBLE],
  ['DOUBLE', ['0.1', '-1e300', '5e-324'], DOUBLE],
  ['DOUBLE', ['Infinity', '-Infinity', '0.5'], DOUBLE],
  ['DECIMAL(4,1)', ['99.5', '-0.1', '0'], DOUBLE],
  ['DECIMAL(9,2)', ['-1234567.89', '0.01', '5'], DOUBLE],
  ['DECIMAL(15,3)', ['123456789012.345', '0.001', '5'], DOUBLE],
  ['DECIMAL(18,0)', ['999999999999999999', '-1', '999999999999999998'], 'c::VARCHAR'],
  // More digits than a double has: the result of CAST.
  ['DECIMAL(18,3)', ['123456789012345.678', '0.001', '5'], DOUBLE],
  ['DECIMAL(38,10)', ['1234567890123456789.0123456789', '-0.5', '5'], DOUBLE],
  ['DATE', ['2024-02-29', '0001-01-01', '1969-12-31'], "date_diff('day', DATE '1970-01-01', c)::VARCHAR"],
  ['TIMESTAMP_S', ['2024-01-01 00:00:01', '1900-01-01', '1969-12-31 23:59:59'], 'epoch(c)::BIGINT::VARCHAR'],
  ['TIMESTAMP_MS', ['2024-01-01 00:00:00.001', '1900-01-01', '1969-12-31 23:59:59.999'], 'epoch_ms(c)::VARCHAR'],
  [
    'TIMESTAMP',
    ['2024-01-01 00:00:00.000001', '0044-03-15 (BC)', '9999-12-31 23:59:59.999999'],
    'epoch_us(c)::VARCHAR',
  ],
  [
    'TIMESTAMP_NS',
    ['2024-01-01 00:00:00.000000001', '1700-01-01', '2024-01-01 00:00:00.000000002'],
    'epoch_ns(c)::VARCHAR',
  ],
  [
    'TIMESTAMPTZ',
    ['2024-01-01 00:00:00+00', '2024-01-01 00:00:00+02', '1969-12-31 23:59:59.999999+00'],
    'epoch_us(c)::VARCHAR',
  ],
  ['VARCHAR', ['b', '', 'zürich 🐹'], 'c'],
  ["ENUM('z','a','never')", ['z', 'a', 'z'], 'c::VARCHAR'],
  [
    'UUID',
    [
      '00000000-0000-0000-0000-000000000001',
      'ffffffff-0000-0000-0000-000000000001',
      '7f000000-0000-0000-0000-000000000001',
    ],
    'c::VARCHAR',
  ],
  ['BIT', ['0101', '1', '0'], 'c::VARCHAR'],
];

/** A type, a value, and the SQL that the error recommends instead. */
const REFUSED: readonly (readonly [type: string, value: string, remedy: string])[] = [
  ['TIME', '12:34:56.789', 'epoch(c)'],
  ['TIME', '12:34:56.789', 'hour(c)'],
  ['TIMETZ', '12:34:56+01', 'epoch(c)'],
  ['TIME_NS', '12:34:56.123456789', 'epoch(CAST(c AS TIME))'],
  ['INTERVAL', '1 day', 'epoch(c)'],
  ['BLOB', 'ab', 'octet_length(c)'],
  ['INTEGER[]', '[1,2]', 'c[1]'],
  ['INTEGER[2]', '[1,2]', 'c[1]'],
  ['STRUCT(a INTEGER)', "{'a': 1}", 'c.a'],
  ['MAP(VARCHAR, INTEGER)', '{key=1}', "map_extract_value(c, 'key')"],
  ['UNION(n INTEGER, s VARCHAR)', '1', 'CAST(c AS VARCHAR)'],
  ['INTEGER[][]', '[[1],[2]]', 'c[1]'],
];

function equal(actual: unknown, expected: unknown, what = ''): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what} expected ${b}, found ${a}`);
}

function textsOf({ encoding, type, pages }: SourceColumn): (string | null)[] {
  return pages.flatMap(({ keys, rows }) =>
    Array.from({ length: rows }, (_, row) => {
      const key = keyAt(laneOf(encoding), keys, row);
      if (key === null) return null;
      if (type.kind === 'category') return type.labels[Number(key)]!;
      return 'step' in encoding ? String(exactValueOf(encoding, key)) : String(valueOf(encoding, key));
    }),
  );
}

const literal = (value: string): string => `'${value.replaceAll("'", "''")}'`;

describe('every type of DuckDB', () => {
  const catalog = createCatalog();
  const owner = {};
  after(() => catalog.dispose());

  for (const [type, values, sql] of DRAWN) {
    it(`draws ${type} exactly: ${values.join(', ').slice(0, 40)}`, async () => {
      const rows = [values[0]!, null, values[1]!, values[2]!, null].map(
        (value) => `(${value === null ? 'NULL' : literal(value)})`,
      );
      catalog.define({ name: 't', sql: `SELECT v::${type} AS c FROM (VALUES ${rows.join(', ')}) AS given(v)` }, owner);
      const [column] = (await (await catalog.open('t')).columns(['c'])) as [SourceColumn];
      const answer = tableFromIPC(await catalog.sql(`SELECT ${sql} AS c FROM t`)).getChild('c');
      const same = (text: string | null): string | null =>
        text !== null && sql === DOUBLE ? String(Number(text.replace('inf', 'Infinity')) + 0) : text;
      equal(
        textsOf(column),
        Array.from({ length: 5 }, (_, row) => same(answer.at(row) as string | null)),
        type,
      );
    });
  }

  it('draws a column of NULLs', async () => {
    catalog.define({ name: 't', sql: 'SELECT NULL AS c FROM range(3)' }, owner);
    const [column] = (await (await catalog.open('t')).columns(['c'])) as [SourceColumn];
    equal(textsOf(column), [null, null, null]);
  });

  for (const [type, value, remedy] of REFUSED) {
    it(`refuses ${type}, and recommends ${remedy}`, async () => {
      catalog.define(
        { name: 't', sql: `SELECT * FROM (SELECT CAST(${literal(value)} AS ${type}) AS c UNION ALL SELECT NULL)` },
        owner,
      );
      const relation = await catalog.open('t');
      const error = await relation.columns(['c']).then(
        () => null,
        (thrown: unknown) => thrown,
      );
      if (!(error instanceof PikaError) || error.code !== 'rows/unsupported-type')
        throw new Error(`expected rows/unsupported-type, found ${String(error)}`);
      if (!error.message.includes(remedy)) throw new Error(`expected ${remedy}, found ${error.message}`);
      if (type === 'INTEGER[][]') return;
      const [column] = (await relation.columns([remedy])) as [SourceColumn];
      equal([column.rows, textsOf(column)[1]], [2, null]);
    });
  }
});

describe('nanoseconds', () => {
  it('can be selected singly', async () => {
    const add = <Name extends 'pika-plot' | 'pika-query'>(
      tag: Name,
      attributes: Record<string, string>,
    ): HTMLElementTagNameMap[Name] => {
      const element = document.createElement(tag);
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      Object.assign(element.style, { display: 'block', width: '300px', height: '150px' });
      return document.body.appendChild(element);
    };
    const origin = 1_700_000_000_000_000_000n;
    const rows: PikaQuery = add('pika-query', {
      name: 'ns',
      sql: `SELECT make_timestamp_ns(${origin} + i // 3) AS t, i % 5 AS k FROM range(3000) r(i) UNION ALL SELECT make_timestamp_ns(${origin} + 4000000000000000000), 1`,
    });
    const times: PikaPlot = add('pika-plot', { from: 'ns', mark: 'bar', x: 'bin(t)', y: 'count()', brush: 'x' });
    const keys: PikaPlot = add('pika-plot', { from: 'ns', mark: 'bar', x: 'bin(k)', y: 'count()' });
    await Promise.all(
      [times, keys].map(
        (plot) => new Promise((resolve) => plot.addEventListener('pika-ready', resolve, { once: true })),
      ),
    );
    const counted = async (from: bigint, to: bigint): Promise<number> => {
      times.select({ x: [from, to] });
      return (await keys.counts())!.counts.reduce((a, b) => a + b, 0);
    };
    equal(
      [
        await counted(origin + 7n, origin + 8n),
        await counted(origin + 8n, origin + 9n),
        await counted(origin + 7n, origin + 9n),
        await counted(origin + 7n, origin + 7n),
      ],
      [3, 3, 6, 0],
    );
    equal(await counted(origin + 999n, origin + 4_000_000_000_000_000_001n), 4);
    for (const element of [rows, times, keys]) element.remove();
  });
});
