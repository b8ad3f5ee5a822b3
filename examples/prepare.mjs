/**
 * Prepares a fresh clone: installs packages and builds. Imports only Node's own modules, because nothing else is
 * installed yet.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');

const IS_WINDOWS = process.platform === 'win32';
const NPM = IS_WINDOWS ? 'npm.cmd' : 'npm';
const BUILT_FROM = ['src', 'shaders', 'rollup.config.mjs', 'package-lock.json'];

/**
 * Runs `npm ci` when node_modules is missing or holds other versions than package-lock.json. Resolves to whether it
 * ran.
 */
export async function installMissing() {
  if (isInstalled()) return false;
  console.log('Installing the packages named in package-lock.json (npm ci) …');
  await runCommand(NPM, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { shell: IS_WINDOWS });
  return true;
}

/** Compares versions, not times: a checkout touches the lock file without changing its content. */
function isInstalled() {
  const wanted = lockedPackages('package-lock.json');
  const found = lockedPackages('node_modules/.package-lock.json');
  if (!wanted || !found) return false;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === '' || optional || (found[path]?.version === version && existsSync(join(ROOT, path, 'package.json'))),
  );
}

function lockedPackages(file) {
  const path = join(ROOT, file);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : null;
}

/** Builds dist when it is missing or older than its sources. Resolves to whether it ran. */
export async function buildStale() {
  const built = join(ROOT, 'dist/pika-plot.js');
  const builtMs = existsSync(built) ? statSync(built).mtimeMs : 0;
  if (BUILT_FROM.every((name) => newestMs(join(ROOT, name)) <= builtMs)) return false;
  console.log('Building dist (rollup) …');
  await runCommand(process.execPath, ['node_modules/rollup/dist/bin/rollup', '--config', '--silent']);
  return true;
}

/** Builds the whole package if it is stale: the build of `npm start` has no types, manifest or wrappers. */
export async function buildPackage() {
  await buildStale();
  const [last, first] = ['dist/vue.d.ts', 'dist/pika-plot.js'].map((path) => join(ROOT, path));
  if (existsSync(last) && statSync(last).mtimeMs >= statSync(first).mtimeMs) return;
  console.log('Building types, manifest and wrappers …');
  await runCommand(NPM, ['run', '--silent', 'build:rest'], { shell: IS_WINDOWS });
}

/** Builds the custom-elements manifest in dist if it, or dist itself, is stale. */
export async function buildManifest() {
  await buildStale();
  const [manifest, bundle] = ['dist/custom-elements.json', 'dist/pika-plot.js'].map((path) => join(ROOT, path));
  if (existsSync(manifest) && statSync(manifest).mtimeMs >= statSync(bundle).mtimeMs) return;
  await runCommand(NPM, ['run', '--silent', 'build:manifest'], { shell: IS_WINDOWS });
}

function newestMs(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  // A folder's own time changes when a file is removed from it.
  return readdirSync(path).reduce((newest, name) => Math.max(newest, newestMs(join(path, name))), stat.mtimeMs);
}

/** Runs a program in the repository with this process's output. Rejects when it fails. */
export function runCommand(program, args, options = {}) {
  return new Promise((done, failed) => {
    const child = spawn(program, args, { cwd: ROOT, stdio: 'inherit', ...options });
    child.on('error', failed);
    child.on('exit', (code, signal) => {
      if (code === 0) done();
      else failed(new Error(`${program} ${args.join(' ')}: ended with ${signal ?? `code ${code}`}`));
    });
  });
}
