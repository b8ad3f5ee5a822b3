/** What every project must do in a browser: four plots, each by another way to its rows. */
import { gzipSync } from 'node:zlib';
import { until } from '../harness/patience.mjs';
import { askPage } from './ask-page.mjs';

/** A plot without a picture and without an error after this long hangs. Slow machines need a few seconds. */
const HANGS_MS = 60_000;
const PARQUET_ROWS = 3_000_000;
const SQL_ROWS = 1000;
const MANY_ROWS = 2_000_000;

/** Chromium says so where it runs without a GPU. */
const BROWSERS_OWN = /^No available adapters\.$/;

/** Some projects also use SQL. The database may arrive before their first plot or after it, so it does not count. */
const DATABASE = 'duckdb_web_';

/** Tags that are added to the project's own page, with the number of rows each must count. */
const TAGS = {
  'Parquet by src': {
    rows: PARQUET_ROWS,
    html: (data) => `<pika-query name="matrix-file" src="${data}/flights-3m.parquet"></pika-query>
      <pika-plot from="matrix-file" mark="bar" x="bin(delay)" y="count()"></pika-plot>`,
  },
  SQL: {
    rows: SQL_ROWS,
    html: () => `<pika-query name="matrix-sql" sql="SELECT i % 10 AS v FROM range(${SQL_ROWS}) r(i)"></pika-query>
      <pika-plot from="matrix-sql" mark="bar" x="bin(v)" y="count()"></pika-plot>`,
  },
  'many rows': {
    rows: MANY_ROWS,
    html: () => `<pika-query name="matrix-many"></pika-query>
      <pika-plot from="matrix-many" mark="bar" x="bin(v)" y="count()"></pika-plot>`,
  },
};

/**
 * Opens a page whose first plot shows rows of its own script, adds the {@link TAGS}, and resolves to what was wrong (in
 * the order of the checks) and how many bytes, compressed, were fetched until the first plot was drawn.
 */
export async function checkPage(browser, url, { data, check }) {
  const page = await browser.newPage();
  const wrong = [];
  const answers = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !BROWSERS_OWN.test(message.text()))
      wrong.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => wrong.push(`page: ${error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 400) wrong.push(`${response.status()} ${new URL(response.url()).pathname}`);
    answers.push(response);
  });
  try {
    await page.goto(url);
    const first = await outcome(page, 'body', 'pika-plot');
    const bytes = await compressedBytes(answers.slice());
    if (first !== 'drawn') wrong.unshift(`data: ${first}`);
    else
      for (const [name, { html, rows }] of Object.entries(TAGS)) {
        const id = `matrix-${name.replaceAll(' ', '-')}`;
        await page.evaluate(addTags, { id, html: html(data), many: MANY_ROWS });
        const shown = await outcome(page, `#${id}`, 'pika-plot', rows);
        if (shown !== 'drawn') wrong.unshift(`${name}: ${shown}`);
      }
    await check(page).catch((error) => wrong.push(error.message));
    return { wrong, bytes };
  } catch (error) {
    return { wrong: [...wrong, error.message], bytes: null };
  } finally {
    await page.close();
  }
}

/** `drawn`, or the text that the plot shows in place of its picture. */
async function outcome(page, root, tag, rows = null) {
  const ask = () => askPage(page, shownBy, { selector: `${root} ${tag}`, rows });
  return until(`${tag} in ${root} shows something`, ask, { everyMs: 50, patienceMs: HANGS_MS });
}

function addTags({ id, html, many }) {
  const section = document.createElement('section');
  section.id = id;
  section.innerHTML = html;
  for (const plot of section.querySelectorAll('pika-plot'))
    plot.style.cssText = 'display: block; width: 400px; height: 200px';
  document.body.append(section);
  section.scrollIntoView();
  const query = section.querySelector('[name="matrix-many"]');
  if (query) query.data = { v: Float32Array.from({ length: many }, (_, i) => i % 1000) };
}

/** Runs in the page. Null while the plot is loading. */
async function shownBy({ selector, rows }) {
  const plot = document.querySelector(selector);
  const cover = plot?.shadowRoot?.querySelector('.cover')?.textContent.replace(/\s+/g, ' ').trim() ?? '';
  if (/\b[a-z]+\/[a-z-]+\b/.test(cover.split(' expected')[1] ?? cover)) return cover;
  if (cover || !plot?.shadowRoot?.querySelector('line.base')) return null;
  if (rows === null) return 'drawn';
  const counted = (await plot.counts())?.counts.reduce((sum, count) => sum + count, 0);
  return counted === rows ? 'drawn' : counted ? `${counted} rows instead of ${rows}` : null;
}

/** Each file once: workers of the same script share it. */
async function compressedBytes(responses) {
  const byUrl = new Map(responses.map((response) => [response.url(), response]));
  const sizes = await Promise.all(
    [...byUrl.values()].map(async (response) => {
      if (response.url().startsWith('data:')) return 0;
      if (response.headers()['content-type'] === 'application/wasm') return 0;
      const body = await response.body().catch(() => null);
      return body && !body.includes(DATABASE) ? gzipSync(body).length : 0;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
