import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import esbuild from 'rollup-plugin-esbuild';
import { build } from 'esbuild';
import { wgslModules } from './shaders/compose.mjs';

const NAMED_BY_URL = /new URL\(\s*(["'])([^"'\n]+)\1\s*,\s*import\.meta\.url\s*\)/g;

/**
 * Prepended to a copied file. DuckDB's worker does not report that its WebAssembly failed to load (a policy, a missing
 * file), so the page would wait forever. This rethrows the rejection as an error of the worker, which the page
 * receives. The worker also logs each error that it answers with: the page decides which of them matter.
 */
const BEFORE = {
  'duckdb-browser-eh.worker.js':
    "addEventListener('unhandledrejection',event=>{event.preventDefault();setTimeout(()=>{throw event.reason})});" +
    'console.log=()=>{};',
};

/**
 * Files named by `new URL('…', import.meta.url)`, in our source and in packages: a `.ts` file is a worker, whose build
 * below comes first; anything else is copied as it is. The output keeps the same literal, `new URL('./name',
 * import.meta.url)`, with a name that never changes, so that a page's own bundler finds the files again and a strict
 * content policy needs no exception. `import.meta.chunk` becomes the name of the output file.
 */
function filesNamedByUrl() {
  return {
    name: 'files-named-by-url',
    transform(code, importer) {
      if (!code.includes('import.meta.url')) return null;
      let found = false;
      const replaced = code.replace(NAMED_BY_URL, (whole, _quote, specifier) => {
        const file = fileOf(specifier, importer);
        if (!file) return whole;
        found = true;
        this.addWatchFile(file);
        const emitted = this.emitFile({
          type: 'asset',
          ...(file.endsWith('.ts')
            ? { fileName: `${workerName(file)}.js`, source: builtWorker(file) }
            : { fileName: basename(file), source: withBefore(file) }),
        });
        return `import.meta.ROLLUP_FILE_URL_${emitted}`;
      });
      return found ? { code: replaced, map: null } : null;
    },
    resolveImportMeta(property, { chunkId }) {
      return property === 'chunk' ? JSON.stringify(basename(chunkId)) : null;
    },
    resolveFileUrl({ relativePath }) {
      const name = relativePath.startsWith('.') ? relativePath : `./${relativePath}`;
      return `new URL(${JSON.stringify(name)}, import.meta.url)`;
    },
  };
}

const SOURCE_MAP = /\n?\/\/# sourceMappingURL=.*\n?$/;
const CODE = '?code';

/** A worker's bundled script as text, for `import('./worker.ts?code')`. */
function workersAsText() {
  return {
    name: 'workers-as-text',
    resolveId(id, importer) {
      return id.endsWith(CODE) ? `\0${resolve(dirname(importer), id)}` : null;
    },
    load(id) {
      if (!id.endsWith(CODE)) return null;
      const file = id.slice(1, -CODE.length);
      return `export default ${JSON.stringify(builtWorker(file).replace(SOURCE_MAP, ''))};`;
    },
  };
}

const SCRIPT = '?script';

/** A script as text, for `import('./script.ts?script')`, with its hash as content policies name it. */
function scriptsAsText() {
  return {
    name: 'scripts-as-text',
    resolveId(id, importer) {
      return id.endsWith(SCRIPT) ? `\0${resolve(dirname(importer), id)}` : null;
    },
    async load(id) {
      if (!id.endsWith(SCRIPT)) return null;
      const { outputFiles, metafile } = await build({
        entryPoints: [id.slice(1, -SCRIPT.length)],
        bundle: true,
        write: false,
        metafile: true,
        minify: true,
        charset: 'ascii',
        format: 'iife',
        target: 'es2022',
      });
      for (const file of Object.keys(metafile.inputs)) this.addWatchFile(resolve(file));
      const script = outputFiles[0].text.trim();
      const hash = `sha256-${createHash('sha256').update(script).digest('base64')}`;
      return `export const script = ${JSON.stringify(script)}; export const hash = ${JSON.stringify(hash)};`;
    },
  };
}

function builtWorker(file) {
  return readFileSync(join('dist', `${workerName(file)}.js`), 'utf8');
}

/** The page says where parquet-wasm's file is: the script of a worker need not lie beside it. */
function workerNamesNoFiles() {
  return {
    name: 'worker-names-no-files',
    transform(code, id) {
      const address = "new URL('parquet_wasm_bg.wasm', import.meta.url)";
      if (!/parquet-wasm[\\/]esm[\\/]parquet_wasm\.js$/.test(id)) return null;
      if (!code.includes(address)) this.error('parquet-wasm no longer names its file by that address');
      return { code: code.replace(address, 'undefined'), map: null };
    },
  };
}

/** `src/engine/rows/worker.ts` becomes `pika-rows-worker`. */
function workerName(file) {
  return `pika-${basename(dirname(file))}-${basename(file, '.ts')}`;
}

function withBefore(file) {
  const before = BEFORE[basename(file)];
  if (!before) return readFileSync(file);
  // Its source map is not in the package; development servers would report that.
  return `${before}${readFileSync(file, 'utf8').replace(SOURCE_MAP, '')}`;
}

/**
 * Resolves a path relative to the importer, else to a file of a package. Null for URLs (`https:`, `/…`), which stay
 * unchanged.
 */
function fileOf(specifier, importer) {
  if (/^([a-z][a-z0-9+.-]*:|\/)/i.test(specifier)) return null;
  const beside = resolve(dirname(importer), specifier);
  if (existsSync(beside)) return beside;
  if (specifier.startsWith('.')) throw new Error(`${importer}: new URL('${specifier}', import.meta.url) names no file`);
  return createRequire(importer).resolve(specifier);
}

const packageFolders = new Set();

/** The licences of the packages whose code or files are in dist, as those licences require. Each build adds its own. */
function thirdPartyNotices() {
  return {
    name: 'third-party-notices',
    generateBundle() {
      for (const id of [...this.getModuleIds(), ...this.getWatchFiles()]) {
        const folder = /^\0?(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)/.exec(id)?.[1];
        if (folder) packageFolders.add(folder);
      }
      const notices = [...packageFolders].sort().map(noticeOf);
      this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY.txt', source: notices.join(`\n${'-'.repeat(80)}\n\n`) });
    },
  };
}

function noticeOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[sc]e|notice)/i.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  // hyparquet names the author of its Snappy decoder only there.
  if (name === 'hyparquet')
    texts.push(/\/\*\*[^]*?\*\//.exec(readFileSync(join(folder, 'src/snappy.js'), 'utf8'))?.[0] ?? '');
  return `${[`${name} ${version} (${license})`, ...texts].join('\n\n')}\n`;
}

/**
 * Marks the color schemes of d3-scale-chromatic as free of side effects, so that Rollup drops those that no ramp uses.
 * The package computes each one in a call when it loads, which Rollup must otherwise keep.
 */
function unusedSchemesDropped() {
  return {
    name: 'unused-schemes-dropped',
    transform(code, id) {
      if (!id.includes('d3-scale-chromatic')) return null;
      const calls = /(?<=^var [\w$]+ = )(?=new |[\w$]+\()|(?<=[(,] ?)(?=cubehelix\$1\()/gm;
      return { code: code.replace(calls, '/* @__PURE__ */ '), map: null };
    },
  };
}

/**
 * Lets servers import the bundle: Lit's builds for Node need no document, and its base class takes the place of
 * HTMLElement where there is none. Lit's own shim would add a registry of elements to the global scope.
 */
function importableWithoutDocument() {
  const NODE_BUILDS = /[\\/](lit-html[\\/]lit-html|@lit[\\/]reactive-element[\\/]css-tag)\.js$/;
  return {
    name: 'importable-without-document',
    load(id) {
      if (!NODE_BUILDS.test(id)) return null;
      return readFileSync(join(dirname(id), 'node', basename(id)), 'utf8');
    },
    transform(code, id) {
      if (!/@lit[\\/]reactive-element[\\/]reactive-element\.js$/.test(id)) return null;
      if (!code.includes('extends HTMLElement'))
        this.error('ReactiveElement no longer extends HTMLElement by that name');
      return { code: code.replace('extends HTMLElement', 'extends (globalThis.HTMLElement??class{})'), map: null };
    },
  };
}

/**
 * Each input is built alone, because a browser would learn of chunks that they share only after it has parsed the file
 * that imports them. What workers share with the page is small. `pika-plot.js` only exports from `pika-core.js`: chunks
 * loaded on demand import from the core, whatever query a page adds to the address of the script.
 */
const built = (input, plugins = [], output = {}) => ({
  input,
  // Its table of all codecs would compile WebAssembly, which a page may forbid.
  treeshake: { moduleSideEffects: (id) => !/[\\/]hyparquet-compressors[\\/]/.test(id) },
  output: {
    dir: 'dist',
    format: 'es',
    sourcemap: true,
    ...output,
    entryFileNames: '[name].js',
    // The core stays beside the workers, which it names relative to itself.
    chunkFileNames: ({ name, facadeModuleId }) =>
      name === 'index'
        ? 'pika-core.js'
        : `chunks/${facadeModuleId?.endsWith(CODE) ? `${workerName(facadeModuleId.slice(0, -CODE.length))}-code` : name}.js`,
  },
  plugins: [
    ...plugins,
    importableWithoutDocument(),
    wgslModules(),
    nodeResolve({ browser: true, extensions: ['.ts', '.mjs', '.js'], exportConditions: ['production'] }),
    esbuild({ target: 'es2022', tsconfig: 'tsconfig.json', minify: true, legalComments: 'none' }),
    unusedSchemesDropped(),
    workersAsText(),
    scriptsAsText(),
    filesNamedByUrl(),
    thirdPartyNotices(),
  ],
  onwarn(warning, warn) {
    // Circular imports inside packages are harmless; the architecture test rejects those of our own.
    if (warning.code === 'CIRCULAR_DEPENDENCY' && warning.message.includes('node_modules')) return;
    warn(warning);
  },
});

const stylesheets = {
  name: 'stylesheets',
  generateBundle() {
    const themes = readdirSync('src/themes').map((name) => `themes/${name}`);
    for (const fileName of ['pika-plot.css', ...themes])
      this.emitFile({ type: 'asset', fileName, source: readFileSync(`src/${fileName}`) });
  },
};

const plotSchema = {
  name: 'plot-schema',
  async generateBundle() {
    const { outputFiles } = await build({
      entryPoints: ['src/schema/plot-schema.ts'],
      bundle: true,
      write: false,
      format: 'esm',
    });
    const code = Buffer.from(outputFiles[0].contents).toString('base64');
    const { plotSchema: schema } = await import(`data:text/javascript;base64,${code}`);
    this.emitFile({ type: 'asset', fileName: 'plot-schema.json', source: `${JSON.stringify(schema, null, 2)}\n` });
  },
};

const startClean = { name: 'start-clean', buildStart: () => rmSync('dist', { recursive: true, force: true }) };
const WORKERS = ['src/engine/cpu/worker.ts', 'src/engine/rows/worker.ts'];

/** One file each, without imports: a bundler copies it untouched, and a blob may hold it. */
const worker = (file, plugins = []) =>
  built({ [workerName(file)]: file }, [...plugins, workerNamesNoFiles()], {
    format: 'iife',
    inlineDynamicImports: true,
  });

export default [
  ...WORKERS.map((file, i) => worker(file, i === 0 ? [startClean] : [])),
  built({ 'pika-plot': 'src/index.ts' }, [stylesheets, plotSchema]),
  // Kernels and fakes for tests: it has no engine of its own.
  built({ testing: 'src/testing/index.ts' }),
];
