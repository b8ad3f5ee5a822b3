/** Pages of tests that use the wrappers in `dist/`: the app and its framework in one script, pika-plot beside it. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { compile } from 'svelte/compiler';
import { ROOT } from '../../examples/prepare.mjs';

/**
 * Bundles a module. For a browser, pika-plot is the server's `/dist/pika-plot.js`.
 * @param {{ alias?: Record<string, string>, platform?: 'browser' | 'node' }} options
 */
export async function bundled(entry, { alias = {}, platform = 'browser' } = {}) {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, entry)],
    bundle: true,
    write: false,
    format: 'esm',
    platform,
    alias,
    jsx: 'automatic',
    define: {
      'process.env.NODE_ENV': '"development"',
      __VUE_OPTIONS_API__: 'true',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'true',
    },
    logLevel: 'error',
    // For packages in CommonJS.
    ...(platform === 'node' && {
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    }),
    plugins: [
      {
        name: 'svelte',
        setup({ onLoad }) {
          onLoad({ filter: /\.svelte$/ }, async ({ path }) => {
            const generate = platform === 'node' ? 'server' : 'client';
            const { js } = compile(await readFile(path, 'utf8'), {
              generate,
              filename: path,
              dev: generate === 'client',
            });
            return { contents: js.code };
          });
        },
      },
      {
        name: 'package',
        setup({ onResolve }) {
          onResolve({ filter: /^pika-plot\/\w+$/ }, ({ path }) => ({ path: join(ROOT, `dist/${path.slice(10)}.js`) }));
          onResolve({ filter: /^(pika-plot|\.\/pika-plot\.js)$/ }, () => ({
            path: platform === 'node' ? join(ROOT, 'dist/pika-plot.js') : '/dist/pika-plot.js',
            external: true,
          }));
        },
      },
    ],
  });
  return outputFiles[0].text;
}

/** Imports a bundle for Node. */
export async function imported(code) {
  const folder = await mkdtemp(join(ROOT, '.cache/server-'));
  try {
    await writeFile(join(folder, 'app.mjs'), code);
    return await import(join(folder, 'app.mjs'));
  } finally {
    await rm(folder, { recursive: true });
  }
}
