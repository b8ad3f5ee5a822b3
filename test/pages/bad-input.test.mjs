/**
 * Bad input of real pages: the element shows what is wrong and what to do, the engine survives, and the next file is
 * drawn.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import { after, before, describe, it } from 'node:test';
import { openBrowser } from './page.mjs';

const stored = (name) => readFileSync(new URL(`../rows/files/${name}`, import.meta.url));
const PARQUET = stored('snappy.parquet');
const ARROW = stored('pyarrow-lz4.feather');
const CSV = Buffer.from('d,word\n1,a\n2,b\n3,c\n');
const JSON_ROWS = Buffer.from('[{"d": 1}, {"d": 2}]');

const flippedFrom = (bytes, from, to) => {
  const hurt = Buffer.from(bytes);
  for (let at = from; at < to; at += 7) hurt[at] ^= 0x55;
  return hurt;
};
const flipped = (bytes) => flippedFrom(bytes, bytes.length - 200, bytes.length - 20);
/** Start of the footer's own structures. Its end holds an Arrow schema, which is not needed to read the values. */
const PARQUET_FOOTER = PARQUET.length - 8 - PARQUET.readUInt32LE(PARQUET.length - 8);

/** Path → body, on another origin. `null` sends nothing; a function handles the response. */
const FILES = {
  '/good.parquet': PARQUET,
  '/good.feather': ARROW,
  '/good.csv': CSV,
  '/good.json': JSON_ROWS,
  '/cut.parquet': PARQUET.subarray(0, 5000),
  '/flipped.parquet': flippedFrom(PARQUET, PARQUET_FOOTER, PARQUET_FOOTER + 100),
  '/flipped-hint.parquet': flipped(PARQUET),
  '/cut.feather': ARROW.subarray(0, 5000),
  '/flipped.feather': flipped(ARROW),
  '/cut.json': JSON_ROWS.subarray(0, 15),
  '/flipped.json': Buffer.from('[{"d": 1}, {"d"; 2}]'),
  '/cut.csv.gz': gzipSync(CSV).subarray(0, 20),
  '/flipped.csv': Buffer.concat([CSV, Buffer.from([0xff, 0xfe, 0x2c, 0x0a])]),
  '/empty.csv': Buffer.alloc(0),
  '/empty.json': Buffer.from('[]'),
  '/no-rows.csv': Buffer.from('d,word\n'),
  '/page.parquet': Buffer.from('<!doctype html><p>Please log in'),
  '/silent.csv': null,
  '/stalls.csv': (response) =>
    response.writeHead(200, { 'Content-Length': 5_000_000_000, 'Access-Control-Allow-Origin': '*' }).write('d\n1\n'),
  '/claims.csv': (response) =>
    response
      .writeHead(200, { 'Content-Length': 5_000_000_000, 'Access-Control-Allow-Origin': '*' })
      .write('d\n1\n', () => response.destroy()),
  '/no-cors.csv': (response) => response.writeHead(200).end(CSV),
};

/** [attributes, message of the plot]; `twin` is the good file opened right after. */
const CASES = [
  [
    'a truncated Parquet file',
    { src: '/cut.parquet' },
    /cut\.parquet.*starts and ends with.*incomplete.*source\/bad-file/,
    '/good.parquet',
  ],
  ['a flipped Parquet file', { src: '/flipped.parquet' }, /flipped\.parquet.*source\/bad-file/, '/good.parquet'],
  ['a truncated Arrow file', { src: '/cut.feather' }, /cut\.feather.*source\/bad-file/, '/good.feather'],
  ['a flipped Arrow file', { src: '/flipped.feather' }, /flipped\.feather.*source\/bad-file/, '/good.feather'],
  ['truncated JSON', { src: '/cut.json' }, /cut\.json.*Correct the file there.*source\/bad-file/, '/good.json'],
  ['flipped JSON', { src: '/flipped.json' }, /flipped\.json.*source\/bad-file/, '/good.json'],
  ['truncated gzip', { src: '/cut.csv.gz' }, /cut\.csv\.gz.*do not decompress.*source\/bad-file/, '/good.csv'],
  ['CSV that is not UTF-8', { src: '/flipped.csv' }, /flipped\.csv.*source\/bad-file/, '/good.csv'],
  ['an empty file', { src: '/empty.csv' }, /empty\.csv.*an empty file \(0 bytes\).*source\/bad-file/, '/good.csv'],
  ['JSON without rows', { src: '/empty.json' }, /empty\.json.*no rows.*source\/bad-file/, '/good.json'],
  ['CSV with a header only', { src: '/no-rows.csv' }, /No rows to show/, '/good.csv'],
  ['a web page', { src: '/page.parquet' }, /page\.parquet.*a web page.*login.*source\/fetch-failed/, '/good.parquet'],
  [
    'a server that says nothing',
    { src: '/silent.csv', timeout: '0.5' },
    /silent\.csv.*none for 0\.5 s.*timeout="120".*source\/fetch-failed/,
    '/good.csv',
  ],
  [
    'a server that stops',
    { src: '/stalls.csv', timeout: '0.5' },
    /stalls\.csv.*none for 0\.5 s.*source\/fetch-failed/,
    '/good.csv',
  ],
  [
    'five GB claimed and two lines sent',
    { src: '/claims.csv' },
    /claims\.csv.*network failure.*source\/fetch-failed/,
    '/good.csv',
  ],
  [
    'another site that does not allow it',
    { src: '/no-cors.csv' },
    /no-cors\.csv.*CORS.*source\/fetch-failed/,
    '/good.csv',
  ],
  [
    'a port without a server',
    { src: 'http://127.0.0.1:9/x.csv' },
    /x\.csv.*network failure.*source\/fetch-failed/,
    '/good.csv',
  ],
];

const ROWS = { '/good.parquet': 206, '/good.feather': 206, '/good.csv': 3, '/good.json': 2 };

describe('bad input', () => {
  let browser;
  let page;
  let origin;
  const elsewhere = createServer(({ url }, response) => {
    const body = FILES[url.split('?')[0]];
    if (body === null) return undefined;
    if (typeof body === 'function') return body(response);
    return response.writeHead(body ? 200 : 404, { 'Access-Control-Allow-Origin': '*' }).end(body);
  });

  before(async () => {
    await new Promise((listening) => elsewhere.listen(0, '127.0.0.1', listening));
    origin = `http://127.0.0.1:${elsewhere.address().port}`;
    browser = await openBrowser();
    page = await browser.open('examples/01-hello.html');
    await page.evaluate(() => {
      document.body.replaceChildren();
      let serial = 0;
      /** The outcome of a plot of column "d": its number of rows, or its message. */
      window.outcome = async (attributes, column = 'd') => {
        const name = `q${++serial}`;
        const made = (tag, given) => {
          const element = document.createElement(tag);
          for (const [key, value] of Object.entries(given)) element.setAttribute(key, value);
          return element;
        };
        const query = made('pika-query', { name, ...attributes });
        const plot = made('pika-plot', {
          from: name,
          mark: 'bar',
          x: `bin(${column})`,
          y: 'count()',
          style: 'display: block; width: 400px; height: 200px',
        });
        const settled = new Promise((done) =>
          ['pika-ready', 'pika-error'].forEach((type) => plot.addEventListener(type, done, { once: true })),
        );
        document.body.append(query, plot);
        const { type } = await settled;
        await window.frames(3);
        const says = plot.shadowRoot.querySelector('.cover')?.textContent.replace(/\s+/g, ' ').trim();
        const counted = type === 'pika-ready' ? (await plot.counts())?.counts.reduce((a, b) => a + b, 0) : null;
        query.remove();
        plot.remove();
        return says ?? counted;
      };
    });
  });
  after(async () => {
    await browser.close();
    elsewhere.closeAllConnections();
    elsewhere.close();
  });

  for (const [what, attributes, says, twin] of CASES) {
    it(`${what} shows an error, and the next file is drawn`, async () => {
      const src = attributes.src.startsWith('/') ? origin + attributes.src : attributes.src;
      assert.match(String(await page.evaluate((given) => window.outcome(given), { ...attributes, src })), says);
      assert.equal(await page.evaluate((given) => window.outcome(given), { src: origin + twin }), ROWS[twin]);
      assert.deepEqual(page.errors, []);
    });
  }

  it('reads a Parquet file in which only the Arrow schema is damaged: the values do not need it', async () => {
    assert.equal(
      await page.evaluate((given) => window.outcome(given), { src: `${origin}/flipped-hint.parquet` }),
      ROWS['/good.parquet'],
    );
    assert.deepEqual(page.errors, []);
  });

  it('draws, filters and queries columns with hostile names', async () => {
    for (const [name, quoted] of [
      ['constructor', 'constructor'],
      ['__proto__', '__proto__'],
      ['"; DROP TABLE x; --', '"""; DROP TABLE x; --"'],
      ['a', 'a'],
      ['a', 'a_1'],
    ]) {
      const src = `data:text/csv,${encodeURIComponent(`"${name.replaceAll('"', '""')}",${name === 'a' ? 'a' : 'b'}\n1,2\n3,4\n`)}`;
      assert.equal(
        await page.evaluate(([given, column]) => window.outcome(given, column), [{ src }, quoted]),
        2,
        quoted,
      );
      assert.equal(
        await page.evaluate(([given, column]) => window.outcome(given, column), [{ src }, `${quoted} + 1`]),
        2,
        `${quoted} + 1`,
      );
    }
    const json = `data:application/json,${encodeURIComponent('[{"__proto__": 1, "constructor": 2}]')}`;
    for (const column of ['__proto__', 'constructor'])
      assert.equal(await page.evaluate(([given, name]) => window.outcome(given, name), [{ src: json }, column]), 1);
    assert.deepEqual(page.errors, []);
  });
});
