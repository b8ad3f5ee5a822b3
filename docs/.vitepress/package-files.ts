/** The files of the built package at `/dist/` of the site, as a page without a bundler has them. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { answer } from '../../examples/serve.mjs';
import { ROOT } from './paths.ts';

const LEFT_OUT = /\.(map|d\.ts|json|txt)$|\/(react|vue|svelte|solid|testing)\.js$/;

export function copyPackage(outDir: string): void {
  cpSync(join(ROOT, 'dist'), join(outDir, 'dist'), { recursive: true, filter: (path) => !LEFT_OUT.test(path) });
}

/** Serves them while pages are edited. */
export const packageFiles: Plugin = {
  name: 'pika-package-files',
  configureServer({ middlewares }) {
    middlewares.use((request, response, next) => {
      if (request.url?.startsWith('/dist/')) void answer(request, response).catch(next);
      else next();
    });
  },
};
