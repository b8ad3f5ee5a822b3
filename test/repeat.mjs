/**
 * `npm run test:repeat -- 20`: the whole suite so many times in a row, to find what fails only sometimes; more words go to every round
 * (`-- 20 browser memory`). Goes on after a failure. Each failed round's output is kept in .cache/repeat/, and the tests that failed are
 * summed up at the end. `--load` keeps every core busy meanwhile, which is when guesses about time show.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { ROOT } from '../examples/prepare.mjs';

const KEPT = join(ROOT, '.cache/repeat');
const given = process.argv.slice(2);
const words = given.filter((word) => word !== '--load');
const rounds = /^\d+$/.test(words[0] ?? '') ? Number(words.shift()) : 20;

/** One run of the suite. Resolves to its exit code and all it wrote. */
function runSuite() {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, ['test/run.mjs', ...words], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (text) => { output += text; };
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.on('error', failed);
    child.on('close', (code) => done({ code: code ?? 1, output }));
  });
}

/** What failed, as the runners say it: `✖ name` of Node, `not ok file` of the browser, or the stage. */
function failuresIn(output) {
  const named = [...output.matchAll(/^\s*(?:✖|not ok) (?!failing tests)(.+?)(?: \([\d.]+ms\)| \(\d+ passed.*)?$/gm)].map(([, name]) => name);
  return named.length > 0 ? [...new Set(named)] : [...output.matchAll(/^FAIL (\w+)/gm)].map(([, stage]) => `stage ${stage}`);
}

rmSync(KEPT, { recursive: true, force: true });
const busy = given.includes('--load') ? Array.from({ length: availableParallelism() }, () => new Worker('for (;;) Math.random();', { eval: true })) : [];
const failed = new Map();
let bad = 0;
for (let round = 1; round <= rounds; round++) {
  const startMs = performance.now();
  const { code, output } = await runSuite();
  const seconds = ((performance.now() - startMs) / 1000).toFixed(0);
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} round ${round} of ${rounds}  ${seconds} s  ${output.trimEnd().split('\n').at(-1)}`);
  if (code === 0) continue;
  bad++;
  mkdirSync(KEPT, { recursive: true });
  writeFileSync(join(KEPT, `round-${round}.log`), output);
  for (const name of failuresIn(output)) failed.set(name, (failed.get(name) ?? 0) + 1);
}
for (const worker of busy) await worker.terminate();
for (const [name, times] of [...failed].sort(([, a], [, b]) => b - a)) console.log(`  ${times} of ${rounds}: ${name}`);
console.log(bad === 0 ? `${rounds} rounds, all green` : `${bad} of ${rounds} rounds failed; their output is in .cache/repeat/`);
process.exitCode = bad === 0 ? 0 : 1;
