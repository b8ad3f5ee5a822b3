/** The stories as one module, for pages that show them in turn. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ROOT } from '../../examples/prepare.mjs';

const STORIES = join(ROOT, 'stories');

/** Bundles the stories against the built package, so that pages show what users load. */
export async function bundleStories() {
  const files = readdirSync(STORIES)
    .filter((file) => file.endsWith('.stories.ts'))
    .sort();
  const entry =
    files.map((file, i) => `import * as s${i} from './${file}';`).join('\n') +
    `\nexport const stories = {${files.map((file, i) => `'${file.replace('.stories.ts', '')}': s${i}`).join(', ')}};\nexport { render } from 'lit';`;
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: STORIES, loader: 'ts' },
    bundle: true,
    format: 'esm',
    write: false,
    logLevel: 'error',
  });
  const module = outputFiles[0].text;
  const names = [];
  for (const [i, file] of files.entries()) {
    const text = readFileSync(join(STORIES, file), 'utf8');
    for (const [, name] of text.matchAll(/^export const (\w+)/gm))
      names.push({ file: files[i].replace('.stories.ts', ''), name });
  }
  return { module, names };
}
