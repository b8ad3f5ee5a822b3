/**
 * Canvases while the plot or the page changes its size. A browser clears a canvas that is resized, so the picture must
 * follow in the same task: otherwise the page, or a screenshot, shows a blank plot.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openAlone, until } from './page.mjs';

/** In the page: `blanks` lists the canvases that were cleared and not painted by the end of the task. */
function watchCanvases() {
  window.blanks = [];
  const cleared = new Set();
  const ended = new MessageChannel();
  ended.port1.onmessage = () => {
    for (const canvas of cleared) {
      const plot = canvas.getRootNode().host;
      if (plot) window.blanks.push(`plot ${[...document.querySelectorAll('pika-plot')].indexOf(plot) + 1}`);
    }
  };
  for (const side of ['width', 'height']) {
    const { get, set } = Object.getOwnPropertyDescriptor(HTMLCanvasElement.prototype, side);
    Object.defineProperty(HTMLCanvasElement.prototype, side, {
      get,
      set(length) {
        set.call(this, length);
        cleared.add(this);
        ended.port2.postMessage(null);
      },
    });
  }
  const painting = (context, name) => {
    const paint = context?.prototype[name];
    if (!paint) return;
    context.prototype[name] = function (...values) {
      cleared.delete(this.canvas);
      return paint.apply(this, values);
    };
  };
  painting(globalThis.GPUCanvasContext, 'getCurrentTexture');
  for (const name of ['fillRect', 'fill', 'putImageData']) painting(CanvasRenderingContext2D, name);
}

for (const backend of ['cpu', 'webgpu']) {
  describe(`canvases on ${backend}`, () => {
    let page;
    before(async () => {
      page = await openAlone('test/pages/canvases.html', { backend, first: watchCanvases });
      await drawn();
    });
    after(() => page?.end());

    /** Waits until every plot is drawn at its size. */
    const drawn = () =>
      until(page, async () => {
        const plots = [...document.querySelectorAll('pika-plot')].filter(({ clientWidth }) => clientWidth > 0);
        await Promise.all(plots.map((plot) => plot.values()));
        await frames(2);
        return plots.every((plot) => {
          const { width } = plot.shadowRoot.querySelector('#surface canvas');
          return width === Math.round(Math.floor(plot.clientWidth) * devicePixelRatio);
        });
      });
    const neverBlank = async (change) => {
      await page.evaluate(() => (window.blanks.length = 0));
      await change();
      await drawn();
      assert.deepEqual(await page.evaluate(() => window.blanks), []);
      assert.deepEqual(page.errors, []);
    };
    const sized = (changes) =>
      page.evaluate(async (changes) => {
        const { style } = document.querySelector('main');
        for (const width of changes) {
          style.width = width;
          await frames(1);
        }
      }, changes);

    for (const isBrushed of [false, true]) {
      describe(isBrushed ? 'under a brush' : 'without a filter', () => {
        before(async () => {
          await page.evaluate((x) => document.querySelector('pika-plot').select({ x }), isBrushed ? [0, 40] : null);
          await drawn();
        });

        it('keep their picture while CSS resizes the plots, frame by frame', () =>
          neverBlank(() => sized(['900px', '700px', '820px', '640px', '900px'])));

        it('keep their picture while the window changes its size', () =>
          neverBlank(async () => {
            for (const [width, height] of [
              [900, 700],
              [1200, 1000],
              [1100, 1100],
            ]) {
              await page.setViewportSize({ width, height });
              await drawn();
            }
          }));

        it('keep their picture in a screenshot of the full page', () =>
          neverBlank(() => page.screenshot({ fullPage: true })));

        it('keep their picture when the pixel ratio changes', () =>
          neverBlank(async () => {
            const session = await page.context().newCDPSession(page);
            for (const [width, deviceScaleFactor] of [
              [1000, 2],
              [1100, 1],
            ]) {
              const metrics = { width, height: 1100, mobile: false, deviceScaleFactor };
              await session.send('Emulation.setDeviceMetricsOverride', metrics);
              await until(page, (ratio) => devicePixelRatio === ratio, deviceScaleFactor);
              await drawn();
            }
          }));

        it('keep their picture when they are hidden, resized and shown', () =>
          neverBlank(async () => {
            await page.evaluate(() => (document.querySelector('main').style.display = 'none'));
            await sized(['700px']);
            await page.evaluate(() => (document.querySelector('main').style.display = ''));
          }));

        it('keep their picture during a zoom, and after it', () =>
          neverBlank(() =>
            page.evaluate(async () => {
              const plot = document.querySelectorAll('pika-plot')[2];
              for (const lo of [100, 300, 500]) {
                plot.domain = { x: [lo, lo + 1000] };
                await frames(1);
              }
              await plot.counts();
              plot.domain = null;
            }),
          ));

        it('can be printed, and show the same canvas afterwards', async () => {
          await page.evaluate(async () => {
            // The counts of a picture are read back once it is described.
            for (const plot of document.querySelectorAll('pika-plot'))
              while (!plot.shadowRoot.querySelector('#summary').textContent) await frames(1);
            await frames(30);
            const canvases = () =>
              [...document.querySelectorAll('pika-plot')].map((plot) =>
                plot.shadowRoot.querySelector('#surface canvas'),
              );
            window.printed = null;
            const before = canvases();
            const isPrintable = (canvas) =>
              canvas
                .getContext('2d')
                ?.getImageData(0, 0, canvas.width, canvas.height)
                .data.some((value) => value > 0) ?? false;
            addEventListener('beforeprint', () => (window.printed = canvases().map(isPrintable)), { once: true });
            window.isSame = () => canvases().every((canvas, i) => canvas === before[i]);
          });
          await neverBlank(() => page.pdf());
          assert.deepEqual(await page.evaluate(() => window.printed), [true, true, true, true, true]);
          assert.ok(await page.evaluate(() => window.isSame()));
        });
      });
    }
  });
}
