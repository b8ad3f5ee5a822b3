/**
 * `node test/in-process.mjs file …`: Node's test files one after another in this process, which loads what they share
 * once.
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

for (const file of process.argv.slice(2)) await import(pathToFileURL(resolve(file)).href);
