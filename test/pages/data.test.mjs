/** The example of in-memory data: arrays, arriving rows, a parameter, CSV export. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { answersOf } from './answers.mjs';
import { openAlone, rest, until } from './page.mjs';

const [WALK, EAST, CELSIUS, STATION, HOT] = [0, 1, 2, 3, 4];

describe('the page of in-memory data', () => {
  let page;
  before(async () => {
    page = await openAlone('examples/05-data.html');
  });
  after(() => page?.end());

  const { total, sql } = answersOf(() => page);

  it('draws a million rows of typed arrays, which the page keeps', async () => {
    assert.equal(await total(WALK), 1_000_000);
    await page.evaluate(() => document.querySelectorAll('pika-plot')[0].select({ x: [0, 50], y: [-20, 20] }));
    assert.deepEqual(
      [await total(EAST)],
      await sql('SELECT count(*) FROM walk WHERE x >= 0 AND x < 50 AND y >= -20 AND y < 20'),
    );
  });

  it('grows until all rows have arrived, and keeps the brush', async () => {
    await page.evaluate(() => document.querySelectorAll('pika-plot')[2].select({ x: [20, 22] }));
    const before = await total(STATION);
    await page.evaluate(async () => (await document.querySelector('[name=readings]').ready).finished);
    await until(
      page,
      async () => (await document.querySelectorAll('pika-plot')[2].counts())?.counts.reduce((a, b) => a + b) === 10_000,
    );
    await rest(page);
    assert.deepEqual(
      [await total(CELSIUS), await total(STATION)],
      [10_000, ...(await sql('SELECT count(*) FROM readings WHERE celsius >= 20 AND celsius < 22'))],
    );
    assert.ok((await total(STATION)) >= before);
  });

  it('recounts when an input changes, behind the old picture, and only the plots that depend on it', async () => {
    const slider = page.locator('pika-input input');
    const covers = await page.evaluateHandle(() => {
      const covers = [];
      const root = document.querySelectorAll('pika-plot')[4].shadowRoot;
      new MutationObserver(
        () => root.querySelector('.cover') && covers.push(root.querySelector('.cover').textContent),
      ).observe(root, { childList: true, subtree: true });
      return covers;
    });
    const nextReady = () =>
      page.evaluate(() =>
        new Promise((resolve) =>
          document.querySelectorAll('pika-plot')[4].addEventListener('pika-ready', resolve, { once: true }),
        ).then(() => true),
      );
    await slider.focus();
    for (const [key, limit] of [
      ['ArrowRight', 25],
      ['Home', 15],
    ]) {
      const ready = nextReady();
      await page.keyboard.press(key);
      await ready;
      assert.deepEqual([await total(HOT)], await sql(`SELECT count(*) FROM readings WHERE celsius > ${limit}`));
    }
    assert.deepEqual(await covers.jsonValue(), [], 'the old picture stays until the new one is drawn');
    assert.deepEqual(
      await page.evaluate(() =>
        document.querySelectorAll('pika-plot')[2].selected.ranges.map(({ lo, hi }) => [lo, hi]),
      ),
      [[20, 22]],
    );
  });

  it('ends with the last of many input values', async () => {
    const slider = page.locator('pika-input input');
    await slider.focus();
    for (let i = 0; i < 9; i++) await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => document.querySelectorAll('pika-plot')[4].getAttribute('aria-busy') !== 'true');
    await until(
      page,
      async (wanted) =>
        (await document.querySelectorAll('pika-plot')[4].counts())?.counts.reduce((a, b) => a + b) === wanted,
      (await sql('SELECT count(*) FROM readings WHERE celsius > 24'))[0],
    );
    assert.equal(
      (await sql('SELECT count(*) FROM hot'))[0],
      (await sql('SELECT count(*) FROM readings WHERE celsius > 24'))[0],
    );
  });

  it('draws compressed Arrow bytes, with a decoder that is fetched on first use', async () => {
    for (const codec of ['lz4', 'zstd']) {
      const rows = await page.evaluate(async (name) => {
        const [query, plot] = ['pika-query', 'pika-plot'].map((tag) => document.createElement(tag));
        query.setAttribute('name', name);
        query.data = await (await fetch(`/test/rows/files/pyarrow-${name}.feather`)).arrayBuffer();
        for (const [key, value] of Object.entries({
          from: name,
          mark: 'bar',
          x: 'bin(i)',
          y: 'count()',
          style: 'display: block; height: 200px',
        }))
          plot.setAttribute(key, value);
        const ready = new Promise((done, failed) => {
          plot.addEventListener('pika-ready', done);
          plot.addEventListener('pika-error', ({ detail }) => failed(detail));
        });
        document.body.append(query, plot);
        await ready;
        return (await plot.counts()).counts.reduce((a, b) => a + b);
      }, codec);
      assert.equal(rows, 206);
    }
  });

  it('saves the rows of SQL as CSV', async () => {
    await page.click('#csv');
    await page.waitForFunction(() => document.querySelector('#saved').value !== '');
    assert.equal(
      await page.evaluate(() => document.querySelector('#saved').value),
      `${(await sql('SELECT count(*) FROM hot'))[0]} rows`,
    );
    assert.deepEqual(page.errors, []);
  });
});
