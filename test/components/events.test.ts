import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, it } from 'node:test';
import { buildStale } from '../../examples/prepare.mjs';
// @custom-elements-manifest/analyzer has no types of its own.
const { cli } = (await import('@custom-elements-manifest/analyzer/cli.js' as string)) as {
  cli: (options: object) => Promise<Manifest>;
};

interface Manifest {
  readonly modules: readonly {
    readonly path: string;
    readonly declarations: readonly {
      readonly tagName: string;
      readonly events?: readonly {
        readonly name: string;
        readonly type?: { readonly text: string };
        readonly inheritedFrom?: object;
      }[];
    }[];
  }[];
}

interface Element {
  readonly tag: string;
  readonly source: string;
}

const elements: readonly Element[] = readdirSync('src/components', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .flatMap((path) =>
    [...readFileSync(`src/components/${path}`, 'utf8').matchAll(/@tag (\S+)/g)].map(([, tag]) => ({
      tag: tag!,
      source: sourceOf(dirname(`src/components/${path}`)),
    })),
  );

/** An element fires its events in any file of its folder. */
function sourceOf(folder: string): string {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(`${folder}/${name}`, 'utf8'))
    .join('\n');
}

const found = (source: string, pattern: RegExp): string[] =>
  [...new Set([...source.matchAll(pattern)].map(([, name]) => name!))].sort();

describe('events of the elements', async () => {
  // The configuration reads the attributes from the build.
  await buildStale();
  const manifest = await cli({
    argv: ['analyze', '--quiet', '--config', 'custom-elements-manifest.config.mjs'],
    cwd: process.cwd(),
    noWrite: true,
  });

  for (const { tag, source } of elements) {
    it(`<${tag}> fires the events of its doc comment, its types and the manifest`, () => {
      const fired = found(source, /(?:[.#]fire|new CustomEvent)\('(pika-[a-z-]+)'/g);
      const listed = found(source, /@fires \{CustomEvent<.+>\} (pika-[a-z-]+) - \S/g);
      const typed = found(/interface Pika\w+Events \{\n(?: .*\n)*\}/.exec(source)?.[0] ?? '', /'(pika-[a-z-]+)':/g);
      assert.deepEqual(listed, fired, 'the doc comment');
      assert.deepEqual(typed, fired, 'the types');
      const documented =
        manifest.modules.flatMap(({ declarations }) => declarations).find(({ tagName }) => tagName === tag)?.events ??
        [];
      assert.deepEqual(documented.map(({ name }) => name).sort(), fired, 'the manifest');
      for (const { type } of documented) assert.match(type?.text ?? '', /^CustomEvent<.+>$/);
    });
  }

  it('are all typed for listeners on ancestors', () => {
    const all = [...new Set(elements.flatMap(({ source }) => found(source, /[.#]fire\('(pika-[a-z-]+)'/g)))].sort();
    const [, global] = /interface GlobalEventHandlersEventMap \{([^}]*)\}/.exec(readFileSync('src/index.ts', 'utf8'))!;
    assert.deepEqual(found(global!, /'(pika-[a-z-]+)':/g), all);
  });

  it('have paths in the manifest that exist in the package', () => {
    assert.deepEqual(
      manifest.modules.map(({ path }) => path),
      ['dist/pika-plot.js'],
    );
    assert.equal(manifest.modules[0]!.declarations.length, elements.length);
  });
});
