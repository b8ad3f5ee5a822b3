/** The stages of `npm test`: the commands of each, and their files. */
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../examples/prepare.mjs';

/**
 * Each stage returns its commands, given words that the paths of test files have to contain. A command is a script of a
 * package, or arguments of Node.
 */
export const STAGES = {
  lint: () => [
    [
      'eslint/bin/eslint.js',
      '.',
      '--max-warnings=0',
      '--cache',
      '--cache-strategy=content',
      '--cache-location=.cache/eslint',
    ],
    ['prettier/bin/prettier.cjs', '.', '--check', '--log-level=warn', '--cache', '--cache-location=.cache/prettier'],
  ],
  // Once with all files, and once with src alone, which must not depend on Node's types.
  types: () => [typecheck('tsconfig.json', 'all'), typecheck('tsconfig.build.json', 'src')],
  unit: (words) => inGroups(filesOf(/\.test\.ts$/, words).filter((file) => !isSlow(file))).map(inOneProcess),
  slow: (words) =>
    filesOf(/\.test\.ts$/, words)
      .filter(isSlow)
      .map((file) => inOneProcess([file])),
  build: () => [
    ['rollup/dist/bin/rollup', '--config', '--silent'],
    ['typescript/bin/tsc', '-p', 'tsconfig.build.json'],
    ['rollup/dist/bin/rollup', '--config', 'rollup.types.config.mjs', '--silent'],
    [
      '@custom-elements-manifest/analyzer/cem.js',
      'analyze',
      '--quiet',
      '--config',
      'custom-elements-manifest.config.mjs',
    ],
    ['wrappers/generate.mjs'],
    ['typescript/bin/tsc', '-p', 'wrappers'],
    ['rollup/dist/bin/rollup', '--config', 'rollup.wrappers.config.mjs', '--silent'],
  ],
  browser: (words) => {
    const files = filesOf(/\.browser\.ts$/, words);
    return [
      ...onFiles(files.filter(needsGpu), (some) => inBrowser('test/web-test-runner.gpu.config.mjs', some)),
      ...onFiles(
        files.filter((file) => !needsGpu(file)),
        (some) => inBrowser('test/web-test-runner.config.mjs', some),
      ),
    ];
  },
  pictures: () => [['test/visual/run.mjs']],
  pages: (words) => filesOf(/\.test\.mjs$/, words).map((file) => [...REPORTERS, file]),
  firefox: (words) => filesOf(/\.firefox\.(mjs|ts)$/, words).map((file) => [...TYPESCRIPT, ...REPORTERS, file]),
};
export const FAST_STAGES = { lint: STAGES.lint, types: () => [typecheck('tsconfig.json', 'all')], unit: STAGES.unit };
/** How many commands of a stage run at once, because they share nothing. Default 1. */
export const AT_ONCE = {
  types: availableParallelism(),
  unit: availableParallelism(),
  slow: availableParallelism(),
  browser: availableParallelism(),
  pages: 2,
};
/** Stages whose pages load the build. If the build stage does not run first, they rebuild it when a source is newer. */
export const NEEDS_BUILD = new Set(['pictures', 'pages', 'firefox']);
/** Whether a command's files install the packed package, which includes types and wrappers. */
export const needsPackage = (command) => command.some((argument) => /^test\/(package|wrappers)\//.test(argument));
export const NEEDS_CHROMIUM = new Set(['browser', 'pictures', 'pages']);

/**
 * One reporter for people, and one for `test/watch.mjs`, which must know what each test waits for. Sets no time limit:
 * `watch` kills processes that hang.
 */
const REPORTERS = [
  '--test-reporter=spec',
  '--test-reporter-destination=stdout',
  '--test-reporter=./test/harness/report-tests.mjs',
  '--test-reporter-destination=stderr',
];
const TYPESCRIPT = ['--import', 'tsx', '--import', './test/wgsl-hooks.mjs'];
/** Hundreds of tables, files and page visits. They take a few seconds each, and rarely fail first. */
const SLOW = [
  'reports/arrow-columns-alone',
  'reports/parquet-values',
  'cpu/workers/worker-death',
  'events/cancellation',
  'kernels/cpu',
  'kernels/validating',
  'link/random-moves',
  'memory/over-budget',
  'memory/traces',
  'reports/extreme-values-by-sql',
  'reports/infinite-values',
  'reports/json-values',
  'reports/steps-too-small',
  'reports/shared-dictionary',
  'reports/timestamptz-functions',
  'table/table',
  'reports/values-in',
  'reports/values-out',
  'rows/arrow/arrow-reader',
  'rows/damage',
  'rows/in-memory/in-memory',
  'rows/in-memory/columns-intake',
  'rows/odd-files',
  'rows/parquet/parquet',
  'rows/random-counts',
  'source/files/fetch',
  'writers/files',
  'writers/types-table',
  'reports/csv-as-native',
  'reports/csv-later-rows',
  'reports/csv-options',
];
const FILES_PER_PROCESS = 24;

function isSlow(file) {
  return SLOW.some((name) => file.startsWith(`test/${name}.`));
}

/** Checks the files that changed since the last run, and those that depend on them. */
function typecheck(project, name) {
  return [
    'typescript/bin/tsc',
    '-p',
    project,
    '--noEmit',
    '--emitDeclarationOnly',
    'false',
    '--incremental',
    '--tsBuildInfoFile',
    `.cache/types-${name}.tsbuildinfo`,
  ];
}

function filesOf(pattern, words) {
  return readdirSync(join(ROOT, 'test'), { recursive: true })
    .map((path) => `test/${path.replaceAll('\\', '/')}`)
    .filter(
      (path) =>
        pattern.test(path) &&
        !path.includes('/node_modules/') &&
        (words.length === 0 || words.some((word) => path.includes(word))),
    )
    .sort();
}

function onFiles(files, command) {
  return files.length > 0 ? [command(files)] : [];
}

/** The browser tests run in two browsers: one with a software GPU, which keeps a core busy, and one without. */
function needsGpu(file) {
  return /webgpu|navigator\.gpu/i.test(readFileSync(join(ROOT, file), 'utf8'));
}

function inBrowser(config, files) {
  return ['@web/test-runner/dist/bin.js', '--config', config, ...files.flatMap((file) => ['--files', file])];
}

/**
 * Groups of files that share a process. A file that replaces a global or measures the heap has a process of its own.
 */
function inGroups(files) {
  const alone = files.filter((file) =>
    /mock\.timers|installDawn|devices\/validating|globalThis|harness\/heap/.test(
      readFileSync(join(ROOT, file), 'utf8'),
    ),
  );
  const others = files.filter((file) => !alone.includes(file));
  const groups = alone.map((file) => [file]);
  for (let i = 0; i < others.length; i += FILES_PER_PROCESS) groups.push(others.slice(i, i + FILES_PER_PROCESS));
  return groups;
}

function inOneProcess(files) {
  return [...TYPESCRIPT, ...REPORTERS, 'test/in-process.mjs', ...files];
}
