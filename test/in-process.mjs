/**
 * `node test/in-process.mjs file …`: runs Node test files one after another in this process, which loads shared modules
 * once.
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

for (const file of process.argv.slice(2)) await import(pathToFileURL(resolve(file)).href);
