import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { tableFromArrays } from 'apache-arrow';
import { PikaError } from '../../src/engine/errors';
import { nodeCatalog, type NodeCatalog } from '../harness/node-catalog';

let page: NodeCatalog;
before(async () => {
  page = await nodeCatalog();
});
after(() => page.close());

async function taken(data: unknown): Promise<{ readonly types: Record<string, string>; readonly rows: unknown[] }> {
  const name = page.defined({ data });
  const { fields } = await page.catalog.open(name);
  return {
    types: Object.fromEntries(fields.map((field) => [field.name, field.sqlType.replace(/"(\w+)"/g, '$1')])),
    rows: await page.results.toArray(name),
  };
}

async function takes(values: readonly unknown[], type: string, out = values): Promise<void> {
  assert.deepEqual(await taken(values.map((v) => ({ v }))), {
    types: { v: type },
    rows: out.map((v) => ({ v: v ?? null })),
  });
  assert.deepEqual((await taken({ v: values })).types, { v: type }, 'as a column');
}

async function refuses(value: unknown, ...words: RegExp[]): Promise<void> {
  await assert.rejects(taken([{ v: null }, { v: value }]), (thrown) => {
    assert.ok(thrown instanceof PikaError, String(thrown));
    assert.equal(thrown.code, 'source/bad-data');
    for (const pattern of [/column "v" of query/, ...words]) assert.match(thrown.message, pattern);
    return true;
  });
}

class Point {
  x = 1;
  y = 2;
  get sum(): number {
    return this.x + this.y;
  }
}

/** A value from another window: `instanceof` fails for it. */
function elsewhere(expression: string): unknown {
  return runInNewContext(expression);
}

test('recognizes values from another window', async () => {
  await takes([elsewhere('new Date(5)'), null, new Date(7)], 'TIMESTAMP_MS', [new Date(5), null, new Date(7)]);
  await takes([elsewhere('[1, 2]'), [3]], 'INTEGER[]', [[1, 2], [3]]);
  await takes([elsewhere('({ a: 1 })'), { a: 2 }], 'STRUCT(a INTEGER)', [{ a: 1 }, { a: 2 }]);
  await takes([elsewhere('new Map([["a", new Date(5)]])')], 'MAP(VARCHAR, TIMESTAMP_MS)', [
    new Map([['a', new Date(5)]]),
  ]);
  await takes([elsewhere('Uint8Array.of(1, 2)')], 'BLOB', [Uint8Array.of(1, 2)]);
  assert.deepEqual((await taken(elsewhere('[{ a: 1 }, { a: 2 }]'))).rows, [{ a: 1 }, { a: 2 }]);
  const bytes = await page.catalog.sql('SELECT make_timestamp(5000) = $when AS same', {
    params: { when: elsewhere('new Date(5)') },
  });
  assert.ok(bytes.length > 0);
});

test('infers the types of lists, objects and Maps from their contents', async () => {
  await takes([[1, 2], [], null, [0.5, null]], 'DOUBLE[]');
  await takes([[[1], null], [[2, 3]]], 'INTEGER[][]');
  await takes([[], [null]], 'VARCHAR[]');
  await takes([{ a: 1 }, {}, null, { b: 'x' }], 'STRUCT(a INTEGER, b VARCHAR)', [
    { a: 1, b: null },
    { a: null, b: null },
    null,
    { a: null, b: 'x' },
  ]);
  await takes([new Point(), { x: 5, y: null }], 'STRUCT(x INTEGER, y INTEGER)', [
    { x: 1, y: 2 },
    { x: 5, y: null },
  ]);
  await takes([Object.assign(Object.create(null) as object, { a: 2n ** 60n })], 'STRUCT(a BIGINT)', [{ a: 2n ** 60n }]);
  await takes(
    [
      new Map([
        ['a', [1]],
        ['b', []],
      ]),
      new Map(),
      null,
    ],
    'MAP(VARCHAR, INTEGER[])',
  );
  await takes([new Map([[1, { at: new Date(5) }]])], 'MAP(INTEGER, STRUCT(at TIMESTAMP_MS))');
  await takes([Float32Array.of(0.5), Int16Array.of(1)], 'DOUBLE[]', [[0.5], [1]]);
  await takes([BigInt64Array.of(2n ** 60n)], 'BIGINT[]', [[2n ** 60n]]);
  await takes([Uint8Array.of(1, 2).buffer, Uint8Array.of(3)], 'BLOB', [Uint8Array.of(1, 2), Uint8Array.of(3)]);
  await takes([JSON.parse('{"__proto__": 1, "constructor": 2}')], 'STRUCT(__proto__ INTEGER, constructor INTEGER)');
  await takes([{ a: 1, A: 2 }], 'STRUCT(a INTEGER, A_1 INTEGER)', [{ a: 1, A_1: 2 }]);
});

test('accepts integers as numbers, bigints, or both', async () => {
  await takes([1, 2 ** 31 - 1, null], 'INTEGER');
  await takes([1, 2 ** 40], 'DOUBLE');
  await takes([2 ** 40, 2n ** 60n, 1], 'BIGINT', [BigInt(2 ** 40), 2n ** 60n, 1n]);
  await takes([2n ** 64n - 1n, 1], 'UBIGINT', [2n ** 64n - 1n, 1n]);
  await takes([2n ** 64n - 1n, -1n], 'DECIMAL(20,0)', [2n ** 64n - 1n, -1n]);
  await refuses(2n ** 64n, /18446744073709551616 in row 1/);
  await refuses([1, -(2n ** 63n) - 1n], /elements of column "v"/, /-9223372036854775809 in row 1/);
});

test('rejects values without a type, and names the row', async () => {
  await refuses({}, /only empty objects/, /row 1/);
  await refuses([{ a: {} }], /field "a" of elements of column "v"/, /row 1/);
  await refuses(new Set([1]), /a Set in row 1/);
  await refuses(new URL('http://localhost/'), /a URL in row 1/);
  await refuses(new Error('x'), /an Error in row 1/);
  await refuses(/x/, /a RegExp in row 1/);
  await refuses(Promise.resolve(1), /a Promise in row 1/);
  for (const boxed of [new Number(5), new String('x'), new Boolean(true)])
    await refuses(boxed, /(Number|String|Boolean) in row 1/);
  await refuses(Object.assign(new Point(), { toJSON: () => '2024-01-01' }), /a Point in row 1/);
  await refuses(new DataView(new ArrayBuffer(2)), /a DataView in row 1/);
  await refuses([[1], [new Date(5)]], /values of one type/, /a number in row 1 and a Date in row 1/);
  await refuses([new Date(NaN)], /an invalid Date in row 1/);
  await refuses([1, 'x'], /a number in row 1 and a string in row 1/);
  await refuses({ f: () => 1 }, /field "f" of column "v"/, /a function in row 1/);
  await refuses([Symbol('x')], /a symbol in row 1/);
  await refuses(new Map([[null, 1]]), /a key of null in row 1/);
  await refuses({ '': 1 }, /a field named "" in row 1/);
  const circle: unknown[] = [];
  circle.push(circle, circle);
  await refuses(circle, /an array that contains itself in row 1/);
  let deep: unknown = 1;
  for (let i = 0; i < 30; i++) deep = [deep];
  await refuses(deep, /nested at most 24 deep/, /row 1/);
  for (const row of [new Map([['a', 1]]), new Date(5), Uint8Array.of(1), [1], 'x', null])
    await assert.rejects(taken([{ v: 1 }, row]), /source\/bad-data.*in row 1/);
});

test('accepts column names that Object.prototype has', async () => {
  const rows = JSON.parse(
    '[{"__proto__": 1, "constructor": "Ferrari", "a": 1}, {"a": 2}, {"__proto__": null, "toString": "x"}]',
  ) as object[];
  assert.deepEqual(await taken(rows), {
    types: { ['__proto__']: 'INTEGER', constructor: 'VARCHAR', a: 'INTEGER', toString: 'VARCHAR' },
    rows: JSON.parse(
      '[{"__proto__": 1, "constructor": "Ferrari", "a": 1, "toString": null}, {"__proto__": null, "constructor": null, "a": 2, "toString": null}, {"__proto__": null, "constructor": null, "a": null, "toString": "x"}]',
    ),
  });
  const arrays = JSON.parse('{"__proto__": [1, 2], "valueOf": [3, 4]}') as object;
  assert.deepEqual(
    (await taken(arrays)).rows,
    JSON.parse('[{"__proto__": 1, "valueOf": 3}, {"__proto__": 2, "valueOf": 4}]'),
  );
  assert.deepEqual(
    (await taken([Object.assign(Object.create({ inherited: 7 }) as object, { own: 1 }), { own: 2 }])).rows,
    [
      { own: 1, inherited: 7 },
      { own: 2, inherited: null },
    ],
  );
  const name = page.defined({ data: rows });
  const relation = await page.catalog.open(name);
  assert.deepEqual(
    (await relation.columns(['"__proto__" + 1', 'constructor'])).map(({ rows: count }) => count),
    [3, 3],
  );
  assert.deepEqual(
    (await relation.row(0)).map(({ text }) => text),
    ['1', 'Ferrari', '1', null],
  );
});

test('accepts rows of an Arrow table', async () => {
  const table = tableFromArrays({ i: Int32Array.of(1, 2), s: ['a', 'b'] });
  assert.deepEqual((await taken(table.toArray())).rows, [
    { i: 1, s: 'a' },
    { i: 2, s: 'b' },
  ]);
});
