import { laneOf } from '../../src/engine/columns/column';
import { keyAt, valueOf } from '../../src/engine/columns/keys';
import { PikaError, type PikaErrorCode } from '../../src/engine/errors';
import { createCatalog } from '../../src/engine/source/catalog';
import type { ReadOptions } from '../../src/engine/source/files/read-options';
import type { FileSource, Relation, SourceColumn } from '../../src/engine/source/source';
import { tableFromIPC } from '@uwdata/flechette';

const FLIGHTS = '/data/flights-3m.parquet';

function equal(actual: unknown, expected: unknown, what = ''): void {
  const [a, b] = [actual, expected].map((value) =>
    JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner)),
  );
  if (a === b) return;
  console.log(`${what} expected ${b}, found ${a}`);
  throw new Error(`${what} expected ${b}, found ${a}`);
}

async function failure(work: Promise<unknown>, code: PikaErrorCode, ...patterns: RegExp[]): Promise<void> {
  const thrown = await work.then(
    () => 'an answer',
    (error: unknown) => error,
  );
  const found = thrown instanceof PikaError ? `${thrown.code} ${thrown.message}` : String(thrown);
  if (!(thrown instanceof PikaError) || thrown.code !== code) throw new Error(`expected ${code}, found ${found}`);
  for (const pattern of patterns)
    if (!pattern.test(thrown.message)) throw new Error(`expected ${pattern}, found ${found}`);
}

/** A column's values as plain ones: labels, numbers, null. */
function valuesOf({ pages, encoding, type }: SourceColumn): (number | string | null)[] {
  const lane = laneOf(encoding);
  return pages.flatMap(({ keys, rows }) =>
    Array.from({ length: rows }, (_, row) => {
      const key = keyAt(lane, keys, row);
      return key === null ? null : type.kind === 'category' ? type.labels[Number(key)]! : valueOf(encoding, key);
    }),
  );
}

async function gzipped(text: string | Blob): Promise<Blob> {
  return new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).blob();
}

describe('files of every format', () => {
  const catalog = createCatalog();
  const owner = {};
  let serial = 0;
  after(() => catalog.dispose());

  function open(src: FileSource | readonly FileSource[], read: ReadOptions = {}): Promise<Relation> {
    const name = `f${++serial}`;
    catalog.define({ name, src, read }, owner);
    return catalog.open(name);
  }

  async function table(
    src: FileSource | readonly FileSource[],
    read?: ReadOptions,
  ): Promise<Record<string, unknown[]>> {
    const relation = await open(src, read);
    const columns = await relation.columns(relation.fields.map(({ name }) => `"${name.replaceAll('"', '""')}"`));
    return Object.fromEntries(
      relation.fields.map(({ name, sqlType }, i) => [name, [sqlType, ...valuesOf(columns[i]!)]]),
    );
  }

  const CSV = 'name;size;day;late\nä;1,5;24.12.2024;true\nNA;;01.01.2025;false\n';
  const CSV_READ: ReadOptions = { delimiter: ';', decimalSeparator: ',', dateformat: '%d.%m.%Y', nullstr: 'NA' };
  // By default, DuckDB reads empty cells as NULL, but not if nullstr is set.
  const CSV_PLAIN = 'name,size,day,late\nä,1.5,2024-12-24,true\n,,2025-01-01,false\n';
  const CSV_TABLE = {
    name: ['VARCHAR', 'ä', null],
    size: ['DOUBLE', 1.5, null],
    day: ['DATE', 20081, 20089],
    late: ['BOOLEAN', 'true', 'false'],
  };

  it('reads CSV with detected options, from bytes, Blobs, URLs and gzip', async () => {
    for (const src of [
      new Blob([CSV_PLAIN]),
      new TextEncoder().encode(CSV_PLAIN),
      new TextEncoder().encode(CSV_PLAIN).buffer,
      URL.createObjectURL(new Blob([CSV_PLAIN])),
      await gzipped(CSV_PLAIN),
    ]) {
      equal(await table(src), CSV_TABLE);
    }
    equal(await table(new File([CSV_PLAIN.replaceAll(',', '\t')], 'x.tsv')), CSV_TABLE, 'tsv');
    equal(await table(new Blob(['1\t2\n3\t4\n']), { format: 'tsv', header: 'false' }), {
      column0: ['BIGINT', 1, 3],
      column1: ['BIGINT', 2, 4],
    });
  });

  it('reads real-world CSV: a BOM, semicolons, quoted newlines, CRLF, no newline at the end', async () => {
    equal(await table(new Blob(['\ufeffname;n\r\n"a; b";1\r\n"two\r\nlines";2\r\n"say ""hi""";3'])), {
      name: ['VARCHAR', 'a; b', 'two\r\nlines', 'say "hi"'],
      n: ['BIGINT', 1, 2, 3],
    });
    equal(await table(new Blob(['\ufeffday,n\n2024-02-29,1\n2024-03-01,2\n'])), {
      day: ['DATE', 19782, 19783],
      n: ['BIGINT', 1, 2],
    });
    equal(await table(new Blob(['a|b\n1|x\n2|y\n'])), { a: ['BIGINT', 1, 2], b: ['VARCHAR', 'x', 'y'] });
  });

  it('reads CSV with given options', async () => {
    equal(await table(new Blob([CSV.replace(';;', ';NA;')]), CSV_READ), CSV_TABLE);
    equal(await table(new Blob(["# made by hand\nname;a\n'x;y';1\n"]), { skip: '1', quote: "'", delimiter: ';' }), {
      name: ['VARCHAR', 'x;y'],
      a: ['BIGINT', 1],
    });
    await failure(open(new Blob([CSV]), { header: 'maybe' }), 'source/bad-option', /header="maybe"/, /true or false/);
    await failure(open(new Blob([CSV]), { delimiter: "'); DROP TABLE x" }), 'source/bad-option', /one character/);
    equal(Object.keys(await table(new Blob([CSV]), { nullstr: "') FROM x --", delimiter: ';' })), [
      'name',
      'size',
      'day',
      'late',
    ]);
    await failure(open(new Blob([CSV]), { format: 'xls' }), 'source/bad-option', /parquet, arrow, json/);
  });

  it('computes over CSV columns', async () => {
    catalog.define({ name: 'stocks', src: '/data/stocks.csv' }, owner);
    const stocks = await catalog.open('stocks');
    const [year, price] = await stocks.columns(["year(strptime(date, '%b %d %Y'))", 'price']);
    equal([year!.rows, price!.rows, stocks.rowCount], [560, 560, 560]);
    const sums = tableFromIPC(await catalog.sql('SELECT sum(price)::DOUBLE AS s, count(*)::DOUBLE AS n FROM stocks'));
    equal(
      [Math.round(100 * (valuesOf(price!) as number[]).reduce((a, b) => a + b, 0)), 560],
      [Math.round(100 * Number(sums.getChild('s').at(0))), sums.getChild('n').at(0)],
    );
  });

  it('reads JSON and NDJSON, and runs SQL over them', async () => {
    equal(await table(new Blob(['[{"a": 1, "b": "2024-12-24"}, {"a": null, "b": null}]'])), {
      a: ['BIGINT', 1, null],
      b: ['DATE', 20081, null],
    });
    equal(await table(await gzipped('{"a": 1.5}\n{"a": 2}\n')), { a: ['DOUBLE', 1.5, 2] });
    catalog.define({ name: 'movies', src: '/data/movies.json' }, owner);
    const [us] = await (await catalog.open('movies')).columns(['"US Gross" / 2']);
    equal([us!.rows, us!.type.kind], [3201, 'number']);
    const nested = await open(new Blob(['[{"constructor": {"x": [1, 2]}, "\\"; DROP TABLE movies; --": 1}]']));
    const [text, odd] = await nested.columns(['"constructor".x[2]', '"""; DROP TABLE movies; --" + 1']);
    equal([valuesOf(text!), valuesOf(odd!)], [[2], [2]]);
  });

  it('reads an Arrow file, and runs SQL over it', async () => {
    catalog.define({ name: 'arrow', src: '/data/flights-200k.arrow' }, owner);
    const relation = await catalog.open('arrow');
    const [delay, half] = await relation.columns(['delay', 'delay / 2']);
    equal(
      valuesOf(half!).slice(0, 1000),
      valuesOf(delay!)
        .slice(0, 1000)
        .map((value) => (value as number) / 2),
    );
    equal(
      Number(
        tableFromIPC(await catalog.sql('SELECT count(*) AS n FROM arrow'))
          .getChild('n')
          .at(0),
      ),
      relation.rowCount,
    );
  });

  it('combines several files into one table', async () => {
    const urls = [CSV_PLAIN, CSV_PLAIN].map((text) => URL.createObjectURL(new Blob([text])));
    equal((await table(urls.join(', '))).size, ['DOUBLE', 1.5, null, 1.5, null]);
    equal((await table(urls)).size, ['DOUBLE', 1.5, null, 1.5, null]);
    await failure(
      open([new Blob(['a,b\n1,2\n']), new File(['b,a,c\n1,2,3\n'], 'odd.csv')]),
      'source/bad-file',
      /column "c" in file "odd.csv"/,
    );
    await failure(
      open([new Blob(['a,b\n1,2\n']), new File(['[{"a":1}]'], 'odd.json')]),
      'source/bad-file',
      /"odd.json".*format/,
    );
    equal((await open(`${FLIGHTS} ${FLIGHTS}?again`)).rowCount, 6_000_000);
  });

  it('explains what is wrong with a text file, and reads the next', async () => {
    await failure(
      open(new File(['a,b\n1,2\n3,"4\n5,6\n'], 'x.csv'), { header: 'true', delimiter: ',', quote: '"' }),
      'source/bad-file',
      /file "x.csv" of query/,
    );
    await failure(
      open(new File([Uint8Array.of(0x61, 0x2c, 0x62, 10, 0xff, 0xfe, 0x2c, 0x31, 10)], 'x.csv')),
      'source/bad-file',
      /utf-?8|unicode|encod/i,
    );
    await failure(
      open(new Blob([Uint8Array.of(0xff, 0xfe, 0, 0, 0x61, 0, 0, 0)])),
      'source/unsupported-format',
      /UTF-32/,
    );
    equal(await table(new Blob(['a,a,"x""; DROP TABLE y; --",constructor\n1,2,3,4\n'])), {
      a: ['BIGINT', 1],
      a_1: ['BIGINT', 2],
      'x"; DROP TABLE y; --': ['BIGINT', 3],
      constructor: ['BIGINT', 4],
    });
    equal((await open(new Blob(['a,b\n']))).rowCount, 0);
    const cut = (await gzipped(CSV_PLAIN.repeat(100))).slice(0, 60);
    await failure(open(cut), 'source/bad-file', /gzip/);
    equal(await table(new Blob(['a\n1\n'])), { a: ['BIGINT', 1] });
  });
});
