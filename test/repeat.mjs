/**
 * `npm run test:repeat -- 20` runs the whole suite 20 times, to find intermittent failures; further words choose stages
 * and files for every round (`-- 20 unit slow`, `-- 20 browser memory`). Continues after a failure, or with `--stop`
 * ends at the first. Each failed round's output is kept in .cache/repeat/; at the end it prints how often each test
 * failed, and the seconds of each stage. `--load` also runs two busy loops per core, which exposes assumptions about
 * timing.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { ROOT } from '../examples/prepare.mjs';

const KEPT = join(ROOT, '.cache/repeat');
const given = process.argv.slice(2);
const words = given.filter((word) => word !== '--load' && word !== '--stop');
const rounds = /^\d+$/.test(words[0] ?? '') ? Number(words.shift()) : 20;

/** Runs the suite once. Resolves to its exit code and its output. */
function runSuite() {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, ['test/run.mjs', ...words], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (text) => {
      output += text;
    };
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    // Long waits are reported there.
    child.stderr.pipe(process.stderr, { end: false });
    child.on('error', failed);
    child.on('close', (code) => done({ code: code ?? 1, output }));
  });
}

/** The failures, as the runners print them: `✖ name` of Node, `not ok file` of the browser, or the stage. */
function failuresIn(output) {
  const named = [
    ...output.matchAll(/^\s*(?:✖|not ok) (?!failing tests)(.+?)(?: \([\d.]+ms\)| \(\d+ passed.*)?$/gm),
  ].map(([, name]) => name);
  return named.length > 0
    ? [...new Set(named)]
    : [...output.matchAll(/^FAIL (\w+)/gm)].map(([, stage]) => `stage ${stage}`);
}

/** Seconds of each stage that passed, as test/run.mjs prints them. */
function secondsIn(output) {
  return [...output.matchAll(/^ok +(\w+) +([\d.]+) s/gm)].map(([, stage, seconds]) => [stage, Number(seconds)]);
}

/** Prints one line per stage: the rounds it passed, and its shortest, median and longest seconds. */
function printSeconds(seconds) {
  console.log(`${'stage'.padEnd(9)}${['rounds', 'least', 'median', 'most'].map((word) => word.padStart(9)).join('')}`);
  for (const [stage, all] of seconds) {
    all.sort((a, b) => a - b);
    const shown = [all[0], all[all.length >> 1], all.at(-1)].map((one) => `${one.toFixed(1)} s`.padStart(9));
    console.log(`${stage.padEnd(9)}${String(all.length).padStart(9)}${shown.join('')}`);
  }
}

rmSync(KEPT, { recursive: true, force: true });
const busy = given.includes('--load')
  ? Array.from({ length: 2 * availableParallelism() }, () => new Worker('for (;;) Math.random();', { eval: true }))
  : [];
const failed = new Map();
const seconds = new Map();
let bad = 0;
let round = 0;
while (round < rounds && !(bad > 0 && given.includes('--stop'))) {
  round++;
  const startMs = performance.now();
  const { code, output } = await runSuite();
  for (const [stage, took] of secondsIn(output)) seconds.set(stage, [...(seconds.get(stage) ?? []), took]);
  const roundSeconds = ((performance.now() - startMs) / 1000).toFixed(0);
  console.log(
    `${code === 0 ? 'ok  ' : 'FAIL'} round ${round} of ${rounds}  ${roundSeconds} s  ${output.trimEnd().split('\n').at(-1)}`,
  );
  if (code === 0) continue;
  bad++;
  mkdirSync(KEPT, { recursive: true });
  writeFileSync(join(KEPT, `round-${round}.log`), output);
  for (const name of failuresIn(output)) failed.set(name, (failed.get(name) ?? 0) + 1);
}
for (const worker of busy) await worker.terminate();
printSeconds(seconds);
for (const [name, times] of [...failed].sort(([, a], [, b]) => b - a)) console.log(`  ${times} of ${round}: ${name}`);
console.log(
  bad === 0 ? `${round} rounds, all passed` : `${bad} of ${round} rounds failed; their output is in .cache/repeat/`,
);
process.exitCode = bad === 0 ? 0 : 1;
