/** Follows `docs/start.md` to the letter, with the packed package in place of the published one. */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { ROOT } from '../../examples/prepare.mjs';
import { serve } from '../../examples/serve.mjs';
import { until } from '../harness/patience.mjs';
import { patient } from '../pages/patient.mjs';
import { packInto } from './packed.mjs';
import { launchChromium } from '../pages/launch-chromium.mjs';

const run = promisify(execFile);
const PORT = 41_733;
/** The fenced blocks of the page: its language and text. */
const BLOCK = /^```(\w+)\n(.*?)^```/gms;

/** What npm prints where there is no way to its registry. */
const OFFLINE = /ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|ENOTCACHED|network/;

describe('docs/start.md', () => {
  let folder;
  let tarball;
  let browser;
  let server;
  /** npm starts Vite in a process of its own. */
  const stop = () => server?.exitCode === null && process.kill(-server.pid);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pika-plot-start-'));
    tarball = await packInto(folder);
    browser = await launchChromium();
  });

  after(async () => {
    stop();
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('leads to linked plots without a bundler', async (t) => {
    const { install, page, serveFiles } = await readBlocks();
    const app = join(folder, 'my-page');
    await mkdir(app);
    if (!(await follow(t, install, app))) return;
    await writeFile(join(app, 'index.html'), page);
    // Any web server does; this one needs no download.
    assert.equal(serveFiles.trim(), 'npx serve');
    const files = await serve({ root: app });
    await usePlots(`${files.url}/`).finally(files.close);
  });

  it('leads to linked plots with Vite', async (t) => {
    const { create, main, page, tag, start } = await readBlocks();
    const app = join(folder, 'my-app');
    if (!(await follow(t, create, app))) return;
    await writeFile(join(app, 'src/main.js'), main);
    const links = / *<link .*?>\n *<script .*?<\/script>\n/;
    assert.match(page, links);
    await writeFile(join(app, 'index.html'), page.replace(links, tag));
    const [npm, ...words] = start.trim().split(' ');
    // A port of its own: other tests may run at the same time.
    server = spawn(npm, [...words, '--', '--port', String(PORT), '--strictPort', '--host', '127.0.0.1'], {
      cwd: app,
      detached: true,
    });
    let printed = '';
    for (const stream of [server.stdout, server.stderr]) stream.on('data', (some) => (printed += some));
    // Asked, not read from what Vite prints: its colors split the address where CI is set.
    await until('the server answers', () => {
      assert.equal(server.exitCode, null, printed);
      return fetch(`http://127.0.0.1:${PORT}/`).then(
        ({ ok }) => ok,
        () => false,
      );
    });
    await usePlots(`http://127.0.0.1:${PORT}/`);
  });

  async function readBlocks() {
    const text = await readFile(join(ROOT, 'docs/start.md'), 'utf8');
    const blocks = Array.from(text.matchAll(BLOCK), ([, language, content]) => ({ language, content }));
    assert.deepEqual(
      blocks.map(({ language }) => language),
      ['sh', 'html', 'sh', 'sh', 'js', 'html', 'sh'],
    );
    const [install, page, serveFiles, create, main, tag, start] = blocks.map(({ content }) => content);
    return { install, page, serveFiles, create, main, tag, start };
  }

  /** Runs commands one by one, in `app` after its `cd`. Resolves to false if npm has no registry. */
  async function follow(t, commands, app) {
    for (const line of commands.trim().split('\n')) {
      if (line.startsWith('cd ')) {
        assert.equal(join(folder, line.slice(3)), app);
        continue;
      }
      // The test has made the folder.
      if (line.startsWith('mkdir ')) continue;
      const [command, ...words] = line.replace('install pika-plot', `install ${tarball}`).split(' ');
      const cwd = line.startsWith('npm create') ? folder : app;
      // Says yes to npm, which asks before it runs a package.
      const env = { ...process.env, npm_config_yes: 'true', npm_config_audit: 'false', npm_config_fund: 'false' };
      try {
        await run(command, words, { cwd, env });
      } catch (error) {
        if (!OFFLINE.test(error.stderr)) throw error;
        t.skip(`npm has no registry: ${error.stderr.trim().split('\n')[0]}`);
        return false;
      }
    }
    return true;
  }

  /** Opens the page, and drags across its months. */
  async function usePlots(url) {
    const tab = patient(await browser.newPage());
    const problems = [];
    tab.on('pageerror', ({ message }) => problems.push(message));
    tab.on('console', (message) => {
      // The page has no icon.
      const isIcon = message.location().url.endsWith('/favicon.ico');
      if (message.type() === 'error' && !isIcon) problems.push(message.text());
    });
    await tab.goto(url);
    const totals = () =>
      tab.evaluate(() =>
        Promise.all(
          Array.from(document.querySelectorAll('pika-plot'), async (plot) => {
            const counts = await plot.counts?.().catch(() => null);
            return counts?.counts.reduce((sum, count) => sum + count, 0) ?? null;
          }),
        ),
      );
    const [months, prices] = await until('all orders are counted', async () => {
      const [first, second] = await totals().catch(() => []);
      return first === 200_000 && second === 200_000 && [first, second];
    });
    assert.deepEqual([months, prices], [200_000, 200_000]);

    const followed = await until('the prices follow', async () => {
      // A drag across a third of the months; what listens to it may still be loading.
      const box = await tab.locator('pika-plot').first().boundingBox();
      const y = box.y + box.height / 2;
      await tab.mouse.move(box.x + box.width * 0.3, y);
      await tab.mouse.down();
      await tab.mouse.move(box.x + box.width * 0.6, y, { steps: 5 });
      await tab.mouse.up();
      const [, second] = await totals();
      return second < 150_000 && second;
    });
    assert.ok(followed > 20_000, `${followed} orders`);
    await until('the sum follows', async () => {
      const total = await tab.evaluate(() => document.querySelector('pika-count').shadowRoot.textContent);
      return /sum of price\$[\d.]+Mof \$[\d.]+M/.test(total);
    });
    assert.deepEqual(problems, []);
    await tab.close();
  }
});
