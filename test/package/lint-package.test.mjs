/** publint and attw find nothing in the packed tarball: its files, entries and types are where tools look for them. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { ROOT } from '../../examples/prepare.mjs';
import { packInto } from './packed.mjs';

const run = promisify(execFile);
const LINTERS = join(ROOT, 'test/package/linters');

describe('the tarball', () => {
  let folder;
  let tarball;

  before(async () => {
    if (!existsSync(join(LINTERS, 'node_modules')))
      await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: LINTERS });
    folder = await mkdtemp(join(tmpdir(), 'pika-plot-lint-'));
    tarball = await packInto(folder);
  });
  after(async () => {
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const lint = (tool, ...args) =>
    run(join(LINTERS, 'node_modules/.bin', tool), args, { cwd: folder }).catch(({ stdout, stderr }) =>
      assert.fail(`${tool}:\n${stdout}${stderr}`),
    );

  it('is clean for publint', () => lint('publint', 'run', '--strict', tarball));

  // The package is made of ES modules: no `require`, no resolution of Node 10.
  it('is clean for attw', () => lint('attw', '--profile', 'esm-only', tarball));
});
