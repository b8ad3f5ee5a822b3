/** `node --import ./test/wgsl-hooks.mjs` loads shaders as modules in Node, like the build. */
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { shaderModule } from '../shaders/compose.mjs';

if (isMainThread) register(import.meta.url);

export async function load(url, context, next) {
  if (!/\.wgsl(\?|$)/.test(url)) return next(url, context);
  return { format: 'module', source: shaderModule(fileURLToPath(url.split('?')[0])).code, shortCircuit: true };
}
