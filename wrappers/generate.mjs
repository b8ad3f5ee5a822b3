/** Writes the wrappers' modules to .cache/wrappers/, one for each framework: `npm run build:wrappers` bundles them. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../examples/prepare.mjs';
import { describeElements } from './describe-elements.mjs';
import { reactModule } from './react/generate.mjs';
import { vueModule } from './vue/generate.mjs';

const folder = join(ROOT, '.cache/wrappers');
const described = describeElements(ROOT);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'react.ts'), reactModule(described));
writeFileSync(join(folder, 'vue.ts'), vueModule(described));
