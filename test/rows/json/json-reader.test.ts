import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JsonParser, WholeDecimal, type JsonValue } from '../../../src/engine/rows/json/json-parser';
import { Random } from '../../harness/random';
import { fileOf, service, valuesOf } from '../arrow-columns';

async function read(...texts: readonly string[]): Promise<Record<string, unknown>> {
  const file = fileOf('j', 'json', ...texts);
  const { fields } = await service.openFile(file);
  const columns = await service.columnsFromFile(
    file,
    fields.map(({ name }) => name),
  );
  return Object.fromEntries(fields.map(({ name, sqlType }, i) => [name, [sqlType, ...valuesOf(columns[i]!)]]));
}

test('infers types of JSON columns; missing names are NULL', async () => {
  const rows = [
    {
      i: 1,
      d: 1,
      b: true,
      t: 'x',
      mixed: 1,
      day: '2024-02-29',
      at: '2024-02-29 12:30',
      feb: '2024-02-31',
      nothing: null,
      big: 2 ** 60,
    },
    {
      i: -5,
      d: 0.5,
      b: false,
      t: 'y',
      mixed: 'one',
      day: '1969-12-31',
      at: '1969-12-31T23:59:59.999Z',
      feb: '2024-02-01',
      nothing: null,
      big: 1,
    },
    { late: 1 },
  ];
  const expected = {
    i: ['BIGINT', 1n, -5n, null],
    d: ['DOUBLE', 1, 0.5, null],
    b: ['BOOLEAN', 'true', 'false', null],
    t: ['VARCHAR', 'x', 'y', null],
    mixed: ['VARCHAR', '1', 'one', null],
    day: ['DATE', 19782n, -1n, null],
    at: ['TIMESTAMP', 1000n * BigInt(Date.UTC(2024, 1, 29, 12, 30)), -1000n, null],
    feb: ['VARCHAR', '2024-02-31', '2024-02-01', null],
    nothing: ['VARCHAR', null, null, null],
    big: ['BIGINT', 1152921504606847000n, 1n, null],
    late: ['BIGINT', null, null, 1n],
  };
  assert.deepEqual(await read(JSON.stringify(rows)), expected);
  assert.deepEqual(await read(`\ufeff${rows.map((row) => JSON.stringify(row)).join('\r\n')}\n\n`), expected, 'NDJSON');
  assert.deepEqual(
    await read(JSON.stringify(rows.slice(0, 1), null, 2), JSON.stringify(rows[1]), JSON.stringify(rows[2], null, 2)),
    expected,
    'several files',
  );
});

test('unusual names', async () => {
  assert.deepEqual(
    await read('[{"constructor": 1, "__proto__": 2, "\\"; DROP TABLE x; --": 3, "a": 4, "A": 5, "": 6}]'),
    {
      constructor: ['BIGINT', 1n],
      ['__proto__']: ['BIGINT', 2n],
      '"; DROP TABLE x; --': ['BIGINT', 3n],
      a: ['BIGINT', 4n],
      A_1: ['BIGINT', 5n],
      column5: ['BIGINT', 6n],
    },
  );
});

test('the error for JSON that is no table names the place', async () => {
  const cases: [string | Uint8Array<ArrayBuffer>, RegExp][] = [
    ['[1, 2]', /row 1 is a number/],
    ['[{"a": 1}, null]', /row 2 is null/],
    ['{"a": 1}\n[1]', /line 2 is an array/],
    ['{"a": 1}\n{"a": ', /line 2, column 7: /],
    ['[{"a": 1}', /JSON/],
    ['[]', /no rows/],
    ['[{}]', /rows without columns/],
    [Uint8Array.of(0x5b, 0x7b, 0x22, 0xff, 0xfe), /encoded data was not valid/],
    [`[{"a": ${'['.repeat(100_000)}${']'.repeat(100_000)}}]`, /stack/],
    ['['.repeat(100_000), /row 1|JSON|stack/i],
  ];
  for (const [text, pattern] of cases)
    await assert.rejects(
      service.openFile(fileOf('bad', 'json', text)),
      (thrown: Error) =>
        /source\/bad-file\] file "bad.json" of query "bad"/.test(thrown.message) && pattern.test(thrown.message),
    );
});

/** The value as JSON.parse returns it, without what only our parser preserves. */
function plain(value: JsonValue): unknown {
  if (value instanceof WholeDecimal) return value.value;
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(plain);
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]))
    : value;
}

function parsed(text: string, parse: (text: string) => unknown): { readonly value: unknown } | null {
  try {
    return { value: parse(text) };
  } catch {
    return null;
  }
}

test('the parser accepts and refuses the same texts as JSON.parse', () => {
  const random = new Random(14);
  const texts = ['', 'a', 'zürich "quoted"', '\\', '\n\t\u0001', '🐹', '__proto__', 'constructor', 'null', '1e5'];
  const make = (depth: number): unknown => {
    switch (random.integer(0, depth > 3 ? 5 : 8)) {
      case 0:
        return null;
      case 1:
        return random.next() < 0.5;
      case 2:
        return random.integer(-1000, 1000);
      case 3:
        return random.normal() * 10 ** random.integer(-30, 30);
      case 4:
        return random.pick(texts);
      case 5:
        return Array.from({ length: random.integer(0, 4) }, () => make(depth + 1));
      default:
        return Object.fromEntries(
          Array.from({ length: random.integer(0, 4) }, () => [random.pick(texts), make(depth + 1)]),
        );
    }
  };
  const own = (text: string): unknown => {
    const parser = new JsonParser(text);
    const value = parser.value();
    if (parser.peek() !== '') throw parser.error('the end');
    return plain(value);
  };
  for (let i = 0; i < 3000; i++) {
    const text = JSON.stringify(make(0), null, random.pick([0, 1, '\t']));
    assert.deepEqual(parsed(text, own), parsed(text, JSON.parse), text);
    const at = random.integer(0, text.length);
    const broken = `${text.slice(0, at)}${random.pick(['', ',', '"', '\\', '0', '-', '.', 'e', '{', ']', ' ', '\n', '\u000b'])}${text.slice(at + random.integer(0, 2))}`;
    // Only JavaScript keeps the sign of -0.
    if (!/-0(?![.\d])/.test(broken)) assert.deepEqual(parsed(broken, own), parsed(broken, JSON.parse), broken);
  }
});
