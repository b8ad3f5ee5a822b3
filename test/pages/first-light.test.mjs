/** The first page a user sees, driven by a real pointer and keyboard, every count checked against SQL. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { described, drag, openAlone, openBrowser, pointIn, rest, until } from './page.mjs';

const DELAY = 0;
const DISTANCE = 1;
const PLANE = 2;
const COLUMNS = [['delay'], ['distance'], ['distance', 'delay']];

/** The SQL condition that filters one plot: the selections of all others. */
const selections = (page) =>
  page.evaluate(() => [...document.querySelectorAll('pika-plot')].map((plot) => plot.selected.ranges));

/** The counts of each plot by DuckDB, with the plot's own edges and the others' selections. */
async function assertEqualsSql(page, name) {
  const ranges = await selections(page);
  for (const [plot, columns] of COLUMNS.entries()) {
    const shown = await page.evaluate(async (index) => {
      const { edges, counts } = await document.querySelectorAll('pika-plot')[index].counts();
      return { edges, counts: [...counts] };
    }, plot);
    const bins = columns.map((column, i) => {
      const [from, next] = shown.edges[i];
      return { from, to: shown.edges[i].at(-1), sql: `floor((${column} - ${from}) / ${next - from})::INTEGER`, column };
    });
    const where = [
      ...bins.map(({ column, from, to }) => `${column} >= ${from} AND ${column} < ${to}`),
      ...ranges.flatMap((some, other) =>
        other === plot
          ? []
          : some.map(({ expression, lo, hi }) => `${expression} >= ${lo}::DOUBLE AND ${expression} < ${hi}::DOUBLE`),
      ),
    ].join(' AND ');
    const index = bins.length === 1 ? bins[0].sql : `${bins[1].sql} * ${shown.edges[0].length - 1} + ${bins[0].sql}`;
    const rows = await page.evaluate(
      (sql) => window.rows(sql),
      `SELECT ${index} AS bin, count(*)::INTEGER AS n FROM flights WHERE ${where} GROUP BY 1`,
    );
    const expected = new Array(shown.counts.length).fill(0);
    for (const [bin, count] of rows) expected[bin] = count;
    assert.deepEqual(shown.counts, expected, `${name}: plot ${plot} WHERE ${where}`);
  }
}

/** The largest share of pixels that differ between pictures of the same plots. */
const difference = (before, after) =>
  Math.max(
    ...before.map((shot, i) => {
      const [a, b] = [PNG.sync.read(shot), PNG.sync.read(after[i])];
      return pixelmatch(a.data, b.data, undefined, a.width, a.height, { threshold: 0.02 }) / (a.width * a.height);
    }),
  );

/** Every plot as the user sees it. */
const shots = async (page) => Promise.all([0, 1, 2].map((plot) => page.locator('pika-plot').nth(plot).screenshot()));

/** Stops the clock of the page's engine between losses, so that three are always within a minute. */
function stopTheClock() {
  window.seams = {
    clock: {
      now: () => 0,
      frame: (act) => void requestAnimationFrame(act),
      after(delayMs, act) {
        const timer = setTimeout(act, delayMs);
        return () => clearTimeout(timer);
      },
    },
  };
}

for (const backend of ['cpu', 'webgpu']) {
  describe(`the first page, on ${backend}`, () => {
    let browser;
    let page;
    before(async () => {
      browser = await openBrowser({ gpu: backend === 'webgpu' });
      page = await browser.open('examples/index.html', { backend });
    });
    after(() => browser.close());

    it('draws three plots of three million rows without the database', async () => {
      assert.equal(await page.evaluate(async () => (await (await engine()).status()).backend), backend);
      const failures = await page.evaluate(() =>
        heard.filter(({ type }) => type === 'pika-error').map(({ detail }) => detail),
      );
      assert.deepEqual(failures, []);
      assert.equal(
        page.requests.some((path) => path.includes('duckdb')),
        false,
      );
      const totals = await page.evaluate(async () =>
        Promise.all(
          [...document.querySelectorAll('pika-plot')].map(async (plot) =>
            (await plot.counts()).counts.reduce((a, b) => a + b),
          ),
        ),
      );
      assert.ok(
        totals.every((total) => total > 2_900_000),
        String(totals),
      );
    });

    it('counts like SQL', async () => {
      await assertEqualsSql(page, 'unfiltered');
    });

    const dragged = () =>
      it('recounts the others during a drag, filtered by all brushes', async () => {
        await drag(page, DELAY, [0.3, 0.5], [0.62, 0.5], { hold: true });
        await assertEqualsSql(page, 'button still down');
        await page.mouse.up();
        await drag(page, DISTANCE, [0.1, 0.4], [0.5, 0.4]);
        await drag(page, PLANE, [0.2, 0.3], [0.6, 0.7]);
        await assertEqualsSql(page, 'three brushes');
      });

    if (backend === 'webgpu') {
      // A software GPU takes half a second for a frame of three million rows.
      it('draws fewer rows too', async () => {
        await page.close();
        page = await browser.open('examples/index.html', { backend, few: true, first: stopTheClock });
        await assertEqualsSql(page, 'fewer rows');
      });
      dragged();

      it('recovers from device loss: never blank, same pixels, same selection', async () => {
        const before = await selections(page);
        // A browser may run WebGPU but display nothing that it paints, as on a GPU without a display: then there is no
        // picture to compare.
        const seen = (await page.evaluate(async () => (await (await engine()).status()).reason)) === 'requested';
        assert.ok(seen || process.env.GPU === 'nvidia');
        await described(page); // and the still picture that covers the loss
        const pictures = await shots(page);
        // What the user sees from the loss on. An overlay would count as blank, and so would an empty canvas.
        await page.evaluate(() => {
          window.blanks = [];
          const look = () => {
            for (const [i, plot] of [...document.querySelectorAll('pika-plot')].entries())
              if (plot.shadowRoot.querySelector('.cover') || !plot.shadowRoot.querySelector('canvas')?.width)
                blanks.push(i);
            window.looking = requestAnimationFrame(look);
          };
          look();
          devices.at(-1).destroy();
        });
        await until(page, async () => (await (await engine()).status()).losses === 1);
        await page.waitForFunction(() => devices.length === 2);
        const changed = difference(await shots(page), pictures);
        if (seen) assert.ok(changed < 0.001, `the last picture stays: ${changed}`);
        await rest(page);
        await described(page);
        assert.deepEqual(
          await page.evaluate(() => {
            cancelAnimationFrame(looking);
            return blanks;
          }),
          [],
        );
        const status = await page.evaluate(async () => (await engine()).status());
        assert.equal(status.backend, 'webgpu');
        assert.match(status.reason, /^a new device, because the webgpu backend was lost/);
        assert.deepEqual(await selections(page), before, 'what was selected still is');
        await assertEqualsSql(page, 'after the loss');
        if (seen) assert.equal(difference(await shots(page), pictures), 0, 'pixels as before');
      });

      it("survives the death of the browser's GPU process", async () => {
        const before = await selections(page);
        const session = await browser.session();
        await session.send('Browser.crashGpuProcess').catch(() => undefined);
        await until(page, async () => (await (await engine()).status()).losses === 2);
        await rest(page);
        assert.deepEqual(await selections(page), before);
        await assertEqualsSql(page, 'after the crash');
      });

      it('moves to the CPU at the third loss within a minute, and keeps counting', async () => {
        const before = await selections(page);
        await page.evaluate(() => devices.at(-1).destroy());
        await until(page, async () => (await (await engine()).status()).losses === 3);
        await until(page, async () => (await (await engine()).status()).backend === 'cpu');
        await page.waitForFunction(() =>
          [...document.querySelectorAll('pika-plot')].every((plot) => !plot.shadowRoot.querySelector('.cover')),
        );
        await rest(page);
        assert.match(
          await page.evaluate(async () => (await (await engine()).status()).reason),
          /webgpu backend was lost 3 times in a minute/,
        );
        assert.deepEqual(
          await page.evaluate(() => heard.filter(({ type }) => type === 'pika-error').map(({ detail }) => detail)),
          [],
        );
        assert.deepEqual(await selections(page), before, 'what was selected still is');
        await assertEqualsSql(page, 'after the losses');
        await drag(page, DISTANCE, [0.55, 0.4], [0.8, 0.4]);
        await assertEqualsSql(page, 'on the other backend');
      });
      // The remaining tests do not depend on the backend.
      return;
    }

    dragged();

    it('moves a brush by dragging inside it and resizes it by an end', async () => {
      const [[before]] = await selections(page);
      await drag(page, DELAY, [0.45, 0.5], [0.55, 0.5]);
      const [[moved]] = await selections(page);
      assert.ok(
        moved.lo > before.lo && Math.abs(moved.hi - moved.lo - (before.hi - before.lo)) < 1,
        'moved, same width',
      );
      await assertEqualsSql(page, 'moved');
      await drag(page, DELAY, [0.4, 0.5], [0.2, 0.5]);
      const [[resized]] = await selections(page);
      assert.ok(resized.lo < moved.lo && resized.hi === moved.hi, 'its left end follows, its right end stays');
      await assertEqualsSql(page, 'resized');
    });

    it('moves the brush with Shift and an arrow, clears it with Escape', async () => {
      const [[before]] = await selections(page);
      await page
        .locator('pika-plot')
        .first()
        .evaluate((plot) => plot.shadowRoot.querySelector('.plot').focus());
      await page.keyboard.press('Shift+ArrowRight');
      await rest(page);
      const [[after]] = await selections(page);
      assert.ok(after.lo > before.lo && after.hi > before.hi);
      await assertEqualsSql(page, 'moved by key');
      await page.keyboard.press('Escape');
      await rest(page);
      assert.deepEqual((await selections(page))[DELAY], []);
      await assertEqualsSql(page, 'cleared by key');
    });

    it('clears with a double click', async () => {
      for (const plot of [DISTANCE, PLANE]) {
        const { x, y } = await pointIn(page, plot, 0.9, 0.9);
        await page.mouse.dblclick(x, y);
      }
      await rest(page);
      assert.deepEqual(await selections(page), [[], [], []]);
      await assertEqualsSql(page, 'all cleared');
    });

    it('selects by value with ends exactly on rows: a half-open range includes its first value, not its last', async () => {
      await page.evaluate(() => document.querySelector('pika-plot').select({ x: [15, 16] }));
      await rest(page);
      await assertEqualsSql(page, 'delay = 15');
      const shown = await page.evaluate(async () =>
        (await document.querySelectorAll('pika-plot')[1].counts()).counts.reduce((a, b) => a + b),
      );
      const [[exactly]] = await page.evaluate(() =>
        window.rows('SELECT count(*)::INTEGER FROM flights WHERE delay = 15 AND distance >= 0 AND distance < 3000'),
      );
      assert.equal(shown, exactly);
      await page.evaluate(() => document.querySelector('pika-plot').select(null));
      await rest(page);
    });

    it('describes the plot and the selection in text', async () => {
      await drag(page, DELAY, [0.3, 0.5], [0.6, 0.5]);
      await described(page);
      const words = await page.evaluate(() =>
        [...document.querySelectorAll('pika-plot')].map((plot) => ({
          label: plot.shadowRoot.querySelector('[role=group]').getAttribute('aria-label'),
          summary: plot.shadowRoot.querySelector('#summary').textContent,
          live: plot.shadowRoot.querySelector('[aria-live]').textContent,
        })),
      );
      assert.match(words[DELAY].live, /^Selected: delay from -?−?\d+(\.\d+)? to \d+/);
      assert.match(words[DISTANCE].summary, /^[\d,]+ rows; the tallest bar holds [\d,]+, at [\d,]+ to [\d,]+\.$/);
      assert.match(words[PLANE].label, /density plot of delay by distance/);
      const total = await page.evaluate(async () =>
        (await document.querySelectorAll('pika-plot')[1].counts()).counts.reduce((a, b) => a + b),
      );
      assert.equal(Number(words[DISTANCE].summary.split(' ')[0].replaceAll(',', '')), total);
    });

    it('keeps the selection when resized, and stays sharp', async () => {
      const before = await selections(page);
      await page.setViewportSize({ width: 620, height: 1400 });
      await rest(page);
      assert.deepEqual(await selections(page), before);
      await assertEqualsSql(page, 'narrow');
      const sizes = await page.evaluate(() =>
        [...document.querySelectorAll('pika-plot')].map((plot) => {
          const canvas = plot.shadowRoot.querySelector('canvas');
          return [canvas.width / plot.clientWidth, canvas.height / plot.clientHeight];
        }),
      );
      for (const ratio of sizes.flat()) assert.ok(Math.abs(ratio - 1) < 0.01, `${ratio} device pixels per CSS pixel`);
    });

    it('survives being moved in the page, and frees unused columns', async () => {
      await page.evaluate(() => {
        const plot = document.querySelector('pika-plot');
        plot.closest('main').append(plot.parentElement);
      });
      await rest(page);
      assert.equal(await page.evaluate(() => document.querySelectorAll('pika-plot')[2].selected.ranges.length), 1);
      const { residentColumns } = await page.evaluate(async () => (await engine()).status());
      assert.equal(residentColumns, 2);
      await page.evaluate(() => document.querySelector('main').remove());
      const idle = await page.evaluate(async () => (await engine()).status());
      assert.equal(idle.residentColumns, 2, 'cached until their memory is needed');
      assert.ok(idle.memory.js.evictableBytes >= 2 * 4 * 3_000_000, JSON.stringify(idle.memory));
      await page.evaluate(async () => (await engine()).trim());
      await until(page, async () => (await (await engine()).status()).residentColumns === 0);
      assert.deepEqual(page.errors, []);
    });
  });
}

describe('a page', () => {
  let browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  it('may load the module twice: one engine, no errors', async () => {
    const page = await browser.open('examples/index.html');
    const same = await page.evaluate(async () => {
      const [first, second] = await Promise.all([import('/dist/pika-plot.js'), import('/dist/pika-plot.js?again')]);
      return first !== second && first.pageEngine() === second.pageEngine();
    });
    assert.equal(same, true);
    await drag(page, DELAY, [0.3, 0.5], [0.62, 0.5]);
    await assertEqualsSql(page, 'loaded twice');
    assert.deepEqual(page.errors, []);
  });

  it('may change the backend of existing plots', async (t) => {
    const page = await openAlone('examples/index.html', { gpu: true, few: true });
    t.after(() => page.end());
    await drag(page, DELAY, [0.3, 0.5], [0.62, 0.5]);
    const before = await selections(page);
    const status = await page.evaluate(async () => {
      const pika = await import('/dist/pika-plot.js');
      await pika.configure({ backend: 'webgpu' });
      return pika.pageEngine().status();
    });
    assert.equal(status.backend, 'webgpu');
    await page.waitForFunction(() =>
      [...document.querySelectorAll('pika-plot')].every((plot) => !plot.shadowRoot.querySelector('.cover')),
    );
    await rest(page);
    assert.deepEqual(await selections(page), before);
    await assertEqualsSql(page, 'after the change');
    assert.deepEqual(page.errors, []);
  });

  it('shows an error if workers do not start, without retrying forever', async () => {
    const page = await browser.open('examples/01-hello.html', { block: '**/pika-cpu-worker.js' });
    const failures = await page.evaluate(() =>
      heard.filter(({ type }) => type === 'pika-error').map(({ detail }) => detail),
    );
    assert.equal(failures.length, 3);
    for (const failure of failures) assert.match(failure, /cpu\/worker.*worker files/);
    assert.deepEqual(page.errors, []);
  });

  it('is sharp on a dense screen, and dark with a dark color scheme', async () => {
    const page = await browser.open('examples/index.html', { colorScheme: 'dark', deviceScaleFactor: 2 });
    const { ratio, background, text } = await page.evaluate(() => {
      const plot = document.querySelector('pika-plot');
      return {
        ratio: plot.shadowRoot.querySelector('canvas').width / plot.clientWidth,
        background: getComputedStyle(plot).backgroundColor,
        text: getComputedStyle(plot).color,
      };
    });
    assert.equal(ratio, 2);
    assert.equal(background, 'rgba(0, 0, 0, 0)');
    assert.equal(text, 'rgb(182, 191, 204)');
  });

  it('shows the error of every wrong plot in its place, and draws the right one', async () => {
    const page = await browser.open('examples/03-states.html');
    await page.waitForFunction(() =>
      [...document.querySelectorAll('pika-plot')]
        .at(-1)
        .shadowRoot.querySelector('.cover')
        ?.textContent.includes('No rows'),
    );
    const texts = await page.evaluate(() =>
      [...document.querySelectorAll('pika-plot')].map(
        (plot) => plot.shadowRoot.querySelector('.cover')?.textContent.replace(/\s+/g, ' ').trim() ?? null,
      ),
    );
    assert.equal(texts[0], null, 'the first is drawn');
    assert.match(texts[1], /column "delya" of query "flights".*Did you mean "delay"\?.*plan\/unknown-column/);
    assert.match(texts[2], /no-such-file\.parquet.*404.*source\/not-found/);
    assert.match(texts[3], /query "typo".*syntax error at or near "SELEC".*source\/sql/);
    assert.match(texts[4], /an attribute from=.*spec\/missing-from/);
    assert.equal(texts[5], 'No rows to show.');
    await drag(page, 0, [0.3, 0.5], [0.6, 0.5]);
    assert.equal(await page.evaluate(() => document.querySelector('pika-plot').selected.ranges.length), 1);
    assert.deepEqual(page.errors, []);
  });

  it('draws and links SQL over queries, expressions, times and categories', async () => {
    const page = await browser.open('examples/02-sql.html');
    const failures = await page.evaluate(() =>
      heard.filter(({ type }) => type === 'pika-error').map(({ detail }) => detail),
    );
    assert.deepEqual(failures, []);
    await drag(page, 0, [0.3, 0.5], [0.6, 0.5]);
    const [{ lo, hi }] = (await selections(page))[0];
    const byDay = await page.evaluate(async () => (await document.querySelectorAll('pika-plot')[1].counts()).counts);
    const expected = await page.evaluate(
      (sql) => window.rows(sql),
      `SELECT count(*)::INTEGER FROM late WHERE hour >= ${lo}::DOUBLE AND hour < ${hi}::DOUBLE GROUP BY date_trunc('day', date) ORDER BY min(date)`,
    );
    assert.deepEqual(
      Object.values(byDay).filter((count) => count > 0),
      expected.map(([count]) => count),
    );
    const letters = await page.evaluate(() =>
      [...document.querySelectorAll('pika-plot')[2].shadowRoot.querySelectorAll('text')].map(
        (text) => text.textContent,
      ),
    );
    assert.ok(letters.includes('A') && letters.includes('X'), String(letters));
  });
});
