/**
 * `npm test` runs every stage in turn, prints one line for each, and stops at the first that fails. `npm test -- unit
 * browser` runs only those named; any other word keeps only the test files whose path contains it. `npm run test:fast`
 * (`--fast`) runs the fast stages, which need no browser: lint, types and unit, concurrently.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildPackage, buildStale, installMissing, ROOT } from '../examples/prepare.mjs';
import { requireChromium } from './install-chromium.mjs';
import { provideFirefox } from './install-firefox.mjs';
import { AT_ONCE, FAST_STAGES, NEEDS_BUILD, NEEDS_CHROMIUM, needsPackage, STAGES } from './stages.mjs';
import { watch } from './watch.mjs';

/** The full output of each stage's last run, with the seconds of its files and tests. */
const KEPT = join(ROOT, '.cache/test');

/**
 * Runs Node with a script of a package, a script of ours, or flags. Resolves to its exit code and its output. A process
 * that hangs is killed and named in the last line.
 */
function runNode(stage, [first, ...rest], env) {
  const script = /^(-|test\/|wrappers\/)/.test(first) ? first : `node_modules/${first}`;
  const files = rest.filter((argument) => /^test\/.*\.(test|browser|firefox)\./.test(argument));
  const name =
    files.length === 0 ? first : files.length === 1 ? files[0] : `${files.length} files, starting with ${files[0]}`;
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [script, ...rest], {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    // Not to stdout, where `npm test` prints exactly one line per stage.
    const watching = watch(child, { stage, name, say: (line) => console.error(line) });
    let output = '';
    const keep = (text) => {
      output += text;
    };
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.on('error', failed);
    child.on(
      'close',
      (code) =>
        void watching.then((hung) =>
          done({ code: hung ? 1 : (code ?? 1), output: hung ? `${output}\n✖ ${hung}\n` : output, hung }),
        ),
    );
  });
}

/** Sums the lines `# pass 3` and `# fail 1` (TAP) or `ℹ pass 3` (Node's spec reporter). */
function countTests(output) {
  const sum = (word) =>
    [...output.matchAll(new RegExp(`^(?:#|ℹ) ${word} (\\d+)$`, 'gm'))].reduce(
      (total, [, count]) => total + Number(count),
      0,
    );
  return { passed: sum('pass'), failed: sum('fail') + sum('cancelled'), skipped: sum('skipped') };
}

async function runStage(name, commands, env) {
  const startMs = performance.now();
  const total = { passed: 0, failed: 0, skipped: 0 };
  let failedOutput = null;
  let wholeOutput = '';
  const waiting = [...commands];
  const runWaiting = async () => {
    for (let command = waiting.shift(); command; command = waiting.shift()) {
      const { code, output, hung } = await runNode(name, command, env);
      wholeOutput += output;
      const counts = countTests(output);
      for (const key of Object.keys(total)) total[key] += counts[key];
      if (code === 0 && counts.failed === 0) continue;
      // A stage that fails without naming a test (a type error, say) is one failure.
      total.failed ||= 1;
      failedOutput = (failedOutput ?? '') + output;
      if (hung) waiting.length = 0;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE[name] ?? 1 }, runWaiting));
  mkdirSync(KEPT, { recursive: true });
  writeFileSync(join(KEPT, `${name}.log`), wholeOutput);
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  const counts = total.passed + total.failed > 0 ? `${total.passed} passed, ${total.failed} failed${skipped}` : '';
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  if (failedOutput !== null) console.log(failedOutput.trimEnd());
  const word = failedOutput !== null ? 'FAIL' : commands.length === 0 ? 'none' : 'ok';
  console.log(`${word.padEnd(4)} ${name.padEnd(9)}${`${seconds} s`.padStart(8)}  ${counts}`.trimEnd());
  return total;
}

const asked = process.argv.slice(2);
const isFast = asked.includes('--fast');
const named = asked.filter((word) => word in STAGES);
const words = asked.filter((word) => !(word in STAGES) && word !== '--fast');
const stages = Object.keys(isFast ? FAST_STAGES : STAGES).filter((name) => named.length === 0 || named.includes(name));

const total = { passed: 0, failed: 0 };
const run = async (name, env) => {
  const { passed, failed } = await runStage(name, (isFast ? FAST_STAGES : STAGES)[name](words), env);
  total.passed += passed;
  total.failed += failed;
};
try {
  await installMissing();
  if (isFast) await Promise.all(stages.map((name) => run(name, process.env)));
  else
    for (const name of stages) {
      const env = { ...process.env };
      if (NEEDS_BUILD.has(name)) await buildStale();
      // Before its files run, because two of them run at once.
      if (name === 'pages' && STAGES.pages(words).some(needsPackage)) await buildPackage();
      if (NEEDS_CHROMIUM.has(name)) env.CHROME = await requireChromium();
      if (name === 'firefox' && (await provideFirefox()) === null) {
        console.log(
          'skip firefox             no Firefox found, and none could be installed: FIREFOX=/path/to/firefox npm test',
        );
        continue;
      }
      await run(name, env);
      if (total.failed > 0) break;
    }
} catch (error) {
  console.error(error.message);
  total.failed += 1;
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
