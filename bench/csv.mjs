/**
 * `npm run bench -- csv --base DIR [--runs 5] [--rows 50000,1000000]`: a CSV file of orders, eight columns, until a
 * histogram of one is drawn, in a new browser; this build against the one whose `dist` folder is DIR, in turn. Bytes
 * are those over the wire, with the compression that `npm start` uses.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildStale, installMissing, ROOT } from '../examples/prepare.mjs';

const { values: options } = parseArgs({
  options: {
    base: { type: 'string' },
    runs: { type: 'string', default: '5' },
    rows: { type: 'string', default: '50000,1000000' },
  },
});
if (!options.base) throw new Error('npm run bench -- csv: expected --base DIR, the dist folder of another build.');

await installMissing();
const { median } = await import('./answers.mjs');
const { findChromium } = await import('../test/chromium.mjs');
const { waitForQuiet } = await import('./quiet.mjs');
const { AS_IT_COMES } = await import('./scenes.mjs');
const { chromium } = await import('playwright-core');
const { serve } = await import('../examples/serve.mjs');

const FOLDER = 'bench/built/csv';
await buildStale();
const executablePath = await findChromium();
await mkdir(join(ROOT, FOLDER), { recursive: true });
const servers = { base: await serve({ dist: resolve(options.base) }), this: await serve() };
try {
  console.log('| rows | size | before | now | ratio | bytes before | now | ratio |');
  console.log('| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
  for (const rows of options.rows.split(',').map(Number)) await measure(rows);
  console.error(`load ${loadavg()[0].toFixed(1)}`);
} finally {
  await Promise.all(Object.values(servers).map((server) => server.close()));
  await rm(join(ROOT, FOLDER), { recursive: true });
}

async function measure(rows) {
  const file = `${FOLDER}/orders-${rows}.csv`;
  const text = orders(rows);
  await writeFile(join(ROOT, file), text);
  const found = { base: [], this: [] };
  for (let run = 0; run < Number(options.runs); run++)
    for (const build of run % 2 === 0 ? ['base', 'this'] : ['this', 'base']) {
      await waitForQuiet();
      found[build].push(await opened(servers[build], file));
    }
  const of = (build, read) => median(found[build].map(read));
  const both = (read) => [of('base', read), of('this', read)];
  const [beforeMs, nowMs] = both(({ ms }) => ms);
  const [beforeBytes, nowBytes] = both(({ bytes }) => bytes);
  const mb = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`;
  const cells = [
    rows.toLocaleString('en'),
    mb(text.length),
    `${beforeMs.toFixed(0)} ms`,
    `${nowMs.toFixed(0)} ms`,
    (nowMs / beforeMs).toFixed(2),
    mb(beforeBytes),
    mb(nowBytes),
    (nowBytes / beforeBytes).toFixed(2),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}

/** Workers fetch files too, which only the browser sees. */
async function opened({ url }, file) {
  const browser = await chromium.launch({ executablePath, args: AS_IT_COMES });
  try {
    const page = await browser.newPage();
    const sizes = [];
    page.on('requestfinished', (request) => sizes.push(request.sizes()));
    await page.goto(`${url}/bench/pages/csv.html?file=/${file}`);
    const ms = await page.evaluate(() => window.page.open);
    const bytes = (await Promise.all(sizes)).reduce((sum, { responseBodySize }) => sum + responseBodySize, 0);
    return { ms, bytes };
  } finally {
    await browser.close();
  }
}

/** The same orders each time. */
function orders(rows) {
  const next = randomBelow();
  const [countries, kinds] = ['Germany France Spain Italy Poland', 'Books Toys Garden Music'].map((s) => s.split(' '));
  const lines = ['order_id,ordered_at,customer,country,category,quantity,price,shipped'];
  for (let i = 0; i < rows; i++)
    lines.push(
      [
        100_000 + i,
        `2024-0${1 + next(9)}-1${next(10)} 1${next(10)}:2${next(10)}:3${next(10)}`,
        `Customer ${next(5000)} Ltd`,
        countries[next(5)],
        kinds[next(4)],
        1 + next(9),
        (next(100_000) / 100).toFixed(2),
        next(2) === 1,
      ].join(','),
    );
  return `${lines.join('\n')}\n`;
}

function randomBelow() {
  let state = 1;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
}
