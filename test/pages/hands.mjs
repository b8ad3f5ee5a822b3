/** A real pointer on the plots of a page. `page` is Playwright's or Puppeteer's. */
import { awaiting, PATIENCE_MS } from '../harness/patience.mjs';
import { until } from './until.mjs';

/** Where a point of a plot's box is on the page: fractions from the box's left and bottom. */
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

/** Drags by real pointer events, from and to fractions of a plot's box; leaves the button down when `hold`. */
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
 * Waits until what was asked of the plots is on their canvases. Rejects with what each of them says when that does not
 * come to pass.
 */
export async function rest(page) {
  await awaiting(
    'counts that stay',
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
                // None, and nothing over the picture that says why: it is on its way.
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

/** Waits until every plot says in words what it shows, which it does a moment after the picture stands. */
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
