/** The stages of `npm test`: which commands each is, on which files. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../examples/prepare.mjs';

/** Each answers its commands, given the words that paths of test files are to hold. A command is a script of a package, or Node's arguments. */
export const STAGES = {
  lint: () => [['eslint/bin/eslint.js', '.', '--max-warnings=0', '--cache', '--cache-strategy=content', '--cache-location=.cache/eslint']],
  // Once with everything, once with src alone, which may not lean on Node's types.
  types: () => [typecheck('tsconfig.json', 'all'), typecheck('tsconfig.build.json', 'src')],
  unit: (words) => inGroups(filesOf(/\.test\.ts$/, words).filter((file) => !isSlow(file))).map(inOneProcess),
  slow: (words) => filesOf(/\.test\.ts$/, words).filter(isSlow).map((file) => inOneProcess([file])),
  build: () => [
    ['rollup/dist/bin/rollup', '--config', '--silent'],
    ['typescript/bin/tsc', '-p', 'tsconfig.build.json'],
    ['rollup/dist/bin/rollup', '--config', 'rollup.types.config.mjs', '--silent'],
    ['@custom-elements-manifest/analyzer/cem.js', 'analyze', '--quiet', '--config', 'custom-elements-manifest.config.mjs'],
  ],
  browser: (words) => {
    const files = filesOf(/\.browser\.ts$/, words);
    return [
      ...onFiles(files.filter(needsGpu), (some) => inBrowser('test/web-test-runner.gpu.config.mjs', some)),
      ...onFiles(files.filter((file) => !needsGpu(file)), (some) => inBrowser('test/web-test-runner.config.mjs', some)),
    ];
  },
  pictures: () => [['test/visual/run.mjs']],
  pages: (words) => onFiles(filesOf(/\.test\.mjs$/, words), (files) => ['--test', ENDS, '--test-concurrency=2', '--test-reporter=spec', ...files]),
  firefox: (words) => onFiles(filesOf(/\.firefox\.(mjs|ts)$/, words), (files) => [...TYPESCRIPT, '--test', ENDS, '--test-concurrency=1', '--test-reporter=spec', ...files]),
};
export const FAST_STAGES = { lint: STAGES.lint, types: () => [typecheck('tsconfig.json', 'all')], unit: STAGES.unit };
/** Stages whose commands may run at once, one on a core: they share nothing. */
export const SIDE_BY_SIDE = new Set(['types', 'unit', 'slow', 'browser']);
/** Their pages load what the build makes; without the stage before them, it is made anew where a source is newer. */
export const NEEDS_BUILD = new Set(['pictures', 'pages', 'firefox']);
export const NEEDS_CHROMIUM = new Set(['browser', 'pictures', 'pages']);

/** No test of a page lasts so long, nor a file of them: what waits for ever gets a name. */
const ENDS = '--test-timeout=300000';
const TYPESCRIPT = ['--import', 'tsx', '--import', './test/wgsl-hooks.mjs'];
/** Tables, files and lives of a page by the hundred: some seconds each, and rarely what a change breaks first. */
const SLOW = [
  'cpu/worker-death', 'events/cancellation', 'kernels/cpu', 'kernels/validating', 'link/random-moves', 'memory/over-budget', 'memory/traces', 'reports/json-values', 'rows/arrow-file', 'rows/damage', 'rows/in-memory',
  'rows/intake', 'rows/odd-files', 'rows/parquet', 'rows/random-counts', 'source/fetch',
];
const FILES_A_PROCESS = 24;

function isSlow(file) {
  return SLOW.some((name) => file.startsWith(`test/${name}.`));
}

/** What has changed since the last run is checked, and what that concerns. */
function typecheck(project, name) {
  return ['typescript/bin/tsc', '-p', project, '--noEmit', '--emitDeclarationOnly', 'false', '--incremental', '--tsBuildInfoFile', `.cache/types-${name}.tsbuildinfo`];
}

function filesOf(pattern, words) {
  return readdirSync(join(ROOT, 'test'), { recursive: true })
    .map((path) => `test/${path.replaceAll('\\', '/')}`)
    .filter((path) => pattern.test(path) && (words.length === 0 || words.some((word) => path.includes(word))))
    .sort();
}

function onFiles(files, command) {
  return files.length > 0 ? [command(files)] : [];
}

/** Two halves for two browsers: one with a software GPU, which keeps a core busy, and one without. */
function needsGpu(file) {
  return /webgpu|navigator\.gpu/i.test(readFileSync(join(ROOT, file), 'utf8'));
}

function inBrowser(config, files) {
  return ['@web/test-runner/dist/bin.js', '--config', config, ...files.flatMap((file) => ['--files', file])];
}

/** Which files share a process. One that puts something in the place of a global, or weighs the heap, has a process of its own. */
function inGroups(files) {
  const alone = files.filter((file) => /mock\.timers|installDawn|devices\/validating|globalThis|harness\/heap/.test(readFileSync(join(ROOT, file), 'utf8')));
  const others = files.filter((file) => !alone.includes(file));
  const groups = alone.map((file) => [file]);
  for (let i = 0; i < others.length; i += FILES_A_PROCESS) groups.push(others.slice(i, i + FILES_A_PROCESS));
  return groups;
}

function inOneProcess(files) {
  return [...TYPESCRIPT, '--test-reporter=spec', 'test/in-process.mjs', ...files];
}
