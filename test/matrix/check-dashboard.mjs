import { readFile, writeFile } from 'node:fs/promises';
import { pointIn } from '../pages/hands.mjs';
import { until } from '../harness/patience.mjs';
import { askPage } from './ask-page.mjs';

/** What does not show after this long never does. */
const LIMIT = { everyMs: 50, patienceMs: 60_000 };

/** The bar in the middle of three: January, by name. */
const [FROM, TO] = [
  [0.36, 0.5],
  [0.64, 0.5],
];

/**
 * The dashboards of frameworks: brushes a bar of the first plot by pointer, expects the second plot to recount and the
 * page to show the selection as text, and clears it by the button.
 */
export async function checkDashboard(page, word = 'selected') {
  await shows(page, `3 sales, 0 ${word}`);
  await linkedIs(page, { North: 210, South: 160 });
  await page.evaluate(() => scrollTo(0, 0));
  await drag(page);
  await shows(page, `1 ${word}`);
  await linkedIs(page, { North: 120 });
  await page.getByRole('button', { name: 'Clear' }).click();
  await shows(page, `0 ${word}`);
  await linkedIs(page, { North: 210, South: 160 });
}

/** Edits the module of the dashboard while the development server runs: the page then works as before. */
export async function checkHotReload(page, file) {
  const text = await readFile(file, 'utf8');
  const edited = text.replace('selected</output>', 'chosen</output>');
  if (edited === text) throw new Error(`${file}: expected "selected</output>", found no such text`);
  await writeFile(file, edited);
  try {
    await checkDashboard(page, 'chosen');
  } finally {
    await writeFile(file, text);
  }
}

async function drag(page) {
  const [from, to] = [await pointIn(page, 0, ...FROM), await pointIn(page, 0, ...TO)];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
}

function shows(page, text) {
  const isShown = (wanted) => document.body.textContent.replace(/\s+/g, ' ').includes(wanted);
  return until(`the page shows "${text}"`, () => askPage(page, isShown, text), LIMIT);
}

function linkedIs(page, revenues) {
  const wanted = JSON.stringify(revenues);
  let shown = '';
  const values = () =>
    askPage(page, async () => {
      const values = (await document.querySelectorAll('pika-plot')[1]?.values()) ?? [];
      return JSON.stringify(Object.fromEntries(values.filter(({ x }) => x).map(({ x, y }) => [y, x])));
    });
  return until(`the linked plot shows ${wanted}`, async () => (shown = await values()) === wanted, {
    ...LIMIT,
    explain: () => shown,
  });
}
