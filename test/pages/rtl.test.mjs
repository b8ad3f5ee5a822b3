/** A page that runs from right to left: text and controls do, plots do not, and nothing overlaps or leaves the page. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { until } from '../harness/patience.mjs';
import { openAlone } from './page.mjs';

describe('a page from right to left', () => {
  let page;
  const boxes = (selector) =>
    page.locator(selector).evaluateAll((all) =>
      all.map((one) => {
        const { left, right, top } = one.getBoundingClientRect();
        return { left, right, top, text: one.textContent.trim() };
      }),
    );

  before(async () => {
    page = await openAlone('test/pages/dashboard.html', {
      viewport: { width: 800, height: 1300 },
      first: () =>
        new MutationObserver(() => (document.documentElement.dir = 'rtl')).observe(document, { childList: true }),
    });
    await until('rows are shown', () => page.evaluate(() => document.querySelector('pika-count').value?.rows > 0));
    await until('a legend', async () => (await page.locator('pika-legend .entry').count()) === 3);
    await until('the table has rows', async () => (await page.locator('pika-table .body .row').count()) > 3);
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).direction), 'rtl');
  });
  after(() => page?.end());

  it('has plots whose x axis runs to the right, with labels beside it', async () => {
    for (const id of ['delays', 'parts', 'distances']) {
      const [base] = await boxes(`#${id} line.base`);
      const labels = await boxes(`#${id} text:not(.title)`);
      const beside = labels.filter(({ left, right }) => (left + right) / 2 < base.left);
      assert.ok(beside.length > 1, `${id} has labels beside its y axis`);
      for (const { right, text } of beside) assert.ok(right <= base.left, `${id}: "${text}" ends at ${right}`);
    }
    const [base] = await boxes('#distances line.base');
    const numbers = (await boxes('#distances text:not(.title)'))
      .filter(({ top }) => top > base.top)
      .toSorted((a, b) => a.left - b.left)
      .map(({ text }) => Number(text.replaceAll(',', '')));
    assert.ok(numbers.length > 3);
    assert.deepEqual(
      numbers,
      numbers.toSorted((a, b) => a - b),
    );
  });

  it('has inputs, counts and legends that begin at the right', async () => {
    const [label] = await boxes('pika-input[name="least"] span');
    const [control] = await boxes('pika-input[name="least"] input');
    assert.ok(label.left >= control.right, 'the label is to the right of its control');
    const entries = await boxes('pika-legend .entry');
    for (let i = 1; i < entries.length; i++) assert.ok(entries[i].right <= entries[i - 1].left, entries[i].text);
    const [all] = await boxes('pika-count');
    const [main] = await boxes('main > p');
    assert.ok(main.right - all.right < 1, 'the count begins at the right');
  });

  it('has error panels with their edge at the right', async () => {
    await page.evaluate(() => (document.querySelector('#parts').from = 'nothing'));
    const panel = page.locator('#parts .error');
    await until('an error', async () => (await panel.count()) === 1);
    const edges = await panel.evaluate((one) => {
      const { borderLeftWidth, borderRightWidth } = getComputedStyle(one);
      return [borderLeftWidth, borderRightWidth];
    });
    assert.deepEqual(edges, ['0px', '3px']);
  });

  it('does not scroll sideways, wide or narrow', async () => {
    for (const width of [800, 360]) {
      await page.setViewportSize({ width, height: 1300 });
      await page.evaluate(() => window.frames(3));
      const { scrollWidth, clientWidth } = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return { scrollWidth, clientWidth };
      });
      assert.ok(scrollWidth <= clientWidth, `${scrollWidth} of ${clientWidth}`);
    }
  });
});
