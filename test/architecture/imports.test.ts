import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { checkDomNames, checkImports, checkTimers, type SourceFiles } from './check-imports';
import { readImports, readNames } from './read-imports';

function sourceFiles(): SourceFiles {
  const paths = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((path) => `src/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'));
  return new Map(paths.map((path) => [path, readFileSync(path, 'utf8')]));
}

const tree = (files: Record<string, string>): SourceFiles => new Map(Object.entries(files));

describe('the source tree', () => {
  it('keeps the import rules', () => assert.deepEqual(checkImports(sourceFiles()), []));
  it('uses no DOM names in the engine', () => assert.deepEqual(checkDomNames(sourceFiles()), []));
  it("waits by the engine's clock", () => assert.deepEqual(checkTimers(sourceFiles()), []));
});

describe('the import checker', () => {
  const shared = {
    'src/engine/errors.ts': '',
    'src/engine/columns/column.ts': '',
    'src/engine/columns/keys.ts': '',
    'src/engine/frame/recording.ts': '',
  };

  it('allows shared type modules', () => {
    assert.deepEqual(
      checkImports(
        tree({
          ...shared,
          'src/engine/gpu/executor.ts': `
        import type { Recording } from '../frame/recording';
        import { laneOf,
          type Lane } from "../columns/column";
        import { PikaError } from '../errors';
        import text from '../../../shaders/count.wgsl';`,
          'src/engine/cpu/worker.ts': `import { ceilKey } from '../columns/keys';`,
          'src/engine/cpu/cpu-backend.ts': `new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })`,
          'src/components/pika-plot/pika-plot.ts': `import { LitElement } from 'lit'; import { Engine } from '../../engine/index';`,
          'src/engine/index.ts': `export { Engine } from './engine';`,
          'src/engine/engine.ts': `export class Engine {}`,
        }),
      ),
      [],
    );
  });

  const refused: [why: string, files: Record<string, string>, complaint: RegExp][] = [
    [
      'gpu → plan',
      { 'src/engine/plan/plan.ts': '', 'src/engine/gpu/a.ts': `import { plan } from '../plan/plan';` },
      /gpu\/a\.ts:1: gpu may not import plan\/plan$/,
    ],
    [
      'gpu → plan, as a type',
      { 'src/engine/plan/plan.ts': '', 'src/engine/gpu/a.ts': `\nimport type { Plan } from '../plan/plan';` },
      /gpu\/a\.ts:2: gpu may not import plan\/plan$/,
    ],
    [
      'gpu → the rest of columns',
      { 'src/engine/columns/cache.ts': '', 'src/engine/gpu/a.ts': `export * from '../columns/cache';` },
      /gpu may not import columns\/cache/,
    ],
    [
      'plan → source, as a value',
      { 'src/engine/source/source.ts': '', 'src/engine/plan/a.ts': `import { open } from '../source/source';` },
      /plan may not import source\/source but as a type/,
    ],
    [
      'plan → source, inline type',
      {
        'src/engine/source/source.ts': '',
        'src/engine/plan/a.ts': `import { type Relation } from '../source/source';`,
      },
      /but as a type/,
    ],
    [
      'engine → components',
      { 'src/components/a.ts': '', 'src/engine/engine.ts': `import '../components/a';` },
      /engine may not import components\/a/,
    ],
    [
      'components → past the engine index',
      { ...shared, 'src/engine/link/a.ts': '', 'src/components/a.ts': `const a = await import('../engine/link/a');` },
      /components may not import link\/a/,
    ],
    [
      'a worker of another module',
      {
        'src/engine/rows/worker.ts': '',
        'src/engine/cpu/a.ts': `new Worker(new URL('../rows/worker.ts', import.meta.url))`,
      },
      /cpu may not import rows\/worker/,
    ],
    [
      'shaders in cpu',
      { 'src/engine/cpu/a.ts': `import text from '../../../shaders/a.wgsl';` },
      /cpu may not import shaders/,
    ],
    [
      'a package',
      { 'src/engine/grammar/a.ts': `import { LitElement } from 'lit';` },
      /grammar may not import the package "lit"/,
    ],
    ['a file that is not there', { 'src/engine/grammar/a.ts': `import { b } from './b';` }, /no file of src/],
    ['an unknown module', { 'src/engine/utils/a.ts': '' }, /found "utils"/],
    [
      'a cycle',
      {
        'src/engine/grammar/a.ts': `import './b';`,
        'src/engine/grammar/b.ts': `export { c } from './c';`,
        'src/engine/grammar/c.ts': `import { a } from './a';`,
      },
      /cycle: src\/engine\/grammar\/a\.ts -> .*b\.ts -> .*c\.ts -> src\/engine\/grammar\/a\.ts/,
    ],
  ];
  for (const [why, files, complaint] of refused) {
    it(`refuses ${why}`, () => {
      const complaints = checkImports(tree(files));
      assert.equal(complaints.length, 1, complaints.join('\n'));
      assert.match(complaints[0]!, complaint);
    });
  }

  it('finds cycles through type imports', () => {
    const files = {
      'src/engine/grammar/a.ts': `import type { B } from './b';`,
      'src/engine/grammar/b.ts': `import { a } from './a';`,
    };
    assert.equal(checkImports(tree(files)).length, 1);
  });

  it('refuses timers in the engine, except where one waits for an answer that may never come', () => {
    const source = 'setTimeout(() => undefined, 5); clock.after(5, act); let setTimeouts;';
    assert.deepEqual(
      checkTimers(tree({ 'src/engine/source/duckdb/watchdog.ts': source, 'src/components/a.ts': source })),
      [],
    );
    assert.equal(checkTimers(tree({ 'src/engine/plot/a.ts': source })).length, 1);
  });

  it('refuses DOM names in the engine, except a canvas in modules that paint', () => {
    assert.deepEqual(
      checkDomNames(
        tree({
          'src/engine/gpu/a.ts': 'let a: HTMLCanvasElement | OffscreenCanvas; // document',
          'src/engine/grammar/a.ts': 'const a = { b: rolling.window, text: "document" };',
          'src/components/a.ts': 'document.body',
        }),
      ),
      [],
    );
    assert.equal(checkDomNames(tree({ 'src/engine/plan/a.ts': 'let a: HTMLCanvasElement;' })).length, 1);
    assert.equal(
      checkDomNames(tree({ 'src/engine/gpu/a.ts': 'const a = `${document.title} window`;\nglobalThis.window.b;' }))
        .length,
      2,
    );
  });
});

describe('reading imports', () => {
  it('finds every form of import, but none in comments or strings', () => {
    const source = `
      import a, { b as c } from './1';
      import * as d from './2';
      import './3';
      import type { E } from './4';
      import type F from './5';
      export { g } from './6';
      export type { H } from './7';
      export * from './8';
      const i = await import('./9');
      type J = import('./10').J;
      const k: typeof import('./11') = i;
      new URL( './12', import.meta.url );
      import type from './13';
      // import { z } from './no';
      /* import './no'; */
      const text = \`import { z } from './no'; \${await import('./14')}\`;
      export const l = 'x'; export class M { from = './no'; }
      function imports(from: string) { return from; } imports('./no');
      a.import('./no');
    `;
    const kinds = Object.fromEntries(readImports(source).map(({ specifier, kind }) => [specifier, kind]));
    assert.deepEqual(kinds, {
      './1': 'value',
      './2': 'value',
      './3': 'value',
      './4': 'type',
      './5': 'type',
      './6': 'value',
      './7': 'type',
      './8': 'value',
      './9': 'value',
      './10': 'type',
      './11': 'type',
      './12': 'url',
      './13': 'value',
      './14': 'value',
    });
  });

  it('keeps the lines', () =>
    assert.deepEqual(
      readNames('/* a\n */ b.c\n...d').map(({ name, line }) => `${name}${line}`),
      ['b2', 'd3'],
    ));
});
