import { until } from '../harness/patience.mjs';

/** Selects a bar of the project's first plot, expects the page to show that as text, and clears it by the button. */
export async function checkSelection(page) {
  const shows = (text) =>
    until(`the page shows "${text}"`, () =>
      page.evaluate((wanted) => document.body.textContent.includes(wanted), text),
    );
  await shows('3 sales, 0 selected');
  await page.evaluate(() => document.querySelector('pika-plot').select({ x: ['Feb'] }));
  await shows('1 selected');
  await page.getByRole('button', { name: 'Clear' }).click();
  await shows('0 selected');
}
