/**
 * `npm test`: every stage in turn, one line each, stopping at the first that fails.
 * `npm test -- unit browser` runs only those named; any other word keeps only the test files whose path holds it.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { installMissing, ROOT } from '../examples/prepare.mjs';
import { requireChromium } from './install-chromium.mjs';

const STAGES = {
  lint: () => [['eslint/bin/eslint.js', '.', '--max-warnings=0']],
  // Once with everything, once with src alone, which may not lean on Node's types.
  types: () => [['typescript/bin/tsc', '-p', '.'], ['typescript/bin/tsc', '-p', 'tsconfig.build.json', '--noEmit']],
  unit: (words) => withFiles('.test.ts', words, (files) =>
    ['--import', 'tsx', '--import', './test/wgsl-hooks.mjs', '--test', '--test-reporter=spec', ...files]),
  build: () => [
    ['rollup/dist/bin/rollup', '--config', '--silent'],
    ['typescript/bin/tsc', '-p', 'tsconfig.build.json'],
    ['rollup/dist/bin/rollup', '--config', 'rollup.types.config.mjs', '--silent'],
    ['@custom-elements-manifest/analyzer/cem.js', 'analyze', '--quiet', '--config', 'custom-elements-manifest.config.mjs'],
  ],
  browser: (words) => withFiles('.browser.ts', words, (files) =>
    ['@web/test-runner/dist/bin.js', '--config', 'test/web-test-runner.config.mjs', ...files.flatMap((file) => ['--files', file])]),
  pictures: () => (existsSync(join(ROOT, 'test/visual/run.mjs')) ? [['test/visual/run.mjs']] : []),
  pages: (words) => withFiles('.test.mjs', words, (files) => ['--test', '--test-reporter=spec', ...files]),
};
const NEEDS_BROWSER = new Set(['browser', 'pictures', 'pages']);

/** The commands of a stage run on test files; none when no file is left. */
function withFiles(ending, words, command) {
  const files = readdirSync(join(ROOT, 'test'), { recursive: true })
    .map((path) => `test/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith(ending) && (words.length === 0 || words.some((word) => path.includes(word))))
    .sort();
  return files.length > 0 ? [command(files)] : [];
}

/** Runs Node with a script of a package (or of ours, or with flags). Resolves to its exit code and all it wrote. */
function runNode([first, ...rest], env) {
  const script = /^(-|test\/)/.test(first) ? first : `node_modules/${first}`;
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [script, ...rest], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (text) => { output += text; };
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.on('error', failed);
    child.on('close', (code) => done({ code: code ?? 1, output }));
  });
}

/** Sums the lines `# pass 3` and `# fail 1` (TAP) or `ℹ pass 3` (Node's spec reporter). */
function countTests(output) {
  const sum = (word) => [...output.matchAll(new RegExp(`^(?:#|ℹ) ${word} (\\d+)$`, 'gm'))].reduce((total, [, count]) => total + Number(count), 0);
  return { passed: sum('pass'), failed: sum('fail') + sum('cancelled') };
}

async function runStage(name, words, env) {
  const startMs = performance.now();
  const total = { passed: 0, failed: 0 };
  let failedOutput = null;
  const commands = STAGES[name](words);
  for (const command of commands) {
    const { code, output } = await runNode(command, env);
    const { passed, failed } = countTests(output);
    total.passed += passed;
    total.failed += failed;
    if (code !== 0 || failed > 0) {
      // A stage that fails without naming a test (a type error, say) is one failure.
      total.failed ||= 1;
      failedOutput = output;
      break;
    }
  }
  const counts = total.passed + total.failed > 0 ? `${total.passed} passed, ${total.failed} failed` : '';
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  if (failedOutput !== null) console.log(failedOutput.trimEnd());
  const word = failedOutput !== null ? 'FAIL' : commands.length > 0 ? 'ok' : 'none';
  console.log(`${word.padEnd(4)} ${name.padEnd(9)}${`${seconds} s`.padStart(8)}  ${counts}`.trimEnd());
  return total;
}

const asked = process.argv.slice(2);
const named = asked.filter((word) => word in STAGES);
const words = asked.filter((word) => !(word in STAGES));
const stages = Object.keys(STAGES).filter((name) => named.length === 0 || named.includes(name));

const total = { passed: 0, failed: 0 };
try {
  await installMissing();
  const env = { ...process.env };
  for (const name of stages) {
    if (NEEDS_BROWSER.has(name)) env.CHROME = await requireChromium();
    const { passed, failed } = await runStage(name, words, env);
    total.passed += passed;
    total.failed += failed;
    if (failed > 0) break;
  }
} catch (error) {
  console.error(error.message);
  total.failed += 1;
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
