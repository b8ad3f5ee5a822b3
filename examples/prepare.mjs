/**
 * Prepares a fresh clone: installs packages and builds. Imports only Node's own modules, because nothing else is
 * installed yet.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');

const BUILT_FROM = ['src', 'shaders', 'rollup.config.mjs', 'package-lock.json'];

/**
 * Runs `npm ci` when node_modules is missing or holds other versions than package-lock.json. Resolves to whether it
 * ran.
 */
export async function installMissing() {
  if (isInstalled()) return false;
  console.log('Installing the packages named in package-lock.json (npm ci) …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  await runCommand(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { shell: process.platform === 'win32' });
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
