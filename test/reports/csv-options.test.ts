/// <reference types="node" />
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { ReadOptions } from '../../src/engine/source/files/read-options';
import { csvReader, longColumn, type CsvContent } from './csv-files';

const ours = await csvReader();
after(() => ours.close());

/** `name:TYPE` for each column, then the rows. */
async function read(content: CsvContent, options?: ReadOptions): Promise<unknown[]> {
  const { fields, rows } = await ours.read(content, options);
  return [fields.map(({ name, sqlType }) => `${name}:${sqlType}`).join(' '), ...rows];
}

async function refused(
  content: CsvContent,
  options: ReadOptions,
  code: string,
  ...patterns: readonly RegExp[]
): Promise<void> {
  const thrown = await ours.read(content, options).then(
    () => 'rows',
    (error: unknown) => String(error),
  );
  for (const pattern of [new RegExp(`pika source/${code}\\]`), ...patterns]) assert.match(thrown, pattern);
}

function utf16(text: string, bigEndian = false): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(2 * text.length);
  for (let i = 0; i < text.length; i++) new DataView(bytes.buffer).setUint16(2 * i, text.charCodeAt(i), !bigEndian);
  return bytes;
}

const PAIR = 'a,b\n1,2\n3,4\n';

test('reads text in other encodings, and detects UTF-16 by its byte order mark', async () => {
  const rows = ['a:VARCHAR b:BIGINT', ['ü', '1']];
  const latin = Uint8Array.from('a,b\nü,1\n', (character) => character.charCodeAt(0));
  for (const encoding of ['latin-1', 'latin1', 'ISO-8859-1', 'windows-1252', 'cp1252'])
    assert.deepEqual(await read(latin, { encoding }), rows, encoding);
  for (const bigEndian of [false, true]) {
    const text = utf16('\ufeffa,b\r\nü,1\r\n', bigEndian);
    assert.deepEqual(await read(text), rows);
    assert.deepEqual(await read(text, { encoding: 'utf-16' }), rows);
  }
  assert.deepEqual(await read(utf16('a,b\nü,1\n'), { encoding: 'utf-16' }), rows);
  assert.deepEqual(await read(utf16('a,b\nü,1\n', true), { encoding: 'utf-16be' }), rows);
  assert.deepEqual(await read(Uint8Array.of(0x61, 10, 0x93, 0xfa, 0x96, 0x7b, 10), { encoding: 'shift_jis' }), [
    'a:VARCHAR',
    ['日本'],
  ]);
  assert.deepEqual(await read('a,b\nü,1\n', { encoding: 'utf-8' }), rows);
  // Characters straddle the boundaries of parts.
  const long = `v\n${'日本€😀'.repeat(40_000)}\n`;
  assert.deepEqual(await read(utf16(long), { encoding: 'utf-16le', maxLineSize: '10000000' }), [
    'v:VARCHAR',
    [long.slice(2, -1)],
  ]);
  await refused(PAIR, { encoding: 'klingon' }, 'bad-option', /encoding="klingon"/, /windows-1250 to -1258/);
  await refused(utf16('a,b\nü,1\n'), {}, 'bad-file', /encoding="utf-16le"/);
  await refused(latin, {}, 'bad-file', /file "x.csv"/, /not UTF-8, in line 2/, /encoding="windows-1252"/);
  await refused(
    Uint8Array.of(0x61, 10, 0xff, 0xff, 10),
    { encoding: 'shift_jis' },
    'bad-file',
    /expected text in shift_jis/,
  );
});

test('accepts any delimiter: control characters, other letters, several characters', async () => {
  const rows = ['a:BIGINT b:VARCHAR', ['1', 'x'], ['2', 'y']];
  for (const [delimiter, between] of [
    ['\\t', '\t'],
    ['\t', '\t'],
    ['\\x01', '\x01'],
    ['\x01', '\x01'],
    ['\\001', '\x01'],
    ['\\u001f', '\x1f'],
    ['\\x7f', '\x7f'],
    ['§', '§'],
    ['||', '||'],
    ['~', '~'],
    [' ', ' '],
    ['^', '^'],
    [':', ':'],
    ['\\', '\\'],
    ["'", "'"],
  ] as const) {
    assert.deepEqual(
      await read(`a,b\n1,x\n2,y\n`.replaceAll(',', between), { delimiter }),
      rows,
      JSON.stringify(delimiter),
    );
  }
  for (const delimiter of ['', '\\n', '\n', 'abcde', '\\x00', '\0', "'); DROP TABLE x"])
    await refused(PAIR, { delimiter }, 'bad-option', /one character/);
  await refused('a\x01b\n1\x01x\n', {}, 'bad-file', /delimiter="\\x01"/);
  assert.deepEqual(await read('sep=;\r\na;b\r\n1;x\r\n2;y\r\n'), rows, "Excel's separator line");
});

test('reads numbers with thousands separators and decimal commas, and strings that mean NULL', async () => {
  assert.deepEqual(await read('v,w\n"1,234",x\n"5,678,901",y\n', { thousands: ',' }), [
    'v:BIGINT w:VARCHAR',
    ['1234', 'x'],
    ['5678901', 'y'],
  ]);
  assert.deepEqual(await read('v;w\n1.234,56;x\n7,5;y\n', { thousands: '.', decimalSeparator: ',' }), [
    'v:DOUBLE w:VARCHAR',
    ['1234.56', 'x'],
    ['7.5', 'y'],
  ]);
  assert.deepEqual(await read('v\n1 234\n5 678\n', { thousands: ' ', delimiter: ',' }), [
    'v:BIGINT',
    ['1234'],
    ['5678'],
  ]);
  await refused(PAIR, { thousands: '.' }, 'bad-option', /a character other than the decimal separator/);
  await refused(PAIR, { decimalSeparator: ';' }, 'bad-option', /a point or a comma/);
  const words = 'a,b\n1,x\nNA,-\n,y\n';
  // As in DuckDB, an empty value means NULL only if nullstr is not set.
  assert.deepEqual(await read(words, { nullstr: 'NA' }), ['a:VARCHAR b:VARCHAR', ['1', 'x'], [null, '-'], ['', 'y']]);
  for (const nullstr of [',NA,-', ', NA, -', '["", "NA", "-"]'])
    assert.deepEqual(await read(words, { nullstr }), ['a:BIGINT b:VARCHAR', ['1', 'x'], [null, null], [null, 'y']]);
  assert.deepEqual(await read('a;b\n x, y;1\nz;2\n', { nullstr: '[" x, y"]', delimiter: ';' }), [
    'a:VARCHAR b:BIGINT',
    [null, '1'],
    ['z', '2'],
  ]);
  await refused(PAIR, { nullstr: '[1]' }, 'bad-option', /JSON array of strings/);
});

test('reads given types of columns, or all columns as text', async () => {
  assert.deepEqual(await read(PAIR, { types: 'a: VARCHAR, B: DECIMAL(10, 2)' }), [
    'a:VARCHAR b:DECIMAL(10,2)',
    ['1', '2.00'],
    ['3', '4.00'],
  ]);
  assert.deepEqual(await read(PAIR, { types: '{"a": "UTINYINT"}' }), ['a:UTINYINT b:BIGINT', ['1', '2'], ['3', '4']]);
  assert.deepEqual(await read('"a, b",c:d\n1,2\n', { types: '"a, b": VARCHAR, "c:d": DOUBLE' }), [
    'a, b:VARCHAR c:d:DOUBLE',
    ['1', '2.0'],
  ]);
  for (const allVarchar of ['', 'true'])
    assert.deepEqual(await read(PAIR, { allVarchar, types: 'a: TINYINT' }), [
      'a:TINYINT b:VARCHAR',
      ['1', '2'],
      ['3', '4'],
    ]);
  await refused(PAIR, { types: 'zip: VARCHAR' }, 'bad-option', /The file has no "zip"/);
  await refused(PAIR, { types: 'a: NUMBER' }, 'bad-option', /"NUMBER" is not one: write for example BIGINT/);
  for (const types of ['a VARCHAR', 'a:', ': VARCHAR', '', '{', '{"a": 1}'])
    await refused(PAIR, { types }, 'bad-option', /zip: VARCHAR/);
  await refused(PAIR, { types: "a: VARCHAR'}) FROM x --" }, 'bad-option', /is not one/);
  assert.deepEqual(await read('t\n02.01.2024 15:04\n', { timestampformat: '%d.%m.%Y %H:%M' }), [
    't:TIMESTAMP',
    ['2024-01-02 15:04:00'],
  ]);
  await refused(
    't\n02.01.2024 15:04\n',
    { timestampformat: '%Q' },
    'bad-option',
    /timestampformat="%Q"/,
    /Unrecognized format/,
  );
  await refused(PAIR, { sampleSize: 'some' }, 'bad-option', /sample-size="some"/);
});

test('reads lines that are not valid CSV if options allow it', async () => {
  assert.deepEqual(await read('a,b,c\n1,2,3\n4,5\n', { nullPadding: 'true' }), [
    'a:BIGINT b:BIGINT c:BIGINT',
    ['1', '2', '3'],
    ['4', '5', null],
  ]);
  assert.deepEqual(await read('a,b\r\n1,2\n3,4\r\n', { strictMode: 'false' }), [
    'a:BIGINT b:BIGINT',
    ['1', '2'],
    ['3', '4'],
  ]);
  assert.deepEqual(await read('a,b\n1,2\n% no\n3,4\n', { comment: '%' }), [
    'a:BIGINT b:BIGINT',
    ['1', '2'],
    ['3', '4'],
  ]);
  assert.deepEqual(await read('a,b\n1,"x|"y"\n', { escape: '|', quote: '"' }), ['a:BIGINT b:VARCHAR', ['1', 'x"y']]);
  const [, row] = await read(`a,b\n1,${'x'.repeat(2_100_000)}\n`, { maxLineSize: '3000000' });
  assert.equal((row as string[])[1]!.length, 2_100_000);
});

test('errors name the file, line, column and value, and an attribute that reads it', async () => {
  const long = longColumn((row) => `${row},x`, ['1,y', '1,2,3'], 'v,w');
  await refused(
    long,
    {},
    'bad-file',
    /file "x.csv" of query/,
    /3 values where there are 2 columns, in line 22,531: 1,2,3/,
    /quote values that contain the delimiter/,
  );
  await refused(
    long.replace('1,2,3', '7'),
    {},
    'bad-file',
    /1 value where there are 2 columns, in line 22,531: 7/,
    /null-padding="true"/,
  );
  await refused(
    'a,b\n1,x\nNA,y\n',
    { types: 'a: INTEGER' },
    'bad-file',
    /"NA" in line 3, column "a", which can't be read as INTEGER/,
    /nullstr=",NA"/,
    /types="a: VARCHAR"/,
  );
  await refused(
    'd\n2024-01-02\nsoon\n',
    { types: 'd: DATE' },
    'bad-file',
    /"soon" in line 3, column "d", which can't be read as DATE/,
    /dateformat="%d\.%m\.%Y"/,
  );
  await refused('a,b\r\n1,2\n3,4\r\n', {}, 'bad-file', /strict-mode="false"/);
  await refused(
    `a,b\n1,${'x'.repeat(2_100_000)}\n`,
    {},
    'bad-file',
    /a line of 2,1\d\d,\d{3} bytes/,
    /max-line-size="10000000"/,
  );
  const two = { 'good.csv': PAIR, 'bad.csv': Uint8Array.of(0x61, 0x2c, 0x62, 10, 0xfc, 0x2c, 10) };
  await assert.rejects(ours.read(two), /file "bad.csv".*not UTF-8/);
  await assert.rejects(
    ours.read({ 'good.csv': PAIR, 'bad.csv': 'a,b\n1,x\nq,y\n' }, { types: 'a: INTEGER' }),
    /file "bad.csv".*"q" in line 3, column "a"/,
  );
  await refused(PAIR, { delimiter: '"' }, 'bad-option', /delimiter/);
});

test('notes report data that is valid but easily misread', async () => {
  const notes = async (content: string, options?: ReadOptions): Promise<string> =>
    (await ours.read(content, options)).notes.map(({ text }) => text).join('; ');
  assert.match(
    await notes('d\n01/02/2024\n03/04/2024\n'),
    /"01\/02\/2024" was read with the day first; dateformat="%m\/%d\/%Y" reads the month first/,
  );
  assert.match(
    await notes('d\n05-06-2024 10:00:00\n'),
    /was read with the day first; timestampformat="%m-%d-%Y %H:%M:%S"/,
  );
  for (const unambiguous of [
    'd\n13/02/2024\n',
    'd\n02/13/2024\n',
    'd\n2024-01-02\n',
    'd\n01.02.2024\n',
    'd\n03/03/2024\n',
  ])
    assert.equal(await notes(unambiguous), '', unambiguous);
  assert.equal(await notes('d\n01/02/2024\n', { dateformat: '%m/%d/%Y' }), '');
  assert.match(
    await notes('d\n01/02/2024\n', { dateformat: '%d.%m.%Y' }),
    /dateformat="%d\.%m\.%Y" fits no column: "d" is VARCHAR/,
  );
  assert.match(await notes('a,b,c\n1,2,3\n4,5\n'), /only one column was found, "a,b,c".*null-padding="true"/);
});
