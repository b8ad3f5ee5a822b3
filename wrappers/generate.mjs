/** Writes the wrappers' modules to .cache/wrappers/, one for each framework: `npm run build:wrappers` bundles them. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../examples/prepare.mjs';
import { describeElements } from './describe-elements.mjs';
import { reactModule } from './react/generate.mjs';
import { solidModule } from './solid/generate.mjs';
import { svelteModule } from './svelte/generate.mjs';
import { vueModule } from './vue/generate.mjs';

const folder = join(ROOT, '.cache/wrappers');
const described = await describeElements(ROOT);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const modules = { react: reactModule, solid: solidModule, svelte: svelteModule, vue: vueModule };
for (const [name, moduleOf] of Object.entries(modules)) writeFileSync(join(folder, `${name}.ts`), moduleOf(described));
