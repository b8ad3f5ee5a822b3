/** The page of files: every format is drawn, and a file dropped into the box. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openBrowser } from './page.mjs';

const browser = await openBrowser();
after(() => browser.close());

test('CSV, JSON and Arrow are drawn; a chosen file is drawn too', async () => {
  const page = await browser.open('examples/04-files.html');
  await page.waitForFunction(() => allSettled());
  assert.deepEqual(
    await page.evaluate(() => heard.filter(({ type }) => type === 'pika-error').map(({ detail }) => detail)),
    [],
  );
  await page
    .locator('pika-query[name=mine] input')
    .setInputFiles({ name: 'mine.csv', mimeType: 'text/csv', buffer: Buffer.from('kind,n\na,1\nb,2\na,3\n') });
  await page.waitForFunction(() =>
    heard.some(({ type, target }) => type === 'pika-ready' && target.getAttribute('from') === 'mine'),
  );
  assert.deepEqual([await page.locator('#column').inputValue(), page.errors], ['kind', []]);
  await page.context().close();
});
