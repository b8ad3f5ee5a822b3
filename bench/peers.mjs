/** Other libraries, installed in this folder, separate from the project's packages, and bundled for the pages. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { runCommand, ROOT } from '../examples/prepare.mjs';

const BENCH = join(ROOT, 'bench');

/** Runs `npm ci` here when a peer is missing or its version differs from package-lock.json. */
export async function installPeers() {
  const { dependencies } = JSON.parse(readFileSync(join(BENCH, 'package.json'), 'utf8'));
  if (Object.entries(dependencies).every(([name, version]) => installedVersion(name) === version)) return;
  console.log('Installing the peers named in bench/package-lock.json (npm ci) …');
  const isWindows = process.platform === 'win32';
  await runCommand(isWindows ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: BENCH,
    shell: isWindows,
  });
}

export function installedVersion(name) {
  const path = join(BENCH, 'node_modules', name, 'package.json');
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).version : null;
}

/** Bundles scripts of bench/pages, by name, with the libraries they import. */
export async function bundlePeers(...names) {
  await build({
    entryPoints: names.map((name) => join(BENCH, `pages/${name}.js`)),
    outdir: join(BENCH, 'built'),
    bundle: true,
    splitting: true,
    external: ['/dist/*'],
    minify: true,
    format: 'esm',
    target: 'es2022',
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
}
