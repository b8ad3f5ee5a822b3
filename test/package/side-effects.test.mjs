/** By `sideEffects` of package.json, bundlers keep what registers elements, even if it is not named, and no more. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { build as esbuild } from 'esbuild';
import { rollup } from 'rollup';
import { build as vite } from 'vite';
import { installPacked } from './packed.mjs';

/** Frameworks themselves are not in the project. */
const FRAMEWORKS = /^(react|vue|solid-js|svelte)(\/|$)/;
const REGISTERS = /"pika-plot"/;
const ROOM = /pika-plot:not\(:defined/;

const BUNDLERS = {
  async esbuild(entry) {
    const { outputFiles } = await esbuild({
      entryPoints: [entry],
      bundle: true,
      splitting: true,
      write: false,
      format: 'esm',
      outdir: 'out',
      external: ['react', 'vue'],
      logLevel: 'silent',
    });
    return outputFiles.map(({ text }) => text).join('\n');
  },
  async rollup(entry) {
    const bundle = await rollup({ input: entry, external: FRAMEWORKS, plugins: [nodeResolve()], logLevel: 'silent' });
    return textOf(await bundle.generate({ format: 'es' }));
  },
  async vite(entry, root) {
    const options = {
      write: false,
      rollupOptions: { input: entry, external: FRAMEWORKS },
      chunkSizeWarningLimit: 5000,
    };
    return textOf(await vite({ root, configFile: false, logLevel: 'silent', build: options }));
  },
};

const textOf = ({ output }) => output.map(({ code, source }) => code ?? String(source)).join('\n');

describe('what bundlers keep', () => {
  let folder;
  let app;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pika-plot-effects-'));
    app = await installPacked(folder);
  });
  after(async () => {
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  for (const [name, bundle] of Object.entries(BUNDLERS)) {
    const bundled = async (code) => {
      await writeFile(join(app, 'entry.js'), code);
      return bundle(join(app, 'entry.js'), app);
    };

    it(`${name}: the elements, whichever entry is imported`, async () => {
      for (const entry of ['', '/react', '/vue', '/svelte', '/solid'])
        assert.match(await bundled(`import 'pika-plot${entry}';`), REGISTERS, `pika-plot${entry}`);
    });

    it(`${name}: nothing of pika-plot/testing if it is not used`, async () => {
      const text = await bundled("import { Faults } from 'pika-plot/testing'; console.log('own');");
      assert.match(text, /^(\/\/.*\n|\s)*console\.log\(["'`]own["'`]\);?\s*$/);
    });
  }

  for (const name of ['esbuild', 'vite'])
    it(`${name}: the stylesheet`, async () => {
      await writeFile(join(app, 'entry.js'), "import 'pika-plot/dist/pika-plot.css';");
      assert.match(await BUNDLERS[name](join(app, 'entry.js'), app), ROOM);
    });
});
