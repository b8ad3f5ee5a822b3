/**
 * Where the package's worker and WebAssembly files are. `new URL('…', import.meta.url)` names each of them, outside of
 * `new Worker(…)`: most bundlers then copy the file untouched and replace the address. Those that do not know this
 * pattern leave the file out, and the address is that of a file that does not exist.
 */
import { PikaError } from '../errors';

declare global {
  interface ImportMeta {
    /** The name of the output file, inserted by our build; undefined in the sources. */
    readonly chunk?: string;
  }
}
/** Defined by webpack, which would write the path of the user's folder in place of `import.meta.url`. */
declare const __webpack_require__: unknown;

export interface PackageFile {
  /** In `dist/`. */
  readonly name: string;
  /** Returns the literal `new URL('…', import.meta.url)`. */
  readonly url: () => URL;
}

export interface FilePlace {
  readonly url: string;
  /** `likely`: another place than the one that a bundler left. `lost`: a bundler left the file out. */
  readonly found: 'certain' | 'likely' | 'lost';
  /** What to do if the file is not there; a full sentence. */
  readonly advice: string;
}

const IMPORTER: string | undefined = typeof __webpack_require__ === 'undefined' ? import.meta.url : undefined;
/**
 * Where the development server of Vite 7 puts packages, without the files that they name: `node_modules/.vite/deps/`.
 * Frameworks choose other hidden folders: Nuxt, `node_modules/.cache/vite/client/deps/`.
 */
const VITE_PACKAGES = /\/node_modules\/\.[^?#]*\/deps(_\w+)?\/[^/]*$/;

let folder: string | null = null;

/** Sets the folder of all files, relative to the page. Throws engine/bad-option if the text is no address. */
export function filesAt(address: string): void {
  const base = globalThis.location?.href;
  try {
    folder = new URL(address.endsWith('/') ? address : `${address}/`, base).href;
  } catch (thrown) {
    throw new PikaError(
      'engine/bad-option',
      {
        subject: 'files',
        expected: 'the address of the folder with the worker and WebAssembly files',
        found: JSON.stringify(address),
        next: 'Write a path such as "/pika/".',
      },
      thrown,
    );
  }
}

export function placeOf(file: PackageFile): FilePlace {
  if (folder !== null)
    return {
      url: folder + file.name,
      found: 'certain',
      advice: `Copy node_modules/pika-plot/dist/${file.name} to ${folder}, or correct data-pika-files.`,
    };
  const url = addressOf(file);
  if (url !== null && (isWhole() || !url.split(/[?#]/)[0]!.endsWith(`/${file.name}`)))
    return { url, found: 'certain', advice: `Serve ${file.name} beside pika-plot.js.` };
  const installed = IMPORTER === undefined ? null : installedBesideCache(IMPORTER, file.name);
  if (installed !== null)
    return {
      url: installed,
      found: 'likely',
      advice: "Add optimizeDeps: { exclude: ['pika-plot'] } to the configuration of Vite.",
    };
  return {
    url: url ?? file.name,
    found: 'lost',
    advice:
      `The bundler left ${file.name} out. Copy *worker.js and *.wasm of node_modules/pika-plot/dist/ to a folder of ` +
      'the site, and name that folder: <html data-pika-files="/pika/">.',
  };
}

/** The file in the installed package, if this is the address of a module in Vite's cache of packages; else null. */
export function installedBesideCache(importer: string, name: string): string | null {
  return VITE_PACKAGES.test(importer) ? importer.replace(VITE_PACKAGES, `/node_modules/pika-plot/dist/${name}`) : null;
}

/** Null where a bundler leaves no `import.meta.url`, as in classic scripts. */
function addressOf({ url }: PackageFile): string | null {
  try {
    return url().href;
  } catch {
    return null;
  }
}

/** Whether the package is loaded as it is, with its files beside it, and not as a part of a bundle. */
function isWhole(): boolean {
  // Written in full: our build replaces this expression.
  const chunk = import.meta.chunk;
  return chunk === undefined || IMPORTER === undefined || IMPORTER.split(/[?#]/)[0]!.endsWith(`/${chunk}`);
}
