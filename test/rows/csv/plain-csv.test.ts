import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { PikaError } from '../../../src/engine/errors';
import { RowsService } from '../../../src/engine/rows/rows-service';
import { createCatalog } from '../../../src/engine/source/catalog';
import { nodeCatalog, type NodeCatalog } from '../../harness/node-catalog';
import { nodeDatabase } from '../../harness/node-database';
import { Random } from '../../harness/random';

/** A CSV file that is read without the database has the columns, types and values that DuckDB finds in it. */

let node: NodeCatalog;
const owner = {};
before(async () => void (node = await nodeCatalog()));
after(() => node.close());

async function isPlain(text: string, name = 'file.csv'): Promise<boolean> {
  const rows = new RowsService(() => import('parquet-wasm/node'));
  const parts = [{ name, data: new Blob([text]) }];
  const file = { key: 'k', format: 'csv', parts, query: 'q', isTsv: name.endsWith('.tsv') } as const;
  return rows.openFile(file).then(
    () => true,
    ({ code }: PikaError) => {
      assert.equal(code, 'source/unsupported-format');
      return false;
    },
  );
}

/** Reads a plain file in both ways. */
async function compare(text: string, name = 'file.csv'): Promise<void> {
  const src = new File([text], name);
  node.catalog.define({ name: 'ours', src }, owner);
  // An attribute, which here says what is the case anyway, has the database read the file.
  node.catalog.define({ name: 'theirs', src, read: { strictMode: 'true' } }, owner);
  const [ours, theirs] = [await node.catalog.open('ours'), await node.catalog.open('theirs')];
  assert.deepEqual([ours.fields, ours.rowCount], [theirs.fields, theirs.rowCount], text.slice(0, 500));
  assert.deepEqual(theirs.notes, []);
  const list = ours.fields.map((field) => `"${field.name}"::VARCHAR AS "${field.name}"`).join(', ');
  const textsOf = async (query: string): Promise<string> => {
    node.catalog.define({ name: 'texts', sql: `SELECT ${list} FROM ${query}` }, owner);
    return node.results.toCSV('texts');
  };
  assert.equal(await textsOf('ours'), await textsOf('theirs'), text.slice(0, 500));
  const number = ours.rowCount - 1;
  assert.deepEqual(await ours.row(number), await theirs.row(number));
}

const random = new Random(20261201);
const below = (n: number): number => random.integer(0, n);
const oneOf = <T>(list: readonly T[]): T => list[below(list.length)]!;
const digits = (): string => String(below(10 ** (1 + below(6))));

/** Cells that are mostly plain. */
const USUAL: readonly (() => string)[] = [
  () => `${oneOf(['', '-'])}${below(10 ** (1 + below(9)))}`,
  () => `${oneOf(['', '-'])}${oneOf(['1', '9'])}${'0123456789012345678'.slice(0, below(18))}`,
  () => (below(1e6) / 1000 - 500).toFixed(below(6)),
  () => `${below(99)}.${digits()}${digits()}${digits()}${digits()}`,
  () => `${below(9)}.${digits()}${oneOf(['e', 'E'])}${oneOf(['', '-'])}${below(100)}`,
  () => `${1000 + below(9000)}-${oneOf(['01', '10', '12'])}-${10 + below(19)}`,
  () => `2024-0${1 + below(9)}-1${below(10)}${oneOf([' ', 'T'])}0${below(10)}:${10 + below(50)}:5${below(10)}`,
  () => `1969-12-31 23:59:59.${String(below(1e6)).slice(0, 1 + below(6))}`,
  () => oneOf(['true', 'false']),
  () => oneOf(['red', 'green', 'dark blue', "it's", 'A12', 'x', 'NA', 'Ünder', '中文', 'e5', 'May 5', '']),
  () => oneOf(['a', 'b', 'c', 'd']),
  () => `"${oneOf(['a, b', 'c', ',,', 'x y'])}"`,
];
/** Cells that other types may hold, or that change how a file is split. */
const ODD: readonly (() => string)[] = [
  () => `0${below(9999)}`,
  () => `+${below(99)}`,
  () => ` ${below(99)}`,
  () => `.${below(9)}`,
  () => `${below(9)}.`,
  () => `${below(99)}%`,
  () => `$${below(99)}`,
  () => `1_${below(999)}`,
  () => `(${below(99)})`,
  () => `0x${below(99)}`,
  () => `1${'0'.repeat(18 + below(22))}`,
  () => `1.0e${100 + below(400)}`,
  () => `1e${below(9)}`,
  () => `1${below(10)}:30`,
  () => `1${below(10)}:30:00`,
  () => `${1 + below(12)}/${1 + below(28)}/2024`,
  () => `${1 + below(28)}.12.2024`,
  () => `2024-${10 + below(10)}`,
  () => `2024-02-${28 + below(4)}`,
  () => '2024-01-05T10:00:00Z',
  () => oneOf(['2024-01-05', '2024-01-05 10:00:00']),
  () => oneOf(['t', 'f']),
  () => oneOf(['yes', 'no']),
  () => oneOf(['True', 'FALSE', 'true']),
  () => oneOf(['nan', 'inf', '1.5']),
  () => oneOf(['epoch', 'now', 'today']),
  () => oneOf(['12', 'abc', '2024-01-01']),
  () => oneOf(['N/A', '5', '7']),
  () => oneOf(['-', '5', '7']),
  () => oneOf([' a', 'b ', 'c']),
  () => oneOf(['#5', 'no 5']),
  () => oneOf(['a;b', 'c;d']),
  () => 'a|b',
  () => 'a\tb',
  () => 'a\\b',
  () => oneOf(["'a'", "b'"]),
  () => `"${below(99)}"`,
  () => '""',
  () => '"a ""b"""',
  () => '"a\nb"',
  () => 'a"b',
  () => '{a}',
  () => '*',
];
const NAMES = [
  'id',
  'a b',
  'date',
  'größe',
  'price ($)',
  '_x',
  'e1',
  'true',
  '1st',
  'total%',
  'now',
  'y',
  '"x"',
  '',
  'x ',
];

function randomFile(): string {
  const columns = 2 + below(5);
  const cells = Array.from({ length: columns }, () => oneOf(below(12) === 0 ? ODD : USUAL));
  const nulls = cells.map(() => oneOf([0, 0, 0, 0.2, 0.9]));
  const names = cells.map((_, i) => (below(12) === 0 ? `${oneOf(NAMES)}${i === 0 ? '' : i}` : `column_${i + 1}`));
  const lines = Array.from({ length: oneOf([1, 2, 3, 5, 20, 60]) }, () =>
    cells.map((cell, i) => (random.next() < nulls[i]! ? '' : cell())).join(','),
  );
  const lineEnd = oneOf(['\n', '\n', '\r\n']);
  return [names.join(','), ...lines].join(lineEnd) + oneOf(['', lineEnd, lineEnd]);
}

describe('CSV files without the database', () => {
  it('are read as DuckDB reads them: hundreds of random files', async () => {
    let plain = 0;
    for (let i = 0; i < 400; i++) {
      const text = randomFile();
      if (!(await isPlain(text))) continue;
      plain++;
      await compare(text);
    }
    assert.ok(plain > 100, `only ${plain} are plain`);
  });

  const usual: readonly (readonly [what: string, text: string, name?: string])[] = [
    ['of one row', 'name,value\na,1\n'],
    ['with CRLF, and none at the end', 'name,value\r\na,1\r\n,2'],
    ['with quoted text', 'name,value\n"a, b",1\n"c",2\n'],
    ['with quoted names', '"name","value"\na,1\n'],
    ['of dates, times and booleans', 'day,at,flag\n2024-02-29,2024-02-29T23:59:59.5,true\n,,\n'],
    ['with a column without values', 'name,value,nothing\na,1,\nb,2,\n'],
    ['with text that begins as a number', 'name,value\na,1\n12 b,2\n'],
    ['with a byte order mark', '\ufeffname,value\na,1\n'],
    ['with tabs', 'name\tvalue\na, b; c\t1\n', 'file.tsv'],
    [
      'of integers at the ends of the range',
      'name,value\na,-999999999999999999\nb,999999999999999999\nc,-1\nd,4294967296\n',
    ],
    ['of numbers that need all digits', 'name,value\na,0.1\nb,123456789.123456789\nc,-0.0\nd,9007199254740993.0\n'],
    ['of more rows than a group', `name,value\n${'a,1\nb,\n'.repeat(40_000)}c,3\n`],
  ];
  for (const [what, text, name] of usual)
    it(`${what}, are read without it`, async () => {
      assert.ok(await isPlain(text, name));
      await compare(text, name);
    });

  const first = 'a,1\n'.repeat(20_480);
  const odd: readonly (readonly [what: string, text: string])[] = [
    ['of one column', 'value\n1\n'],
    ['of text alone', 'name,other\na,b\n'],
    ['without names', '1,2\n3,4\n'],
    ['with a name that two columns have', 'a,A\n1,2\n'],
    ['with an empty line', 'name,value\na,1\n\nb,2\n'],
    ['with a short line', 'name,value\na,1\nb\n'],
    ['with a long line', 'name,value\na,1\nb,2,3\n'],
    ['with mixed line ends', 'name,value\r\na,1\nb,2\r\n'],
    ['whose later rows make a number text', `name,value\n${first}b,c\n`],
    ['whose later rows have a leading zero', `name,value\n${first}b,01\n`],
    ['that a first line introduces', 'sep=,\nname,value\na,1\n'],
  ];
  for (const [what, text] of odd) it(`${what}, are left to it`, async () => assert.equal(await isPlain(text), false));

  it('whose later rows have other types, are read as it reads them', async () => {
    for (const late of ['b,1.5\n', 'b,\n', `b,${'9'.repeat(18)}\n`]) {
      assert.ok(await isPlain(`name,value\n${first}${late}`));
      await compare(`name,value\n${first}${late}`);
    }
    await compare(`name,value\n${'a,\n'.repeat(20_480)}b,7\n`);
  });

  it('are read with it where the worker of rows does not start', async () => {
    const rows = new RowsService(() => import('parquet-wasm/node'));
    rows.openFile = () => Promise.reject(new Error('no worker'));
    const database = await nodeDatabase();
    const catalog = createCatalog({ database: database.forEngine(), rows });
    catalog.define({ name: 'q', src: new File(['name,value\na,1\nb,2\n'], 'file.csv') }, owner);
    assert.equal((await catalog.open('q')).rowCount, 2);
    catalog.dispose();
    database.close();
  });

  it('that are not UTF-8 are left to it', async () => {
    const rows = new RowsService(() => import('parquet-wasm/node'));
    const data = new Blob([Uint8Array.from(Buffer.from('name,value\nf\xfcr,1\n', 'latin1'))]);
    const file = { key: 'k', format: 'csv', parts: [{ name: 'a.csv', data }], query: 'q' } as const;
    await assert.rejects(rows.openFile(file), { code: 'source/unsupported-format' });
  });
});
