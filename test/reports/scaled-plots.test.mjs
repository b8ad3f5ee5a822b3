/**
 * A plot inside a scaled, zoomed, rotated or mirrored element selects, shows and zooms what is under the pointer. The
 * oracle is a marker: an empty element that the page places at a point of the plot, and whose position the browser
 * reports.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openAlone, until } from '../pages/page.mjs';

const WAYS = {
  'nothing': '',
  'scale(0.5)': 'transform: scale(0.5); transform-origin: 0 0',
  'scale(1.5)': 'transform: scale(1.5); transform-origin: 0 0',
  'scale(2)': 'transform: scale(2); transform-origin: 0 0',
  'the property scale, by two factors': 'scale: 1.5 0.75; transform-origin: 0 0',
  'zoom: 0.5': 'zoom: 0.5',
  'zoom: 1.5': 'zoom: 1.5',
  'zoom: 2': 'zoom: 2',
  'zoom in a scale': 'zoom: 0.8; transform: scale(1.5) translate(20px, 10px); transform-origin: 0 0',
  'rotate(30deg)': 'margin: 300px; transform: rotate(30deg)',
  'rotate(90deg)': 'margin: 300px; transform: rotate(90deg)',
  'a mirror': 'transform: scaleX(-1)',
  'skew': 'margin: 100px; transform: skewX(20deg)',
  'perspective': 'margin: 100px; transform: perspective(900px) rotateY(35deg) rotateX(15deg)',
};

let page;
before(async () => {
  page = await openAlone('test/reports/blank.html');
});
after(() => page?.end());

/** A plot inside a container with this style: 1,000 rows, v from 0 to 100 in steps of 0.1, and so is w. */
async function put(style, attributes, { root = '' } = {}) {
  await page.evaluate(
    async ([css, written, rootCss]) => {
      document.documentElement.style.cssText = rootCss;
      document.body.innerHTML = `<div style="position: relative; width: 420px; ${css}"><pika-query name="rows"></pika-query>
      <pika-plot from="rows" ${written} style="width: 400.5px; height: 240px; margin-left: 10px"></pika-plot></div>`;
      const plot = document.querySelector('pika-plot');
      const ready = new Promise((resolve) => plot.addEventListener('pika-ready', resolve, { once: true }));
      window.hovers = [];
      plot.addEventListener('pika-hover', ({ detail }) => hovers.push(detail));
      document.querySelector('pika-query').data = Array.from({ length: 1000 }, (_, i) => ({
        v: i / 10,
        w: ((i * 7) % 1000) / 10,
      }));
      await ready;
      await plot.updateComplete;
    },
    [style, attributes, root],
  );
}

/** Where the browser shows a point of the plot's box, given in fractions from its left and bottom. */
const at = (fx, fy) =>
  page.evaluate(
    ([x, y]) => {
      const plot = document.querySelector('pika-plot');
      const base = plot.shadowRoot.querySelector('line.base');
      const [left, right, bottom] = [base.x1, base.x2, base.y1].map((end) => end.baseVal.value);
      const top = Math.min(...[...plot.shadowRoot.querySelectorAll('line.grid')].map((line) => line.y1.baseVal.value));
      const marker = document.createElement('i');
      marker.style.cssText = `position: absolute; width: 0; height: 0; left: ${left + x * (right - left)}px; top: ${bottom - y * (bottom - top)}px`;
      plot.shadowRoot.querySelector('.plot').append(marker);
      const rect = marker.getBoundingClientRect();
      marker.remove();
      return { x: rect.x, y: rect.y };
    },
    [fx, fy],
  );

async function drag(from, to, options = {}) {
  const [start, end] = [await at(...from), await at(...to)];
  await page.mouse.move(start.x, start.y);
  await page.mouse.down(options);
  await page.mouse.move(end.x, end.y, { steps: 4 });
  await page.mouse.up(options);
}

const selected = () =>
  page.evaluate(() => document.querySelector('pika-plot').selected.ranges.map(({ lo, hi }) => [lo, hi]));
const domain = () => page.evaluate(() => document.querySelector('pika-plot').domain.x);

function near(actual, expected, slack, what) {
  assert.equal(actual?.length, expected.length, `${what}: ${JSON.stringify(actual)}`);
  actual.forEach((value, i) =>
    assert.ok(Math.abs(value - expected[i]) <= slack, `${what}: expected ${expected}, found ${actual}`),
  );
}

/** Plot pixels per pixel of the viewport: the precision of a real pointer. */
const SLACK = 1.2;
const BAR = 'mark="bar" x="bin(v, step=2)" x-domain="0, 100" y="count()"';
const PLANE = 'mark="density" x="v" y="w" x-domain="0, 100" y-domain="0, 100"';

async function shows({ x, y }, expected) {
  await page.mouse.move(1, 1);
  await page.evaluate(() => {
    hovers.length = 0;
  });
  await page.mouse.move(x, y);
  await until(page, () => hovers.some((hover) => hover?.count));
  const { cell, rect, size } = await page.evaluate(() => {
    const { left, top, right, bottom } = document
      .querySelector('pika-plot')
      .shadowRoot.querySelector('.tooltip')
      .getBoundingClientRect();
    return {
      cell: hovers.findLast(Boolean).sides[0].text,
      rect: { left, top, right, bottom },
      size: { width: innerWidth, height: innerHeight },
    };
  });
  const [lo, hi] = cell.match(/\d+(\.\d+)?/g).map(Number);
  assert.ok(lo <= expected + SLACK && hi >= expected - SLACK, `hover shows ${cell} at ${expected}`);
  assert.ok(
    rect.left >= 0 && rect.top >= 0 && rect.right <= size.width + 1 && rect.bottom <= size.height + 1,
    `tooltip in the window: ${JSON.stringify(rect)}`,
  );
  const away = Math.max(rect.left - x, x - rect.right, rect.top - y, y - rect.bottom);
  assert.ok(away >= 0 && away < 40, `tooltip ${away} px from the pointer at ${x}, ${y}: ${JSON.stringify(rect)}`);
}

for (const [way, style] of Object.entries(WAYS)) {
  describe(`in a container with ${way}`, () => {
    it('a drag selects what it covers, and pointing shows what is under the pointer', async () => {
      await put(style, `${BAR} brush="x"`);
      await drag([0.3, 0.5], [0.6, 0.4]);
      near((await selected())[0], [30, 60], SLACK, 'dragged');
      // Drag one end by its handle.
      await drag([0.6, 0.5], [0.8, 0.5]);
      near((await selected())[0], [30, 80], SLACK, 'an end dragged');
      await shows(await at(0.45, 0.02), 45);
    });

    it('a two-dimensional brush and a lasso select what they cover', async () => {
      await put(style, `${PLANE} brush="xy"`);
      await drag([0.3, 0.2], [0.6, 0.7]);
      const [x, y] = await selected();
      near(x, [30, 60], SLACK, 'x');
      near(y, [20, 70], SLACK, 'y');
      await put(style, `${PLANE} brush="lasso"`);
      const corners = await Promise.all(
        [
          [0.2, 0.2],
          [0.8, 0.2],
          [0.8, 0.6],
          [0.2, 0.6],
        ].map((corner) => at(...corner)),
      );
      await page.mouse.move(corners[0].x, corners[0].y);
      await page.mouse.down();
      for (const { x, y } of corners.slice(1)) await page.mouse.move(x, y, { steps: 6 });
      await page.mouse.up();
      const { clause } = await page.evaluate(() => document.querySelector('pika-plot').selected);
      const [xs, ys] = [0, 1].map((side) => clause.vertices.map((vertex) => vertex[side] / clause.sides[side].count));
      near([Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)], [0.2, 0.8, 0.2, 0.6], 0.02, 'lasso');
    });

    it('a click picks a bar, and pointing selects the nearest row', async () => {
      await put(style, `${BAR} pick`);
      const { x, y } = await at(0.47, 0.1);
      await page.mouse.click(x, y);
      assert.deepEqual(await selected(), [[46, 48]]);
      await put(style, `${PLANE} brush="nearest-x"`);
      const place = await at(0.42, 0.42);
      await page.mouse.move(1, 1);
      await page.mouse.move(place.x, place.y);
      await until(page, () => document.querySelector('pika-plot').selected?.ranges.length === 1);
      near([(await selected())[0][0]], [42], 3, 'nearest');
    });

    it('the wheel zooms about the pointer, and a drag pans with it', async () => {
      await put(style, `${BAR} zoom`);
      const { x, y } = await at(0.25, 0.5);
      await page.mouse.move(x, y);
      await page.mouse.wheel(0, -400);
      await until(page, () => document.querySelector('pika-plot').domain.x[1] < 99);
      const [lo, hi] = await domain();
      near([lo + 0.25 * (hi - lo)], [25], SLACK, 'under the pointer');
      await drag([0.7, 0.5], [0.5, 0.5]);
      near(await domain(), [lo + 0.2 * (hi - lo), hi + 0.2 * (hi - lo)], SLACK, 'panned by a fifth');
    });
  });
}

describe('on a zoomed page', () => {
  it('by its root element', async () => {
    await put('', `${BAR} brush="x"`, { root: 'zoom: 1.5' });
    await drag([0.3, 0.5], [0.6, 0.5]);
    near((await selected())[0], [30, 60], SLACK, 'dragged');
    await shows(await at(0.9, 0.02), 90);
    await page.evaluate(() => {
      document.documentElement.style.cssText = '';
    });
  });

  for (const factor of [0.5, 1.5, 2]) {
    it(`by the browser, to ${factor * 100} %`, async () => {
      const session = await page.context().newCDPSession(page);
      // As in browsers: more device pixels per CSS pixel, and fewer CSS pixels.
      await session.send('Emulation.setDeviceMetricsOverride', {
        width: Math.round(1100 / factor),
        height: Math.round(1100 / factor),
        deviceScaleFactor: factor,
        mobile: false,
      });
      await put('', `${BAR} brush="x"`);
      assert.equal(await page.evaluate(() => devicePixelRatio), factor);
      await drag([0.3, 0.5], [0.6, 0.5]);
      near((await selected())[0], [30, 60], SLACK, 'dragged');
      await shows(await at(0.9, 0.02), 90);
      await session.send('Emulation.clearDeviceMetricsOverride');
      await session.detach();
    });
  }
});

describe('two fingers', () => {
  for (const way of ['scale(0.5)', 'scale(2)', 'zoom: 2', 'rotate(90deg)']) {
    it(`with ${way}: what was under them stays there`, async () => {
      await put(WAYS[way], `${BAR} zoom`);
      const session = await page.context().newCDPSession(page);
      const touch = async (type, ...points) =>
        session.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(({ x, y }, id) => ({ x, y, id })) });
      const [a, b, c, d] = await Promise.all(
        [
          [0.3, 0.5],
          [0.5, 0.5],
          [0.2, 0.5],
          [0.6, 0.5],
        ].map((place) => at(...place)),
      );
      await touch('touchStart', a, b);
      await touch('touchMove', c, d);
      await touch('touchEnd');
      await session.detach();
      // The value from 0.3 is now at 0.2, and the one from 0.5 at 0.6.
      await until(page, () => document.querySelector('pika-plot').domain.x[1] < 99);
      const [lo, hi] = await domain();
      near([lo + 0.2 * (hi - lo), lo + 0.6 * (hi - lo)], [30, 50], SLACK, 'under the fingers');
    });
  }
});

it('a plot scaled to zero selects nothing', async () => {
  await put('', `${BAR} brush="x"`);
  const { x, y } = await at(0.3, 0.5);
  await page.evaluate(() => {
    document.querySelector('pika-plot').parentElement.style.transform = 'scale(0)';
  });
  await page.evaluate(
    ([clientX, clientY]) => {
      const target = document.querySelector('pika-plot').shadowRoot.querySelector('.plot');
      target.setPointerCapture = () => undefined;
      for (const type of ['pointerdown', 'pointermove', 'pointerup'])
        target.dispatchEvent(
          new PointerEvent(type, {
            clientX: clientX + (type === 'pointermove' ? 50 : 0),
            clientY,
            pointerId: 1,
            button: 0,
          }),
        );
    },
    [x, y],
  );
  assert.deepEqual(await selected(), []);
  assert.deepEqual(page.errors, []);
});
