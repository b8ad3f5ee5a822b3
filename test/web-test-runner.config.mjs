import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { existsSync } from 'node:fs';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { playwrightLauncher } from '@web/test-runner-playwright';
import { answer } from '../examples/serve.mjs';
import { shaderModule } from '../shaders/compose.mjs';
import { findChromium, NO_GPU } from './chromium.mjs';
import { PATIENCE_MS, report } from './harness/patience.mjs';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
/** Slower tests are listed with their seconds. */
const SLOW_TEST_MS = 1000;

/** Serves shaders as modules, like the build. */
const wgslModules = {
  name: 'pika-wgsl',
  resolveMimeType: (context) => (context.path.endsWith('.wgsl') ? 'js' : undefined),
  serve: (context) =>
    context.path.endsWith('.wgsl') ? { body: shaderModule(join(ROOT, context.path)).code, type: 'js' } : undefined,
};

/** Resolves `new URL('@scope/package/file', import.meta.url)` to the path of the file on this server. */
const filesNamedByUrl = {
  name: 'files-named-by-url',
  transform(context) {
    if (!context.response.is('js') || typeof context.body !== 'string' || !context.body.includes('import.meta.url'))
      return undefined;
    const importer = join(ROOT, context.path);
    return context.body.replace(
      /new URL\(\s*(["'])([^"'./][^"':\n]*)\1\s*,\s*import\.meta\.url\s*\)/g,
      (whole, _quote, specifier) => {
        if (existsSync(resolve(dirname(importer), specifier))) return whole;
        const file = createRequire(importer).resolve(specifier);
        return `new URL(${JSON.stringify(`/${relative(ROOT, file).split(sep).join('/')}`)}, import.meta.url)`;
      },
    );
  },
};

/**
 * The PIKA_… environment variables of the run, for tests with optional extra work:
 * `(await import('/test/environment.js')).default.PIKA_TABLES`.
 */
const environment = {
  name: 'pika-environment',
  serve: ({ path }) => {
    if (path !== '/test/environment.js') return undefined;
    const own = Object.entries(process.env).filter(([name]) => name.startsWith('PIKA_'));
    return { body: `export default ${JSON.stringify(Object.fromEntries(own))};`, type: 'js' };
  },
};

/** Pages report their progress to `test/watch.mjs`, and their commands never time out. */
const reports = {
  name: 'pika-reports',
  executeCommand({ command, payload, session }) {
    if (command !== 'pika-report') return undefined;
    report(payload.test === undefined ? payload : { test: `${relative(ROOT, session.testFile)} › ${payload.test}` });
    return true;
  },
  transform(context) {
    if (typeof context.body !== 'string') return undefined;
    if (context.path.endsWith('.browser.ts')) return `import '/test/harness/report-from-page.mjs';${context.body}`;
    // The runner fails a command (a key press) after 20 s and has no option for it.
    if (context.path === '/__web-dev-server__web-socket.js')
      return context.body.replaceAll('20000', String(PATIENCE_MS));
    return undefined;
  },
};

/** Serves data and large binaries like the example server: unchanged, with ranges, bypassing the plugins. */
async function plainFiles(context, next) {
  if (!context.path.startsWith('/data/') && !/\.(wasm|parquet|arrow)$|\.worker\.js$/.test(context.path)) return next();
  context.respond = false;
  await answer(context.req, context.res, { compress: false });
}

/** Prints failures in full, and two lines for test/run.mjs to sum up. */
function summaryReporter() {
  let sinceMs = performance.now();
  return {
    reportTestFileResults({ logger, sessionsForTestFile }) {
      const seconds = ((performance.now() - sinceMs) / 1000).toFixed(1);
      sinceMs = performance.now();
      for (const session of sessionsForTestFile) {
        const { passed, failed } = countTests(session);
        logger.log(
          `${session.passed ? 'ok' : 'not ok'} ${relative(ROOT, session.testFile)} (${passed} passed, ${failed} failed, ${seconds} s)`,
        );
        for (const { test, path } of testsOf(session.testResults))
          if (test.duration > SLOW_TEST_MS) logger.log(`  ${(test.duration / 1000).toFixed(1)} s  ${path}`);
        for (const error of session.errors) logger.log(`  ${error.message}\n${error.stack ?? ''}`);
        for (const { path, error } of failures(session.testResults))
          logger.log(`  ${path}\n    ${error?.message ?? ''}\n    ${error?.stack ?? ''}`);
        for (const log of session.logs) logger.log('  console:', ...log);
        for (const request of session.request404s) logger.log(`  404: ${request}`);
      }
    },
    onTestRunFinished({ sessions }) {
      const counts = sessions.map(countTests);
      console.log(`# pass ${counts.reduce((sum, { passed }) => sum + passed, 0)}`);
      console.log(`# fail ${counts.reduce((sum, { failed }) => sum + failed, 0)}`);
    },
  };
}

function countTests(session) {
  const tests = [...testsOf(session.testResults)];
  const failed = tests.filter(({ test }) => !test.passed && !test.skipped).length;
  // A file that fails to load has no tests, but counts as a failure.
  return { passed: tests.filter(({ test }) => test.passed).length, failed: failed || (session.passed ? 0 : 1) };
}

function* testsOf(suite, path = []) {
  if (!suite) return;
  for (const test of suite.tests) yield { test, path: [...path, test.name].join(' › ') };
  for (const inner of suite.suites) yield* testsOf(inner, [...path, inner.name]);
}

function failures(results) {
  return [...testsOf(results)]
    .filter(({ test }) => !test.passed && !test.skipped)
    .map(({ test, path }) => ({ path, error: test.error }));
}

/** Picks a free port: two concurrent runs would both find 8000 free. */
function freePort() {
  return new Promise((found, failed) => {
    const server = createServer()
      .on('error', failed)
      .listen(0, () => {
        const { port } = server.address();
        server.close(() => found(port));
      });
  });
}

/** @param {readonly string[]} args flags that choose the browser's GPU, if any */
export async function chromiumWith(args) {
  return playwrightLauncher({
    product: 'chromium',
    launchOptions: { executablePath: (await findChromium()) ?? undefined, args, timeout: PATIENCE_MS },
    createPage: async ({ context }) => {
      context.setDefaultTimeout(PATIENCE_MS);
      const page = await context.newPage();
      await page.setViewportSize({ width: 1024, height: 768 });
      return page;
    },
  });
}

export default {
  rootDir: ROOT,
  port: await freePort(),
  files: ['test/**/*.browser.ts'],
  nodeResolve: { extensions: ['.ts', '.mjs', '.js'], exportConditions: ['development', 'browser'] },
  plugins: [
    wgslModules,
    environment,
    esbuildPlugin({ ts: true, target: 'es2022', tsconfig: join(ROOT, 'tsconfig.json') }),
    filesNamedByUrl,
    reports,
  ],
  middleware: [plainFiles],
  browsers: [await chromiumWith(NO_GPU)],
  reporters: [summaryReporter()],
  staticLogging: true,
  concurrency: 1,
  browserStartTimeout: PATIENCE_MS,
  testsStartTimeout: PATIENCE_MS,
  // A file has no limit of its own: each of its tests has, and `test/watch.mjs` kills a silent page. Timers take no
  // larger number.
  testsFinishTimeout: 2 ** 31 - 1,
  testFramework: { config: { ui: 'bdd', timeout: PATIENCE_MS } },
};
