import assert from 'node:assert/strict';
import { test } from 'node:test';
import { installedBesideCache } from '../../src/engine/browser/package-files';

const FILE = 'duckdb-browser-eh.worker.js';
const INSTALLED = `node_modules/pika-plot/dist/${FILE}`;

test('finds the installed package beside the cache of Vite, whatever its folder', () => {
  for (const [importer, expected] of [
    ['http://localhost/node_modules/.vite/deps/pika-plot.js?v=6c1', `http://localhost/${INSTALLED}`],
    ['http://localhost/node_modules/.vite/deps_ssr/core-1.js?v=6c1', `http://localhost/${INSTALLED}`],
    [
      'http://localhost/_nuxt/@fs/home/app/node_modules/.cache/vite/client/deps/core-1.js?v=6c1',
      `http://localhost/_nuxt/@fs/home/app/${INSTALLED}`,
    ],
    ['http://localhost/node_modules/pika-plot/dist/pika-core.js', null],
    ['http://localhost/assets/index-1.js', null],
  ] as const)
    assert.equal(installedBesideCache(importer, FILE), expected, importer);
});
