/** Storybook, built: stories draw their plots from the files of the build, with nothing on the console. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { chromium } from 'playwright-core';
import { buildStale, runCommand } from '../../examples/prepare.mjs';
import { serve } from '../../examples/serve.mjs';
import { findChromium, NO_GPU } from '../chromium.mjs';
import { awaiting } from '../harness/patience.mjs';
import { patient, PATIENT_LAUNCH } from '../pages/patient.mjs';

const BROWSERS_OWN = /^No available adapters\.$/;

describe('the built Storybook', () => {
  let folder;
  let browser;
  let server;

  before(async () => {
    await buildStale();
    folder = await mkdtemp(join(tmpdir(), 'pika-plot-storybook-'));
    await runCommand('npm', ['run', '--silent', 'build-storybook', '--', '--quiet', '--output-dir', folder]);
    browser = await chromium.launch({ ...PATIENT_LAUNCH, executablePath: await findChromium(), args: NO_GPU });
    server = await serve({ root: folder });
  });
  after(async () => {
    await browser?.close();
    await server?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it('draws the first story of each page', async () => {
    const { entries } = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8'));
    const stories = Object.values(entries).filter(({ type }) => type === 'story');
    const first = new Map(stories.toReversed().map(({ title, id }) => [title, id]));
    assert.ok(first.size > 5, [...first.keys()].join());
    const page = patient(await browser.newPage());
    const said = [];
    page.on('console', (message) => {
      const isOurs = !BROWSERS_OWN.test(message.text()) && !message.location().url.endsWith('/favicon.ico');
      if (isOurs && ['error', 'warning'].includes(message.type())) said.push(message.text());
    });
    page.on('pageerror', (error) => said.push(error.message));
    page.on('response', (response) => {
      if (response.status() >= 400) said.push(`${response.status()} ${response.url()}`);
    });
    for (const id of first.values()) {
      await page.goto(`${server.url}/iframe.html?viewMode=story&id=${id}`);
      await page.waitForFunction(() => document.querySelector('pika-plot')?.values);
      const shown = await awaiting(`the plots of ${id}`, page.evaluate(drawnPlots));
      assert.deepEqual([...new Set(shown)], ['drawn'], id);
    }
    assert.deepEqual(said, []);
  });
});

/** Runs in the page: for each plot, `drawn` or its error. */
function drawnPlots() {
  const plots = [...document.querySelectorAll('pika-plot')];
  return Promise.all(
    plots.map((plot) =>
      plot.values().then(
        () => 'drawn',
        (error) => error.message,
      ),
    ),
  );
}
