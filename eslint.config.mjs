import tseslint from 'typescript-eslint';

const asyncInWaitForFunction = {
  selector: "CallExpression[callee.property.name='waitForFunction'] > ArrowFunctionExpression[async=true]",
  message: 'It does not wait for the promise of an async function: use until() of test/pages/until.mjs.',
};

/** Node's own, those of browsers, and what pages of tests define: functions that run in a page use them. */
const GLOBALS = [
  ...Object.getOwnPropertyNames(globalThis),
  ...['window', 'document', 'navigator', 'location', 'customElements', 'indexedDB', 'getComputedStyle', 'scrollTo'],
  ...['requestAnimationFrame', 'cancelAnimationFrame', 'addEventListener', 'removeEventListener', 'scrollY'],
  ...['devicePixelRatio', 'innerWidth', 'innerHeight', 'Worker', 'MutationObserver', 'PointerEvent', 'ClipboardEvent'],
  ...['DataTransfer', 'DOMPoint', 'HTMLCanvasElement', 'OffscreenCanvas', 'CanvasRenderingContext2D', 'GPU'],
  ...['OffscreenCanvasRenderingContext2D', 'GPUAdapter', 'GPUAdapterInfo'],
  ...[
    'allSettled',
    'app',
    'beforeEach',
    'blanks',
    'devices',
    'engine',
    'frames',
    'giveRows',
    'heard',
    'hovers',
    'load',
  ],
  ...['looking', 'recorder', 'rows', 'start', 'views'],
];

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', '.cache/', 'stories/.built/', 'docs/.site/', 'test/.results/'] },
  {
    files: ['**/*.ts', '**/*.mjs'],
    extends: [...tseslint.configs.strict],
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      // Also applies to comments, which the formatter does not wrap.
      'max-len': [
        'error',
        { code: 120, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true, ignoreUrls: true },
      ],
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-ignore': true, 'ts-expect-error': true, 'ts-nocheck': true },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      // `import { type A }` alone would still load the file.
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // For typed arrays and matched groups: the loop guarantees that the index exists, which the compiler can't know.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-empty-function': 'off',
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: Object.fromEntries(GLOBALS.map((name) => [name, 'readonly'])) },
    rules: { 'no-undef': 'error' },
  },
  { files: ['bench/**/*.mjs'], rules: { 'no-restricted-syntax': ['error', asyncInWaitForFunction] } },
  {
    files: ['test/**/*.mjs', 'test/**/*.ts'],
    ignores: ['test/harness/patience.mjs'],
    rules: {
      'no-restricted-syntax': [
        'error',
        asyncInWaitForFunction,
        ...[
          "Property[key.name='timeout'] > Literal[raw=/^\\d/]",
          "CallExpression[callee.object.type='ThisExpression'][callee.property.name='timeout'] > Literal[raw!='0']",
          "BinaryExpression[operator=/^[<>]=?$/] CallExpression[callee.object.name=/^(performance|Date)$/][callee.property.name='now']",
          "MemberExpression[object.name='AbortSignal'][property.name='timeout']",
        ].map((selector) => ({
          selector,
          message:
            'No test fails for being slow: wait by until() or awaiting() of test/harness/patience.mjs, test orders of events, and measure in bench/.',
        })),
      ],
    },
  },
  {
    files: ['src/components/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'TemplateElement[value.raw=/ style=/]',
          message: 'A strict policy refuses style attributes: write .style=${…}, a property.',
        },
      ],
    },
  },
  { files: ['src/**/*.ts'], rules: { 'no-console': ['error', { allow: ['warn', 'error'] }] } },
);
