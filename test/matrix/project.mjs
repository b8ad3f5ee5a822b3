/** One project of `examples/projects/`: copied to a folder of its own, with the packed tarball installed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ROOT } from '../../examples/prepare.mjs';
import { serve } from '../../examples/serve.mjs';
import { until } from '../harness/patience.mjs';

/**
 * How a tool serves or builds the project. `$PORT` in a command is a free port, `$CDN` the address of a server of
 * another origin, which has the package at `/node_modules/pika-plot/`.
 * @typedef {object} Way
 * @property {readonly string[]} [run] the command; a program of the project's node_modules, or `npm`
 * @property {readonly string[]} [start] serves what `run` built, or the project in development
 * @property {string} [serve] instead of `start`: the folder with the built files; `.` is the project
 * @property {string} [path] of the page; default `/`
 * @property {string} [line] the one line of configuration that this project has because the tool needs it
 * @property {{ readonly why: string, readonly shows: RegExp }} [fails] why it can't work, and the error users see
 */

/**
 * @typedef {object} Project
 * @property {string} tool as people call it
 * @property {string} [package] whose installed version is the tool's; default: pika-plot's own
 * @property {Way} [dev]
 * @property {Way} [build]
 * @property {(folder: string, places: { readonly cdn: string }) => Promise<void>} [prepare] after the installation
 * @property {string} [edited] the module of the dashboard, which is edited while the development server runs
 * @property {(page: import('playwright-core').Page) => Promise<void>} [check] more than what every project is checked
 *   for; rejects with what is wrong
 */

/** Copies the project, installs its packages by its lock file, then the tarball. */
export async function installed(name, tarball, folder) {
  await cp(join(ROOT, 'examples/projects', name), folder, {
    recursive: true,
    filter: (path) => !/[\\/](node_modules|dist|\.next|\.nuxt|\.output)$/.test(path),
  });
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline'];
  await command(['npm', 'ci', ...quiet], folder);
  // Saved in the copy: a tool that installs more (Parcel) would remove it.
  await command(['npm', 'install', ...quiet, tarball], folder);
}

export async function versionOf(name, folder) {
  return JSON.parse(await readFile(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version;
}

/** Builds if the way says so, and serves. The caller closes the server. */
export async function open(way, folder, places) {
  const startMs = performance.now();
  if (way.run) await command(way.run, folder, places);
  const seconds = way.run ? (performance.now() - startMs) / 1000 : null;
  const server = way.start
    ? await startServer(way.start, folder, places)
    : await serve({ root: join(folder, way.serve), compress: false });
  return { url: server.url + (way.path ?? '/'), close: server.close, seconds };
}

/** Runs a command to its end. Rejects with its output if it fails. */
async function command(words, folder, places = {}) {
  const child = spawned(words, folder, places);
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}: ${child.output()}`);
}

async function startServer(words, folder, places) {
  const port = await freePort();
  const child = spawned(words, folder, { ...places, port });
  const url = `http://127.0.0.1:${port}`;
  let ended = false;
  child.on('close', () => (ended = true));
  const answers = () =>
    ended ||
    fetch(url).then(
      () => true,
      () => false,
    );
  await until(`${words.join(' ')} answers`, answers, { everyMs: 100 });
  if (ended) throw new Error(`${words.join(' ')} ended: ${child.output()}`);
  return {
    url,
    async close() {
      if (ended) return;
      // The whole group: tools start servers of their own.
      process.kill(-child.pid, 'SIGKILL');
      await once(child, 'close');
    },
  };
}

function spawned([program, ...words], folder, { port, cdn } = {}) {
  const child = spawn(
    program,
    words.map((word) => word.replace('$PORT', port).replace('$CDN', cdn)),
    {
      cwd: folder,
      detached: true,
      // An open stdin: esbuild's server ends with it.
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {
        ...process.env,
        PATH: `${join(folder, 'node_modules/.bin')}:${process.env.PATH}`,
        PORT: String(port ?? ''),
        CI: '1',
        NO_COLOR: '1',
        NG_CLI_ANALYTICS: 'false',
        NEXT_TELEMETRY_DISABLED: '1',
      },
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  child.output = () => output.trim().slice(-2000);
  return child;
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
