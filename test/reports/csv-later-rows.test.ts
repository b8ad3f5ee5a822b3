/// <reference types="node" />
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { csvReader, longColumn, SNIFFED_ROWS } from './csv-files';

const ours = await csvReader();
after(() => ours.close());

interface Expected {
  readonly type: string;
  readonly last: readonly (string | null)[];
  readonly note?: RegExp;
}

/**
 * Rows after the 20,480 from which DuckDB detects types. The comments are the values that it would read without
 * checking these rows.
 */
const COLUMNS: Readonly<
  Record<string, { readonly value: (row: number) => string; readonly last: readonly string[] } & Expected>
> = {
  'a word': {
    value: String,
    last: ['n/a', '7'],
    type: 'VARCHAR',
    /* an error */ note: /^column "v" is text, because "n\/a" follows values that are BIGINT: nullstr=",n\/a" reads it as NULL$/,
  },
  'a word with a comma': {
    value: String,
    last: ['"no, thanks"'],
    type: 'VARCHAR',
    note: /"no, thanks" follows.*try_cast\("v" AS BIGINT\) in SQL/,
  },
  'many words': {
    value: String,
    last: ['a', 'b', 'c', 'd', 'e'],
    type: 'VARCHAR',
    note: /try_cast\("v" AS BIGINT\) in SQL/,
  },
  'the header again': { value: String, last: ['v', '1'], type: 'VARCHAR', note: /the header is repeated/ },
  'a fraction': { value: String, last: ['1.5'], type: 'DOUBLE' }, // 2
  'a power of ten': { value: String, last: ['15e-1'], type: 'DOUBLE' }, // 2
  'leading zeros': {
    value: (row) => String(10_000 + row),
    last: ['01234'],
    type: 'VARCHAR',
    note: /"01234" follows values that are BIGINT: types="v: BIGINT"/,
  }, // 1234
  'a decimal comma': {
    value: (row) => `"${row}"`,
    last: ['"1,5"'],
    type: 'VARCHAR',
    note: /decimal-separator="," reads such values/,
  },
  'thousands': { value: String, last: ['"1,234,567"'], type: 'VARCHAR', note: /thousands="," reads such values/ },
  'a time of day': { value: () => '2024-01-02', last: ['2024-01-03 12:34:56'], type: 'TIMESTAMP' }, // 2024-01-03
  'the month first': {
    value: () => '01/02/2024',
    last: ['01/13/2024'],
    type: 'VARCHAR',
    note: /dateformat="%m\/%d\/%Y" reads such values/,
  },
  'numbers after nothing': { value: () => '""', last: ['5', '6'], type: 'BIGINT' }, // VARCHAR
  'beyond signed 64 bits': { value: String, last: ['9223372036854775809', '9223372036854775811'], type: 'UBIGINT' }, // an error
  'beyond 64 bits': { value: (row) => String(-row), last: ['18446744073709551617'], type: 'HUGEINT' },
};
const WRITTEN: Readonly<Record<string, readonly (string | null)[]>> = {
  'a power of ten': ['1.5'],
  'a time of day': ['2024-01-03 12:34:56'],
};

for (const [what, { value, last, type, note }] of Object.entries(COLUMNS)) {
  test(`detects the type of a CSV column from all its rows: ${what}`, async () => {
    const { fields, rows, notes } = await ours.read(longColumn(value, last));
    assert.deepEqual(fields, [{ name: 'v', sqlType: type }]);
    assert.equal(rows.length, SNIFFED_ROWS + 2048 + last.length);
    assert.deepEqual(rows.slice(-last.length).flat(), WRITTEN[what] ?? last.map((text) => text.replaceAll('"', '')));
    assert.equal(notes.length, note ? 1 : 0, JSON.stringify(notes));
    if (note) assert.match(notes[0]!.text, note);
  });
}

test('reads a CSV file whose first quotation mark comes late', async () => {
  const { fields, rows, notes } = await ours.read(longColumn((row) => `${row},x`, ['1,"a,b"'], 'v,w'));
  assert.deepEqual(
    fields.map(({ sqlType }) => sqlType),
    ['BIGINT', 'VARCHAR'],
  );
  assert.deepEqual([rows.at(-1), notes], [['1', 'a,b'], []]);
});

test('removes late quotation marks in a file with one column', async () => {
  const { rows } = await ours.read(longColumn(() => 'x', ['"y"', '"say ""hi"""', '"a, b"', '5" pipe']));
  assert.deepEqual(rows.slice(-4).flat(), ['y', 'say "hi"', 'a, b', '5" pipe']);
  assert.deepEqual(
    (await ours.read(longColumn(() => 'x', ['"5" pipe', 'z']))).rows.slice(-2).flat(),
    ['"5" pipe', 'z'],
    "unless they can't be quotes",
  );
});

test('considers later rows also without a header and in one of several files', async () => {
  const bare = longColumn(String, ['2.5']).replace('v\n', '');
  assert.deepEqual((await ours.read(bare)).fields, [{ name: 'column0', sqlType: 'DOUBLE' }]);
  const { fields, rows } = await ours.read({
    'a.csv': longColumn(String, ['1']),
    'b.csv': longColumn(String, ['2.5']),
  });
  assert.deepEqual([fields, rows.at(-1)], [[{ name: 'v', sqlType: 'DOUBLE' }], ['2.5']]);
});

test('reads integers beyond a signed 64-bit integer exactly in a short file too', async () => {
  const { fields, rows } = await ours.read('id,x\n18446744073709551615,1\n18446744073709551614,2.5\n');
  assert.deepEqual(
    [fields, rows],
    [
      [
        { name: 'id', sqlType: 'UBIGINT' },
        { name: 'x', sqlType: 'DOUBLE' },
      ],
      [
        ['18446744073709551615', '1.0'],
        ['18446744073709551614', '2.5'],
      ],
    ],
  );
});

test("keeps the author's types", async () => {
  const content = longColumn(String, ['1.5']);
  assert.deepEqual((await ours.read(content, { types: 'v: BIGINT' })).rows.at(-1), ['2']);
  assert.deepEqual((await ours.read(content, { sampleSize: '100' })).rows.at(-1), ['2']);
  assert.deepEqual((await ours.read(content, { sampleSize: 'all' })).rows.at(-1), ['1.5']);
  assert.deepEqual((await ours.read(content, { types: 'V: DECIMAL(10, 2)' })).rows.at(-1), ['1.50']);
  await assert.rejects(
    ours.read(longColumn(String, ['n/a']), { types: 'v: BIGINT' }),
    /"n\/a" in line 22,530, column "v", which can't be read as BIGINT/,
  );
});
