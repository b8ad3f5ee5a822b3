import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folders of the repository and of its pages. */
export const DOCS = resolve(dirname(fileURLToPath(import.meta.url)), '..');
export const ROOT = resolve(DOCS, '..');
