/**
 * `npm run matrix`: installs the packed package in every project of `examples/projects/`, builds and serves each, opens
 * it in Chromium, and writes the table of `docs/frameworks.md`. `npm run matrix -- vite-8 rollup` runs only those. Ends
 * with 1 if a project does other than its module in `projects/` says. Needs a network for the projects' packages.
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { serve } from '../../examples/serve.mjs';
import { ROOT } from '../../examples/prepare.mjs';
import { NO_GPU } from '../chromium.mjs';
import { requireChromium } from '../install-chromium.mjs';
import { packInto } from '../package/packed.mjs';
import { checkHotReload } from './check-dashboard.mjs';
import { checkPage } from './check-page.mjs';
import { installed, open, versionOf } from './project.mjs';
import { rowOf, writeTable } from './table.mjs';

const names = (await readdir(join(ROOT, 'examples/projects'))).sort();
const wanted = process.argv.slice(2);
for (const name of wanted)
  if (!names.includes(name)) throw new Error(`matrix: expected one of ${names.join(', ')}, found "${name}".`);

const folder = await mkdtemp(join(tmpdir(), 'pika-plot-matrix-'));
const browser = await chromium.launch({ executablePath: await requireChromium(), args: NO_GPU });
const data = await serve({ anyOrigin: true, compress: false });
let failures = 0;
try {
  const tarball = await packInto(folder);
  const rows = [];
  for (const name of wanted.length > 0 ? wanted : names) {
    console.log(name);
    const row = rowOf(await tryProject(name, tarball));
    console.log(`  ${row}`);
    rows.push(row);
  }
  await writeTable(rows, names);
} finally {
  await browser.close();
  await data.close();
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = failures > 0 ? 1 : 0;

async function tryProject(name, tarball) {
  const { default: project } = await import(`./projects/${name}.mjs`);
  const at = join(folder, name);
  const row = { name, tool: project.tool, version: '?', dev: null, build: null, bytes: null, seconds: null };
  try {
    await installed(name, tarball, at);
    row.version = await versionOf(project.package ?? 'pika-plot', at);
    const cdn = await serve({ root: at, anyOrigin: true, compress: false });
    try {
      await project.prepare?.(at, { cdn: cdn.url });
      for (const kind of ['dev', 'build'])
        if (project[kind]) Object.assign(row, await tryWay(kind, project, at, { cdn: cdn.url }));
    } finally {
      await cdn.close();
    }
  } catch (error) {
    row.build = failed(name, error.message);
  }
  await rm(at, { recursive: true, force: true });
  return row;
}

/** The cells of one way to open a project. */
async function tryWay(kind, project, at, places) {
  const way = project[kind];
  const wrong = [];
  let bytes = null;
  let seconds = null;
  try {
    const server = await open(way, at, places);
    seconds = server.seconds;
    try {
      const check = async (page) => {
        await project.check?.(page);
        if (kind === 'dev' && project.edited) await checkHotReload(page, join(at, project.edited));
      };
      const found = await checkPage(browser, server.url, { data: `${data.url}/data`, check });
      wrong.push(...found.wrong);
      bytes = found.bytes;
    } finally {
      await server.close();
    }
  } catch (error) {
    wrong.push(error.message);
  }
  const cell = { [kind]: verdict(`${project.tool}, ${kind}`, way, wrong) };
  return kind === 'build' ? { ...cell, bytes, seconds } : cell;
}

function verdict(what, { line, fails }, wrong) {
  if (fails) {
    if (!wrong.some((text) => fails.shows.test(text)))
      return failed(what, `expected the error ${fails.shows}, found ${wrong.join('; ') || 'that it works'}`);
    return `fails: ${fails.why}`;
  }
  if (wrong.length > 0) return failed(what, wrong.join('; '));
  return line ? `one line, ${line}` : 'works';
}

function failed(what, why) {
  failures++;
  console.error(`  ✖ ${what}: ${why}`);
  return `fails: ${why.slice(0, 160)}`;
}
