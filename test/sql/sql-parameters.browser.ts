import { tableFromIPC } from '@uwdata/flechette';
import { createCatalog } from '../../src/engine/source/catalog';
import type { SqlParameters } from '../../src/engine/sql/sql-parameters';

function equal(actual: unknown, expected: unknown, what = ''): void {
  const [a, b] = [actual, expected].map((value) =>
    JSON.stringify(value, (_key, inner: unknown) =>
      typeof inner === 'bigint'
        ? `${inner}n`
        : Object.is(inner, -0)
          ? '-0'
          : typeof inner === 'number'
            ? String(inner)
            : inner,
    ),
  );
  if (a !== b) throw new Error(`${what} expected ${b}, found ${a}`);
}

describe('$name parameters, as DuckDB reads them', () => {
  const catalog = createCatalog();
  const owner = {};
  after(() => catalog.dispose());

  async function row(sql: string, params: SqlParameters): Promise<unknown[]> {
    const table = tableFromIPC(await catalog.sql(sql, { params }), { useBigInt: true });
    equal(table.numRows, 1, 'rows');
    return table.children.map((child: { at(row: number): unknown }) => child.at(0));
  }

  it('keep every character of a string', async () => {
    for (const text of [
      '',
      "it's",
      "''",
      '\\',
      "\\'",
      'a\nb\r\t',
      '"',
      '--',
      '/*',
      ';',
      '$x',
      '$$',
      'a\0b',
      '\0',
      "\0'\0",
      'zürich 東京 🐹',
      'x'.repeat(1_000_000),
      "'".repeat(100_000),
    ]) {
      const [found, length] = await row('SELECT $x AS x, length($x) AS n', { x: text });
      if (found !== text)
        throw new Error(
          `${JSON.stringify(text.slice(0, 20))} came back as ${JSON.stringify(String(found).slice(0, 20))}`,
        );
      equal(length, BigInt([...text].length), 'length');
    }
  });

  it('keep every bit of a number', async () => {
    for (const value of [
      0,
      -0,
      0.1,
      -1.5,
      5e-324,
      1.7976931348623157e308,
      NaN,
      Infinity,
      -Infinity,
      2 ** 53,
      -(2 ** 63),
      2 ** 63,
      1e21,
      2 ** 53 - 1,
    ]) {
      equal((await row('SELECT $x::DOUBLE AS x', { x: value }))[0], value, String(value));
    }
    for (const value of [
      0n,
      -1n,
      2n ** 63n - 1n,
      -(2n ** 63n),
      2n ** 63n,
      2n ** 64n,
      -(2n ** 127n),
      2n ** 127n - 1n,
      2n ** 128n - 1n,
    ]) {
      equal((await row('SELECT $x::VARCHAR AS x', { x: value }))[0], String(value));
    }
  });

  it('compare like literals', async () => {
    equal(
      await row(
        "SELECT DATE '2024-01-02' > $day AS d, 5 > $n AS n, $yes AND TRUE AS b, $none IS NULL AS z, 'b' IN $list AS l, 1-$minus AS m",
        { day: '2024-01-01', n: 4, yes: true, none: null, list: ['a', 'b'], minus: -3 },
      ),
      [true, true, true, true, true, 4],
    );
    equal(
      await row("SELECT epoch_ms($t) AS t, TIMESTAMP '1969-12-31 23:59:59.999' = $t AS same", { t: new Date(-1) }),
      [-1n, true],
    );
  });

  it('rerun only the queries that depend on a changed value', async () => {
    catalog.define({ name: 'numbers', data: { v: Int32Array.from({ length: 100 }, (_, i) => i) } }, owner);
    const define = (params: SqlParameters): readonly string[] =>
      catalog.define({ name: 'cut', sql: 'SELECT * FROM numbers WHERE v >= $cut', params }, owner);
    define({ cut: 30 });
    catalog.define({ name: 'above', sql: 'SELECT count(*) AS n FROM cut' }, owner);
    const [numbers, cut, above] = [
      await catalog.open('numbers'),
      await catalog.open('cut'),
      await catalog.open('above'),
    ];
    equal(cut.rowCount, 70);
    equal(define({ cut: 30, other: 1 }), []);
    equal([cut.isStale, (await catalog.open('cut')) === cut], [false, true]);
    equal(define({ cut: 90 }), ['cut', 'above']);
    equal([(await catalog.open('cut')).rowCount, numbers.isStale, above.isStale], [10, false, true]);
    equal(define({}), ['cut', 'above']);
    let message = '';
    await catalog.open('cut').catch((thrown: Error) => {
      message = thrown.message;
    });
    if (!/bad-parameter.*\$cut of query "cut"/.test(message)) throw new Error(message);
    define({ cut: 99 });
    equal((await catalog.open('above')).rowCount, 1);
  });
});
