/** A real pointer on the plots of a page. `page` is Playwright's or Puppeteer's. */
import { awaiting, PATIENCE_MS } from '../harness/patience.mjs';
import { until } from './until.mjs';

/** Converts a point of a plot's box, in fractions from its left and bottom, to the page. */
export function pointIn(page, index, fx, fy) {
  return page.evaluate(
    ([index, fx, fy]) => {
      const plot = document.querySelectorAll('pika-plot')[index];
      const { x, y } = plot.getBoundingClientRect();
      const base = plot.shadowRoot.querySelector('line.base');
      const [left, right, bottom] = [base.x1, base.x2, base.y1].map((end) => end.baseVal.value);
      const top = Math.min(...[...plot.shadowRoot.querySelectorAll('line.grid')].map((line) => line.y1.baseVal.value));
      return { x: x + left + fx * (right - left), y: y + bottom - fy * (bottom - top) };
    },
    [index, fx, fy],
  );
}

/** Drags by real pointer events between fractions of a plot's box; `hold` leaves the button down. */
export async function drag(page, index, from, to, { steps = 8, hold = false } = {}) {
  const start = await pointIn(page, index, ...from);
  const end = await pointIn(page, index, ...to);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(end.x, end.y, { steps });
  if (!hold) await page.mouse.up();
  await rest(page);
}

/**
 * Waits until the canvases of all plots are up to date. Rejects with the messages of the plots if a plot fails.
 */
export async function rest(page) {
  await awaiting(
    'stable counts',
    page.evaluate(async (timeoutMs) => {
      const plots = () => [...document.querySelectorAll('pika-plot')];
      let said = 'no frame';
      let isLate = false;
      const settle = async () => {
        let before = '';
        for (let same = 0; same < 3 && !isLate;) {
          await frames(2);
          await new Promise((resolve) => setTimeout(resolve, 60));
          said = 'no counts';
          said = JSON.stringify(
            await Promise.all(
              plots().map(async (plot) => {
                const counts = (await plot.counts())?.counts;
                // No counts and no overlay that explains why: still on its way.
                if (!counts && !plot.shadowRoot.querySelector('.cover')) return 'wait';
                return [...(counts ?? [])].reduce((a, b, i) => (a * 31 + b * (i + 1)) % 1e9, 7);
              }),
            ),
          );
          same = said === before && !said.includes('wait') ? same + 1 : 0;
          before = said;
        }
      };
      const late = new Promise((_, failed) =>
        setTimeout(() => {
          isLate = true;
          failed(
            new Error(
              `no rest within ${timeoutMs} ms, ${said}: ${plots()
                .map((plot) => plot.shadowRoot.textContent.trim().replace(/\s+/g, ' '))
                .join(' | ')}`,
            ),
          );
        }, timeoutMs),
      );
      await Promise.race([settle(), late]);
    }, PATIENCE_MS),
  );
}

/** Waits until every plot describes its picture in text, which follows shortly after the picture. */
export async function described(page) {
  await until(page, async () => {
    const plots = [...document.querySelectorAll('pika-plot')];
    const said = await Promise.all(
      plots.map(async (plot) => {
        const rows = (await plot.counts())?.counts.reduce((a, b) => a + b);
        const words = plot.shadowRoot.querySelector('#summary').textContent.replaceAll(',', '');
        return words.startsWith(`${rows} rows`);
      }),
    );
    return said.every(Boolean);
  });
}
