/** Labels as rendered by a browser, in its own font: none touches another or leaves its plot. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openBrowser } from '../pages/page.mjs';

const DAY_MS = 86_400_000;
const PLOTS = [
  ['years', 'bin(years)', 'count()'],
  ['days', 'bin(days)', 'count()'],
  ['minutes', 'bin(minutes)', 'count()'],
  ['five', 'five', 'count()'],
  ['forty', 'forty', 'count()'],
  ['wide', 'wide', 'count()'],
  ['plane', 'bin(minutes)', 'forty'],
  ['upright', 'bin(v)', 'wide'],
  ['late', 'bin(v)', 'years'],
];

describe('labels on a page', () => {
  let browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser?.close());

  for (const [width, colorScheme] of [
    [320, 'light'],
    [640, 'light'],
    [1400, 'dark'],
  ]) {
    it(`${width} px wide: fit, and shortened ones provide their full text`, async () => {
      const page = await browser.open('test/reports/blank.html', { viewport: { width, height: 900 }, colorScheme });
      const drawn = await page.evaluate(
        async ({ plots, dayMs }) => {
          document.body.style.margin = '0';
          const n = 800;
          const times = (span) =>
            Array.from({ length: n }, (_, i) => new Date(Date.UTC(2020, 3, 5, 15, 30) + (span * i) / (n - 1)));
          const five = [
            'Agriculture',
            'Education and Research',
            'Environment, Food and Rural Affairs',
            'Environment, Housing and Local Affairs',
            'Ωμέγα 漢字漢字漢字漢字漢字',
          ];
          const data = {
            v: Float64Array.from({ length: n }, (_, i) => i * 1e3),
            years: times(1095 * dayMs),
            days: times(12 * dayMs),
            minutes: times(30 * 60e3),
            five: Array.from({ length: n }, (_, i) => five[i % 5]),
            forty: Array.from({ length: n }, (_, i) => `category ${i % 40}`),
            wide: Array.from({ length: n }, (_, i) => `${'W'.repeat(60)}${i % 12}`),
          };
          document.body.append(Object.assign(document.createElement('pika-query'), { name: 'labels', data }));
          const answers = [];
          for (const [name, x, y] of plots) {
            const plot = document.createElement('pika-plot');
            for (const [key, value] of Object.entries({
              from: 'labels',
              mark: y === 'count()' ? 'bar' : 'density',
              x,
              y,
            }))
              plot.setAttribute(key, value);
            const ready = new Promise((resolve) => plot.addEventListener('pika-ready', resolve, { once: true }));
            document.body.append(plot);
            await ready;
            const host = plot.getBoundingClientRect();
            const texts = [...plot.shadowRoot.querySelectorAll('svg text')].map((text) => {
              const { x: left, y: top, width: wide, height: tall } = text.getBBox();
              const matrix = text.getScreenCTM();
              // Labels may be turned: their own corners count, without the space for descenders.
              const corners = [
                [left + 0.5, top + 1.5],
                [left + wide - 0.5, top + 1.5],
                [left + wide - 0.5, top + tall - 1.5],
                [left + 0.5, top + tall - 1.5],
              ].map(([cx, cy]) => {
                const { x: px, y: py } = new DOMPoint(cx, cy).matrixTransform(matrix);
                return [px - host.left, py - host.top];
              });
              const full = text.querySelector('title')?.textContent ?? null;
              return {
                corners,
                full,
                label: full === null ? text.textContent : text.textContent.slice(0, -full.length),
              };
            });
            answers.push({ name, width: host.width, texts });
          }
          return answers;
        },
        { plots: PLOTS, dayMs: DAY_MS },
      );
      for (const { name, width: widthCss, texts } of drawn) {
        assert.ok(texts.length >= 5, `${name}: ${texts.map(({ label }) => label).join()}`);
        for (const [i, text] of texts.entries()) {
          const across = text.corners.map(([x]) => x);
          assert.ok(
            Math.min(...across) >= 0 && Math.max(...across) <= widthCss,
            `${name}: "${text.label}" from ${Math.min(...across)} to ${Math.max(...across)} of ${widthCss}`,
          );
          const other = texts.find((one, j) => j < i && overlaps(one.corners, text.corners));
          assert.equal(other, undefined, `${name}: "${text.label}" over "${other?.label}"`);
          assert.equal(text.full !== null, text.label.includes('…'), `${name}: ${text.label}`);
        }
      }
      const labelsOf = (name) => drawn.find((plot) => plot.name === name).texts.map(({ full, label }) => full ?? label);
      for (const word of [
        'Agriculture',
        'Education and Research',
        'Environment, Food and Rural Affairs',
        'Environment, Housing and Local Affairs',
      ])
        assert.ok(labelsOf('five').includes(word), `${word} of ${labelsOf('five').join()}`);
      assert.ok(
        ['2021', '2022', '2023'].every((year) => labelsOf('years').includes(year)),
        labelsOf('years').join(),
      );
      await page.context().close();
    });
  }
});

/** Whether two rectangles, turned or not, overlap: no side of either separates them. */
function overlaps(a, b) {
  for (const corners of [a, b]) {
    for (const [i, [x0, y0]] of corners.entries()) {
      const [x1, y1] = corners[(i + 1) % 4];
      const along = ([x, y]) => (x - x0) * (y1 - y0) - (y - y0) * (x1 - x0);
      const [sideA, sideB] = [a.map(along), b.map(along)];
      if (Math.max(...sideA) <= Math.min(...sideB) || Math.max(...sideB) <= Math.min(...sideA)) return false;
    }
  }
  return true;
}
