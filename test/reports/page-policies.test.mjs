/**
 * Pages with restrictive policies, and servers that lack a file: each affected plot immediately shows what is wrong and
 * what to do; the others are drawn. Nothing waits forever.
 */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../../examples/prepare.mjs';
import { answer } from '../../examples/serve.mjs';
import { patient } from '../pages/patient.mjs';
import { until } from '../pages/until.mjs';
import { launchChromium } from '../pages/launch-chromium.mjs';

const DRAWN = /^drawn$/;
const STYLE = "style-src 'self' 'unsafe-inline'";
/** Whichever worker a plot needs first. */
const ANY_WORKER = '(pika-(cpu|rows)-worker|duckdb-browser-eh\\.worker).js';
const forbidden = (file) => new RegExp(`Content-Security-Policy refuses ${file} \\(worker-src\\).*worker-src 'self'`);

/** [title, the server's behavior, what the plots of a Parquet, a CSV and an Arrow file show]. */
const PAGES = [
  ['nothing forbidden', {}, [DRAWN, DRAWN, DRAWN]],
  [
    'the policy that docs/guide/security.md gives',
    { policy: "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'" },
    [DRAWN, DRAWN, DRAWN],
  ],
  [
    'no WebAssembly',
    { policy: `default-src 'self'; script-src 'self'; ${STYLE}` },
    [
      /Parquet reader.*Content-Security-Policy forbids WebAssembly.*Add 'wasm-unsafe-eval' to its script-src.*source\/fetch-failed/,
      /database.*Content-Security-Policy forbids WebAssembly.*Add 'wasm-unsafe-eval' to its script-src.*source\/database/,
      DRAWN,
    ],
  ],
  ['Trusted Types', { policy: "require-trusted-types-for 'script'" }, [DRAWN, DRAWN, DRAWN]],
  [
    'Trusted Types with our policies listed',
    { policy: "require-trusted-types-for 'script'; trusted-types pika-plot lit-html" },
    [DRAWN, DRAWN, DRAWN],
  ],
  [
    'Trusted Types with other policies listed',
    { policy: "require-trusted-types-for 'script'; trusted-types lit-html" },
    Array(3).fill(/requires Trusted Types.*trusted-types pika-plot lit-html/),
  ],
  ['no workers', { policy: "worker-src 'none'" }, Array(3).fill(forbidden(ANY_WORKER))],
  [
    'workers from blobs only',
    { policy: `default-src 'self' 'wasm-unsafe-eval'; worker-src blob:; ${STYLE}` },
    Array(3).fill(forbidden(ANY_WORKER)),
  ],
  [
    'no connections',
    { policy: "connect-src 'none'" },
    Array(3).fill(
      /Content-Security-Policy refuses it \(connect-src\).*Add its origin to connect-src.*source\/fetch-failed/,
    ),
  ],
  ['scripts of another origin', { elsewhere: true }, [DRAWN, DRAWN, DRAWN]],
  [
    'scripts of another origin, and Trusted Types',
    { elsewhere: true, policy: "require-trusted-types-for 'script'; trusted-types pika-plot lit-html" },
    [DRAWN, DRAWN, DRAWN],
  ],
  [
    'scripts of another origin, without workers from blobs',
    { elsewhere: true, policy: "worker-src 'self'" },
    Array(3).fill(/refuses workers from blobs \(worker-src\).*Add blob: to worker-src.*worker-src 'self' blob:/),
  ],
  ['a sandboxed frame', { framed: true }, [DRAWN, DRAWN, DRAWN]],
  ['files in a folder that the page names', { files: '/elsewhere/' }, [DRAWN, DRAWN, DRAWN]],
  [
    'files in a folder that is named and empty',
    { files: '/nowhere/' },
    Array(3).fill(
      /404 Not Found for .*\/nowhere\/(pika-(?:cpu|rows)-worker.js|duckdb-browser-eh.worker.js).*Copy node_modules\/pika-plot\/dist\/\1 to .*\/nowhere\//,
    ),
  ],
  ...[
    ['pika-cpu-worker.js', (how) => Array(3).fill(how)],
    // The few rows of the CSV file, read by the database, need no worker of rows.
    ['pika-rows-worker.js', (how) => [how, DRAWN, how]],
    ['duckdb-browser-eh.worker.js', (how) => [DRAWN, how, DRAWN]],
  ].flatMap(([file, says]) => [
    [
      `no ${file}`,
      { missing: file },
      says(new RegExp(`404 Not Found for .*/dist/${file}.*Serve ${file} beside pika-plot.js`)),
    ],
    [
      `a page in the place of ${file}`,
      { missing: file, asPage: true },
      says(new RegExp(`"text/html" instead of a script at .*/dist/${file}.*Serve ${file} beside`)),
    ],
  ]),
  [
    'no WebAssembly file of the database',
    { missing: 'duckdb-eh.wasm' },
    [DRAWN, /database.*not ok.*Check that duckdb-eh\.wasm is served.*source\/database/, DRAWN],
  ],
  [
    "a page in the place of the database's",
    { missing: 'duckdb-eh.wasm', asPage: true },
    [DRAWN, /database.*MIME type.*Check that duckdb-eh\.wasm is served.*source\/database/, DRAWN],
  ],
  [
    'no WebAssembly file of the Parquet reader',
    { missing: 'parquet_wasm_bg.wasm' },
    [/Parquet reader.*404 Not Found.*Check that parquet_wasm_bg\.wasm is served.*source\/fetch-failed/, DRAWN, DRAWN],
  ],
];

const page = (
  base,
  files,
) => `<!doctype html><html data-pika-backend="cpu"${files ? ` data-pika-files="${files}"` : ''}><meta charset="utf-8"><link rel="icon" href="data:,">
<link rel="stylesheet" href="${base}/dist/pika-plot.css">
<script type="module" src="${base}/dist/pika-plot.js"></script>
${['/test/rows/files/snappy.parquet', '/rows.csv', '/test/rows/files/pyarrow-lz4.feather']
  .map(
    // The attribute has the database read the CSV file.
    (src, i) => `<pika-query name="q${i}" src="${base}${src}" ${i === 1 ? 'strict-mode="true"' : ''}></pika-query>
<pika-plot from="q${i}" mark="bar" x="bin(d)" y="count()"></pika-plot>`,
  )
  .join('\n')}`;

const OWN_ROWS = `<!doctype html><html data-pika-backend="cpu"><meta charset="utf-8"><link rel="icon" href="data:,">
<script type="module" src="/dist/pika-plot.js"></script>
<pika-query name="own"></pika-query><pika-plot from="own" mark="bar" x="v" y="count()"></pika-plot>
<script type="module">document.querySelector('pika-query').data = [{ v: 'a' }, { v: 'b' }];</script>`;

/** Runs in the page: the error of each plot; 'drawn' for a picture, null while it is loading. */
function textsOfPlots() {
  return [...document.querySelectorAll('pika-plot')].map(({ shadowRoot }) => {
    const says = shadowRoot?.querySelector('.cover')?.textContent.replace(/\s+/g, ' ').trim();
    if (says === undefined) return shadowRoot?.querySelector('line.base') ? 'drawn' : null;
    return /\b[a-z]+\/[a-z-]+\b/.test(says.split(' expected')[1] ?? says) ? says : null;
  });
}

describe('pages and servers that forbid or lack something', () => {
  let how = {};
  let browser;
  const servers = [];
  const serve = async () => {
    const server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url, 'http://localhost');
      if (how.policy) response.setHeader('Content-Security-Policy', how.policy);
      response.setHeader('Access-Control-Allow-Origin', '*');
      const html = (text) => response.writeHead(200, { 'Content-Type': 'text/html' }).end(text);
      if (how.missing && pathname.endsWith(how.missing))
        return how.asPage ? html('<!doctype html><p>Home') : response.writeHead(404).end();
      if (how.ownRows && pathname === '/page') return html(OWN_ROWS);
      if (pathname === '/page') return html(page(searchParams.get('base') ?? '', how.files));
      if (pathname.startsWith('/nowhere/')) return response.writeHead(404).end();
      request.url = request.url.replace(/^\/elsewhere\//, '/dist/');
      if (pathname === '/frame') return html('<iframe sandbox="allow-scripts" src="/page"></iframe>');
      if (pathname === '/rows.csv')
        return response.writeHead(200, { 'Content-Type': 'text/csv' }).end('d,word\n1,a\n2,b\n3,c\n');
      // Closing a page also closes its connections.
      return answer(request, response).catch(() => response.destroy());
    });
    await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
    servers.push(server);
    return `http://127.0.0.1:${server.address().port}`;
  };
  let here;
  let elsewhere;

  before(async () => {
    [here, elsewhere] = [await serve(), await serve()];
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  });

  for (const [what, asked, expected] of PAGES) {
    it(what, async () => {
      how = asked;
      const tab = patient(await browser.newPage());
      const address = asked.framed
        ? '/frame'
        : asked.elsewhere
          ? `/page?base=${encodeURIComponent(elsewhere)}`
          : '/page';
      await tab.goto(here + address);
      const frame = asked.framed ? tab.frames()[1] : tab.mainFrame();
      await until(frame, `(${textsOfPlots})().every(Boolean)`);
      const texts = await frame.evaluate(textsOfPlots);
      for (const [i, pattern] of expected.entries()) assert.match(texts[i], pattern);
      await tab.close();
    });
  }

  it('a plot of rows of the page, where the browser refuses to construct a worker', async () => {
    how = { policy: "require-trusted-types-for 'script'; trusted-types lit-html", ownRows: true };
    const tab = patient(await browser.newPage());
    await tab.goto(`${here}/page`);
    await until(tab, `(${textsOfPlots})().every(Boolean)`);
    assert.match((await tab.evaluate(textsOfPlots))[0], /requires Trusted Types.*trusted-types pika-plot lit-html/);
    await tab.close();
  });

  /** Without the script, only the stylesheet can show a message, after a delay: the script may still be loading. */
  const words = () => {
    const { content, visibility } = getComputedStyle(document.querySelector('pika-plot'), '::before');
    return visibility === 'visible' && content;
  };

  it('explain what to do on a page opened from a file', async () => {
    const tab = patient(await browser.newPage());
    await tab.goto(pathToFileURL(`${ROOT}/examples/index.html`).href);
    await until(tab, words);
    assert.match(await tab.evaluate(words), /pika-plot\.js has not run.*file:.*npx serve/);
    await tab.close();
  });

  it("explain a missing script, and a page that does not allow Lit's Trusted Types policy", async () => {
    for (const asked of [
      { missing: 'pika-plot.js' },
      { policy: "require-trusted-types-for 'script'; trusted-types 'none'" },
    ]) {
      how = asked;
      const tab = patient(await browser.newPage());
      await tab.goto(`${here}/page`);
      await until(tab, words);
      assert.match(await tab.evaluate(words), /pika-plot\.js has not run.*console/);
      await tab.close();
    }
  });

  it('show no message on a page that is drawn', async () => {
    how = {};
    const tab = patient(await browser.newPage());
    await tab.goto(`${here}/page`);
    await until(tab, `(${textsOfPlots})().every(Boolean)`);
    assert.equal(
      await tab.evaluate(() => getComputedStyle(document.querySelector('pika-plot'), '::before').content),
      'none',
    );
    await tab.close();
  });
});
