/** <pika-workspace autosave>: what users chose is there again, in each tab its own; and files that stay whole. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { until } from '../harness/patience.mjs';
import { drag, openBrowser, rest } from './page.mjs';
import { watchPage } from './watch-page.mjs';

const PAGE = 'test/pages/autosave.html';

describe('autosave', () => {
  let browser;
  let page;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());
  beforeEach(async () => {
    await page?.context().close();
    page = await browser.open(PAGE);
  });

  const started = async (tab = page) => {
    await tab.waitForFunction(() => window.allSettled());
    await until('the workspace has started', () =>
      tab.evaluate(() => document.querySelector('pika-workspace').state !== null),
    );
    await rest(tab);
  };
  const reload = async (tab = page) => {
    await tab.reload();
    await started(tab);
  };
  /** A second tab of the same browser. */
  const openTab = async () => {
    const tab = await page.context().newPage();
    await tab.addInitScript(watchPage, 'cpu');
    await tab.goto(page.url());
    await started(tab);
    return tab;
  };
  const versions = (tab = page) =>
    tab.evaluate(async () =>
      (await document.querySelector('pika-workspace').versions()).map(({ savedAt, state }) => [
        savedAt instanceof Date,
        JSON.stringify(state),
      ]),
    );
  const condition = (tab = page) => tab.evaluate(async () => (await engine()).selection('rows').toSQL('rows'));
  const assign = (state, tab = page) =>
    tab.evaluate((assigned) => void (document.querySelector('pika-workspace').state = assigned), state);
  const zoomedTo = (lo, hi) => ({ version: 1, domains: { amounts: { x: [lo, hi] } } });
  const domain = (tab = page) => tab.evaluate(() => document.querySelector('#amounts').zoomed.x ?? null);
  const brush = async (from, to, tab = page) => {
    const before = (await versions(tab))[0]?.[1];
    await drag(tab, 0, [from, 0.5], [to, 0.5]);
    await until('the step is saved', async () => (await versions(tab))[0]?.[1] !== before);
    return condition(tab);
  };

  it('restores the last state, and the page as its author wrote it once the user has returned to that', async () => {
    assert.deepEqual(await versions(), []);
    const where = await brush(0.2, 0.6);
    assert.match(where, /amount/);
    await reload();
    assert.equal(await condition(), where);
    assert.equal(await page.evaluate(() => document.querySelector('pika-workspace').canUndo), false);
    assert.equal((await versions()).length, 1, 'the same state is not saved again');
    await assign(null);
    await until('it is saved', async () => (await versions())[0][1] === 'null');
    await reload();
    assert.equal(await condition(), 'TRUE');
    assert.deepEqual(page.errors, []);
  });

  it('gives each tab its own, and a new tab the newest', async () => {
    const first = await brush(0.2, 0.6);
    const other = await openTab();
    assert.equal(await condition(other), first);
    const second = await brush(0.7, 0.9, other);
    assert.notEqual(second, first);
    assert.equal(await condition(), first);
    await reload();
    assert.equal(await condition(), first, 'the other tab has overwritten nothing');
    assert.equal(await condition(await openTab()), second);
    assert.equal((await versions()).length, 2);
  });

  it('yields to a link, to a state that a script assigned, and to another file', async () => {
    await assign(zoomedTo(100, 200));
    await until('it is saved', async () => (await versions()).length === 1);
    await page.evaluate(() => document.querySelector('pika-workspace').setAttribute('sync-url', ''));
    const link = await page.evaluate(() => document.querySelector('pika-workspace').link);
    assert.notEqual(link, page.url());
    await page.route(/autosave.html/, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace('autosave=', 'sync-url autosave=') });
    });
    await assign(zoomedTo(300, 400));
    await until('it is saved', async () => (await versions())[0][1].includes('300'));
    await page.goto('about:blank');
    await page.goto(link);
    await started();
    await until('the link is shown', async () => String(await domain()) === '100,200');
    await page.evaluate(() => {
      const state = { version: 1, domains: { amounts: { x: [500, 600] } } };
      const old = document.querySelector('pika-workspace');
      const workspace = document.createElement('pika-workspace');
      workspace.setAttribute('autosave', 'desk');
      workspace.state = state;
      workspace.append(...old.childNodes);
      old.replaceWith(workspace);
    });
    await until('the script wins', async () => String(await domain()) === '500,600');
  });

  it('keeps twenty versions, ten minutes each, and forgets them when a script says so', async () => {
    for (let i = 0; i < 23; i++) {
      await page.evaluate((minutes) => {
        const { now } = window.Date;
        window.realNow ??= now;
        window.Date.now = () => window.realNow() + minutes * 60_000;
      }, 11 * i);
      await assign(zoomedTo(i, 500));
      await until('it is saved', async () => (await versions())[0]?.[1].includes(`[${i},500]`));
    }
    await assign(zoomedTo(50, 500));
    await until('it is saved in the last one', async () => (await versions())[0][1].includes('[50,500]'));
    const found = await versions();
    assert.equal(found.length, 20);
    assert.ok(found.every(([isDate]) => isDate));
    assert.match(found[19][1], /\[3,500\]/);
    await page.evaluate(() => document.querySelector('pika-workspace').clearVersions());
    assert.deepEqual(await versions(), []);
    await reload();
    assert.equal(await domain(), null);
  });

  it('ignores a version that it can not read, and leaves it to the release that can', async () => {
    await assign(zoomedTo(100, 200));
    await until('it is saved', async () => (await versions()).length === 1);
    await page.evaluate(
      () =>
        new Promise((resolve) => {
          const opening = indexedDB.open('pika-plot-workspaces', 1);
          opening.onsuccess = () => {
            const writing = opening.result.transaction('versions', 'readwrite');
            const savedAtMs = Date.now() + 1000;
            for (const json of ['{"version":2}', '{"version":'])
              writing.objectStore('versions').put({ key: json, name: 'desk', savedAtMs, json });
            writing.oncomplete = () => resolve(opening.result.close());
          };
        }),
    );
    await reload();
    assert.equal(String(await domain()), '100,200');
    assert.equal((await versions()).length, 1);
    assert.deepEqual(page.errors, []);
  });

  it('keeps a step that the page has no time to store', async () => {
    await started();
    for (const waitMs of [0, 100]) {
      await page.evaluate(
        (ms) =>
          addEventListener('pointerup', () => setTimeout(() => location.reload(), ms), { capture: true, once: true }),
        waitMs,
      );
      // The page leaves while the harness still asks it for the end of the drag.
      const dragged = drag(page, 0, [0.2 + waitMs / 1000, 0.5], [0.6, 0.5]).catch(() => undefined);
      await Promise.all([page.waitForEvent('load'), dragged]);
      await started();
      assert.match(await condition(), /amount/, `after ${waitMs} ms`);
      await assign(null);
    }
    assert.deepEqual(page.errors, []);
  });

  it('leaves a file alone that a script opens before the code of autosave has loaded', async () => {
    await started();
    await page.evaluate(async () => {
      const folder = await navigator.storage.getDirectory();
      const to = await folder.getFileHandle('early.pika', { create: true });
      await document.querySelector('pika-workspace').save({ to });
    });
    assert.notEqual(await brush(0.2, 0.6), 'TRUE');
    const chunks = await page.evaluate(() =>
      performance.getEntriesByType('resource').flatMap(({ name }) => (name.endsWith('.js') ? [name] : [])),
    );
    const texts = await Promise.all(chunks.map(async (url) => [url, await (await fetch(url)).text()]));
    const [code] = texts.find(([, text]) => text.includes('pika-plot-workspaces'));
    let load;
    await page.route(code, async (route) => {
      await new Promise((resolve) => (load = resolve));
      await route.continue();
    });
    await page.reload();
    await page.waitForFunction(() => window.allSettled());
    await until('the code of autosave is requested', () => load !== undefined);
    await page.evaluate(async () => {
      const folder = await navigator.storage.getDirectory();
      const file = await (await folder.getFileHandle('early.pika')).getFile();
      await document.querySelector('pika-workspace').open(file, { trust: true });
    });
    load();
    await page.waitForFunction(() => window.allSettled());
    await rest(page);
    assert.equal(await condition(), 'TRUE');
    assert.deepEqual(page.errors, []);
  });

  it('restores what is saved under another name', async () => {
    await started();
    await assign(zoomedTo(100, 200));
    await until('it is saved', async () => (await versions()).length === 1);
    const rename = (name) =>
      page.evaluate((to) => document.querySelector('pika-workspace').setAttribute('autosave', to), name);
    await rename('other');
    await until('nothing is saved there', async () => (await versions()).length === 1);
    await assign(zoomedTo(300, 400));
    await until('it is saved', async () => /300/.test((await versions())[0][1]));
    await rename('desk');
    await until('the state of the first name is there', async () => String(await domain()) === '100,200');
    await rename('other');
    await until('that of the other name is there', async () => String(await domain()) === '300,400');
    assert.deepEqual(page.errors, []);
  });

  for (const [what, break_] of [
    [
      'where storage is forbidden',
      () =>
        Object.defineProperty(window, 'indexedDB', {
          get() {
            throw new DOMException('The operation is insecure.', 'SecurityError');
          },
        }),
    ],
    [
      'where storage is full',
      () => {
        window.IDBObjectStore.prototype.put = () => {
          throw new DOMException('There is no space.', 'QuotaExceededError');
        };
      },
    ],
  ])
    it(`${what}, says so once, and the page works`, async () => {
      await page.context().close();
      page = await browser.open(PAGE, {
        first: `(${break_})(); window.failures = [];
          addEventListener('pika-error', ({ detail }) => window.failures.push(detail.code));`,
      });
      await started();
      await drag(page, 0, [0.2, 0.5], [0.6, 0.5]);
      await until('the step is kept', () => page.evaluate(() => document.querySelector('pika-workspace').canUndo));
      await drag(page, 0, [0.1, 0.5], [0.9, 0.5]);
      await rest(page);
      assert.match(await condition(), /amount/);
      assert.deepEqual(await page.evaluate(() => window.failures), ['snapshot/no-storage']);
      assert.deepEqual(page.errors, []);
    });

  it('save({ to }) replaces a file at the end: it stays whole if the page is closed in the middle', async () => {
    const sizeOf = (tab) =>
      tab.evaluate(async () => {
        const folder = await navigator.storage.getDirectory();
        return (await (await folder.getFileHandle('desk.pika')).getFile()).size;
      });
    const size = await page.evaluate(async () => {
      const folder = await navigator.storage.getDirectory();
      const to = await folder.getFileHandle('desk.pika', { create: true });
      return (await document.querySelector('pika-workspace').save({ to })).size;
    });
    assert.equal(await sizeOf(page), size);
    const other = await openTab();
    await page.evaluate(async () => {
      const folder = await navigator.storage.getDirectory();
      const file = await folder.getFileHandle('desk.pika');
      await new Promise((written) => {
        // All bytes are written, and the browser is not asked to replace the file.
        const createWritable = async () => {
          const copy = await file.createWritable();
          return new WritableStream({ write: (bytes) => copy.write(bytes), close: () => new Promise(written) });
        };
        void document.querySelector('pika-workspace').save({ rows: 'none', to: { createWritable } });
      });
    });
    const { errors } = page;
    await page.close();
    assert.equal(await sizeOf(other), size);
    const refused = await other.evaluate(async () => {
      const workspace = document.querySelector('pika-workspace');
      const full = { createWritable: () => Promise.reject(new DOMException('Full.', 'QuotaExceededError')) };
      const codes = [];
      for (const to of [{}, full]) await workspace.save({ to }).catch(({ code }) => codes.push(code));
      return codes;
    });
    assert.deepEqual(refused, ['engine/bad-option', 'snapshot/no-storage']);
    assert.deepEqual(errors, []);
  });
});
