/**
 * Columns of the largest, least and infinite values, drawn and brushed on both backends, against a loop over the rows.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openBrowser } from '../pages/page.mjs';

const MAX = Number.MAX_VALUE;
const MIN = Number.MIN_VALUE;
const ROWS = 600;
const spread = (lo, hi) => Array.from({ length: ROWS }, (_, i) => lo * (1 - i / (ROWS - 1)) + hi * (i / (ROWS - 1)));
const COLUMNS = {
  'doubles of both signs to 1e308': spread(-1e308, 1e308),
  'the largest doubles': [-MAX, MAX, MAX, ...spread(-MAX, MAX)],
  'one largest double': [MAX, MAX],
  'denormals': spread(0, 300 * MIN),
  'denormals of both signs': spread(-2e-310, 3e-309),
  'one value of many digits': [1e300, 1e300, 1e300],
  'infinite and not': [Infinity, -Infinity, Infinity, NaN, ...spread(-3, 4)],
  'singles to their largest': Array.from(Float32Array.from(spread(-3.4028234663852886e38, 3.4028234663852886e38))),
};

for (const backend of ['cpu', 'webgpu']) {
  describe(`extreme values on ${backend}`, () => {
    let browser, page;
    before(async () => {
      browser = await openBrowser({ gpu: backend === 'webgpu' });
      page = await browser.open('test/reports/blank.html', { backend });
      await page.evaluate(async () => {
        const { pageEngine } = await import('/dist/pika-plot.js');
        await pageEngine().status();
      });
    });
    after(() => browser?.close());

    for (const [name, values] of Object.entries(COLUMNS)) {
      it(`${name}: the canvas has the size of the plot, every finite row is counted, and a brush over all selects them`, async () => {
        const drawn = await page.evaluate(
          async ({ values, name }) => {
            const query = Object.assign(document.createElement('pika-query'), {
              name,
              data: { v: Float64Array.from(values), i: Int32Array.from(values, (_, i) => i) },
            });
            const plots = [
              { mark: 'bar', x: 'bin(v)', y: 'count()', brush: 'x' },
              { mark: 'density', x: 'i', y: 'v', brush: 'xy' },
            ].map((attributes) => {
              const plot = document.createElement('pika-plot');
              for (const [key, value] of Object.entries({
                from: name,
                style: 'width: 500px; height: 200px',
                zoom: '',
                ...attributes,
              }))
                plot.setAttribute(key, value);
              return plot;
            });
            const ready = Promise.all(
              plots.map(
                (plot) =>
                  new Promise((resolve, reject) => {
                    plot.addEventListener('pika-ready', resolve, { once: true });
                    plot.addEventListener('pika-error', ({ detail }) => reject(new Error(detail.message)), {
                      once: true,
                    });
                  }),
              ),
            );
            document.body.replaceChildren(query, ...plots);
            await ready;
            // A note takes room from its plot, which the browser reports with its next frame.
            const frame = () => new Promise(requestAnimationFrame);
            await frame().then(frame);
            const found = [];
            for (const plot of plots) {
              const { edges, counts } = await plot.counts();
              const canvas = plot.shadowRoot.querySelector('canvas');
              found.push({
                edges: edges.map((axis) => axis.map(String)),
                counts: [...counts],
                canvas: [canvas.width, canvas.height],
                roomCss: plot.shadowRoot.querySelector('.plot').offsetHeight,
                isInside: plot.offsetHeight === 200 && plot.scrollHeight <= 200,
                note: plot.shadowRoot.querySelector('[part=note]')?.textContent ?? null,
                texts: [...plot.shadowRoot.querySelectorAll('svg text')].map(({ textContent }) => textContent),
                svg: [...plot.shadowRoot.querySelectorAll('svg')].map((svg) => svg.innerHTML).join(''),
              });
            }
            // The whole of the bars' axis is selected: nothing is filtered out of the plane but what is nowhere on it.
            const { domain } = plots[0];
            plots[0].select({ x: domain.x });
            const selected = [...(await plots[1].counts()).counts].reduce((a, b) => a + b, 0);
            plots[0].select(null);
            plots[0].domain = { x: [domain.x[0] * 0.75 + domain.x[1] * 0.25, domain.x[0] * 0.25 + domain.x[1] * 0.75] };
            const zoomed = await plots[0].counts();
            return {
              found,
              selected,
              domain: domain.x.map(String),
              zoomed: { edges: zoomed.edges[0].map(String), counts: [...zoomed.counts] },
            };
          },
          { values: values.map(String), name },
        );
        const inBins = (edges, counts) =>
          assert.deepEqual(
            counts,
            counts.map(
              (_, i) => values.filter((value) => value >= Number(edges[i]) && value < Number(edges[i + 1])).length,
            ),
          );
        const finite = values.filter(Number.isFinite).length;
        const [bars, plane] = drawn.found;
        inBins(bars.edges[0], bars.counts);
        assert.equal(
          bars.counts.reduce((a, b) => a + b),
          finite,
        );
        assert.equal(
          plane.counts.reduce((a, b) => a + b),
          finite,
        );
        const below = values.filter(
          (value) => value >= Number(drawn.domain[0]) && value < Number(drawn.domain[1]),
        ).length;
        assert.equal(drawn.selected, below);
        inBins(drawn.zoomed.edges, drawn.zoomed.counts);
        for (const { canvas, texts, svg, note, roomCss, isInside } of drawn.found) {
          assert.deepEqual(canvas, [500, roomCss]);
          // A note is below the plot, inside its element.
          assert.ok(isInside);
          assert.equal(roomCss < 200, note !== null);
          assert.doesNotMatch(svg, /NaN|Infinity|undefined/);
          assert.ok(texts.length > 3, `labels: ${texts.join()}`);
          assert.equal(
            note,
            name === 'infinite and not' ? 'not drawn: 3 infinite values of v, 1 row without a value of v' : null,
          );
        }
      });
    }
  });
}
