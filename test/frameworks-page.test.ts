import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

/** The code after a line that only names its file: `[path](../path):`. */
const QUOTED = /^\[(?<path>[^\]]+)\]\(\.\.\/\k<path>\):\n\n```\w+\n(?<code>[\s\S]*?)\n```$/gm;

test('docs/frameworks.md quotes the projects that the matrix builds', () => {
  const page = readFileSync('docs/frameworks.md', 'utf8');
  const quotes = [...page.matchAll(QUOTED)].map(({ groups }) => groups!);
  assert.deepEqual(
    quotes.map((quote) => quote['path']),
    [
      'examples/projects/react-19/app.jsx',
      'examples/projects/next/app/page.jsx',
      'examples/projects/next/app/sales.jsx',
      'examples/projects/vue/App.vue',
      'examples/projects/nuxt/nuxt.config.js',
      'examples/projects/svelte/App.svelte',
      'examples/projects/solid/app.tsx',
      'examples/projects/angular/src/main.ts',
    ],
  );
  for (const { path, code } of quotes) assert.equal(code, readFileSync(path!, 'utf8').trimEnd(), path);
});
