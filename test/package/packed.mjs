/** The package as a user gets it: packed, and installed offline into a project that has nothing else. */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildPackage, ROOT } from '../../examples/prepare.mjs';

const run = promisify(execFile);

/** Builds the package and packs it as `npm publish` would. Resolves to the tarball's path. */
export async function packInto(folder) {
  await buildPackage();
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    cwd: ROOT,
  });
  const [{ filename }] = JSON.parse(stdout);
  return join(folder, filename);
}

/** Packs the package, and installs it in a new project, `app`, of the folder. Resolves to its path. */
export async function installPacked(folder) {
  const app = join(folder, 'app');
  await mkdir(app, { recursive: true });
  const tarball = await packInto(folder);
  await writeFile(join(app, 'package.json'), JSON.stringify({ name: 'page', private: true, type: 'module' }));
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], { cwd: app });
  return app;
}
