/** <pika-status> on a page: its facts, and traces saved by real clicks around a real drag. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { traceFaults, tracksOf } from '../harness/trace-events.mjs';
import { drag, openAlone } from './page.mjs';

const PAGE = 'examples/07-status.html';
const status = (page) => page.locator('pika-status');
const facts = (page) =>
  status(page)
    .locator('dl')
    .evaluate((list) =>
      Object.fromEntries(
        [...list.querySelectorAll('dt')].map((term) => [term.textContent, term.nextElementSibling.textContent]),
      ),
    );

/** Records while `work` runs, by clicks on the element's button; returns the downloaded trace. */
async function recorded(page, work) {
  await status(page).getByRole('button', { name: 'Record' }).click();
  await work();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    status(page).getByRole('button', { name: 'Save' }).click(),
  ]);
  assert.match(download.suggestedFilename(), /^pika-plot-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.json$/);
  return JSON.parse(await readFile(await download.path(), 'utf8'));
}

/** Adds another query and a plot of it; resolves when it is drawn. */
async function addPlot() {
  const main = document.querySelector('main');
  main.insertAdjacentHTML('beforeend', '<pika-query name="again" src="/data/flights-200k.arrow"></pika-query>');
  main.insertAdjacentHTML('beforeend', '<pika-plot from="again" mark="bar" x="bin(delay)" y="count()"></pika-plot>');
  await new Promise((drawn) => main.lastElementChild.addEventListener('pika-ready', drawn, { once: true }));
}

for (const backend of ['cpu', 'webgpu']) {
  describe(`status and traces, ${backend}`, () => {
    let page;
    before(async () => {
      page = await openAlone(PAGE, { backend });
    });
    after(() => page?.end());

    it('saves a trace of every module that trace viewers can read', async () => {
      const trace = await recorded(page, async () => {
        await drag(page, 0, [0.3, 0.5], [0.6, 0.5], { steps: 20 });
        await page.evaluate(addPlot);
      });
      assert.deepEqual(traceFaults(trace), []);
      const tracks = tracksOf(trace);
      const backends = backend === 'cpu' ? ['cpu', 'cpu worker 1'] : ['gpu'];
      for (const name of ['source', 'rows worker', 'columns', 'plot', 'link', 'frame', ...backends])
        assert.ok(tracks.get(name)?.length > 0, `${name}: only ${[...tracks.keys()].join(', ')}`);
      assert.ok(
        trace.otherData.columnMisses >= 2 && trace.otherData.bytesLoaded > 1e6 && trace.otherData.bytesUploaded > 1e6,
        JSON.stringify(trace.otherData),
      );
      assert.deepEqual(page.errors, []);
    });

    it("places a worker's spans inside the frame that waited for them", { skip: backend !== 'cpu' }, async () => {
      const trace = await recorded(page, () =>
        page.evaluate(async () => {
          document.querySelector('pika-plot').select({ x: [0.5, 70.25] });
          await frames(2);
          await document.querySelector('pika-plot').counts();
        }),
      );
      const scans = tracksOf(trace)
        .get('cpu worker 1')
        .filter(({ name }) => name === 'scanned');
      const frames = tracksOf(trace).get('frame');
      assert.ok(scans.length > 0);
      for (const { ts, dur } of scans)
        assert.ok(
          frames.some((frame) => frame.ts <= ts && ts + dur <= frame.ts + frame.dur),
          `${ts}+${dur} in none of ${JSON.stringify(frames)}`,
        );
    });

    it('accounts for canvases, and for the heap of the Parquet reader', async () => {
      const { owners, pixels } = await page.evaluate(async () => ({
        owners: (await (await engine()).status()).memory.owners,
        pixels: [...document.querySelectorAll('pika-plot')]
          .map((plot) => plot.shadowRoot.querySelector('canvas'))
          .reduce((sum, { width, height }) => sum + width * height, 0),
      }));
      const bytesOf = (part) =>
        owners.filter((owner) => owner.part === part).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
      assert.equal(bytesOf('canvas'), 4 * pixels);
      assert.ok(bytesOf('Parquet reader') >= 2 ** 20, JSON.stringify(owners));
    });

    it('shows the backend and the reason, by keyboard too', async () => {
      // It refreshes once a second.
      await page.waitForFunction(() =>
        /Plots\s*3/.test(document.querySelector('pika-status').shadowRoot.querySelector('dl')?.textContent),
      );
      const said = await facts(page);
      assert.match(said.Backend, backend === 'cpu' ? /^CPU: \d+ CPU workers?$/ : /^WebGPU: ./);
      assert.equal(said.Reason, 'requested');
      assert.equal(said.Plots, '3');
      await status(page).getByRole('button', { expanded: true }).focus();
      await page.keyboard.press('Enter');
      assert.equal(await status(page).locator('dl').count(), 0);
      await page.keyboard.press('Space');
      assert.equal(await status(page).locator('dl').count(), 1);
    });
  });
}
