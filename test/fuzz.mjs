/**
 * `npm run fuzz [-- 6000 500]`: tests 6000 damaged copies of each of a few files, and 500 random tables with new seeds
 * against SQL.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const [mutations = '6000', tables = '100'] = process.argv.slice(2);
const env = {
  ...process.env,
  PIKA_LIMIT_MS: '2000',
  PIKA_MUTATIONS: mutations,
  PIKA_TABLES: tables,
  PIKA_SEED: process.env.PIKA_SEED ?? String(Date.now() % 1e9),
};
const files = ['test/rows/damage.test.ts', 'test/rows/random-counts.test.ts'];
const { status } = spawnSync(
  process.execPath,
  ['--import', 'tsx', '--import', './test/wgsl-hooks.mjs', '--test', '--test-reporter=spec', ...files],
  { cwd: fileURLToPath(new URL('..', import.meta.url)), env, stdio: 'inherit' },
);
process.exitCode = status ?? 1;
