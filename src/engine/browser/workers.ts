import { DeferredWorker } from './deferred-worker';
import { placeOf, type PackageFile } from './package-files';
import { refusedBy, trustedUrl, watchPolicy } from './policy';

/** Why a worker or WebAssembly file did not start: the `found` and `next` parts of a PikaError. */
export interface StartFailure {
  readonly found: string;
  /** What the author of the page can do; a full sentence. */
  readonly next: string;
}

export interface WorkerFile extends PackageFile {
  readonly type: WorkerType;
  /** The script as text, in a chunk that any bundler includes: it runs if the bundler left the file out. */
  readonly code?: () => Promise<{ readonly default: string }>;
}

interface Started {
  readonly file: WorkerFile;
  /** The address of the script; null if it may have come as text. */
  readonly url: string | null;
  readonly inBlob: boolean;
}

/** How long to wait for the server before reporting without its answer. */
const ASK_WITHIN_MS = 5000;
const started = new WeakMap<object, Started>();
const OWN_ORIGIN =
  "Add blob: to worker-src of the Content-Security-Policy (worker-src 'self' blob:), or serve the files of " +
  "pika-plot from the page's own origin.";
const OWN_FILES =
  "Add blob: to worker-src of the Content-Security-Policy (worker-src 'self' blob:), or copy the files of " +
  'node_modules/pika-plot/dist/ to the site and name their folder: <html data-pika-files="/pika/">.';
const SCRIPT = /javascript|ecmascript/;
/** As the browser reports it in violations of a policy. */
const BLOB = 'blob';

/**
 * Starts a worker. Browsers refuse scripts of another origin, and any script in a page without an origin (a sandboxed
 * frame), but not a small script of the page's own, a blob, that imports the other. Throws what the browser throws;
 * {@link explainWorkerError} explains it.
 */
export function startWorker(file: WorkerFile, name?: string): Worker {
  watchPolicy();
  const { url, found } = placeOf(file);
  const named: WorkerOptions = name === undefined ? {} : { name };
  if (found !== 'certain' && file.code) {
    const worker = new DeferredWorker(workerOf(file, found === 'likely' ? url : null, named));
    started.set(worker, { file, url: null, inBlob: true });
    // It has what is used of a worker: messages, errors, an end.
    return worker as EventTarget as Worker;
  }
  const inBlob = !isOwnOrigin(url);
  const worker = inBlob
    ? workerFromText(importing(url), named)
    : new Worker(trustedUrl(url), { ...named, type: file.type });
  started.set(worker, { file, url, inBlob });
  return worker;
}

/** The worker of a file that may be at `url`, where a policy need not allow blobs; or else from its text. */
async function workerOf({ type, code }: WorkerFile, url: string | null, options: WorkerOptions): Promise<Worker> {
  if (url !== null && isOwnOrigin(url) && (await isScript(url)))
    return new Worker(trustedUrl(url), { ...options, type });
  return workerFromText((await code!()).default, options);
}

/** Whether the server has a script there; single-page servers answer any address with a page. */
async function isScript(url: string): Promise<boolean> {
  const answer = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(ASK_WITHIN_MS) }).catch(() => null);
  return answer !== null && answer.ok && SCRIPT.test(answer.headers.get('content-type') ?? '');
}

function isOwnOrigin(url: string): boolean {
  return globalThis.origin !== 'null' && new URL(url, globalThis.location?.href).origin === globalThis.origin;
}

function workerFromText(text: string, options: WorkerOptions): Worker {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  // The browser may start to read it later, so it is not revoked: it is small, and there are few workers.
  return new Worker(trustedUrl(url), options);
}

/**
 * A classic script, as each of our workers is once built: `importScripts` needs no permission of the other server. A
 * page that requires Trusted Types passes this on to workers from blobs.
 */
function importing(url: string): string {
  const address = JSON.stringify(url);
  const trusted = `trustedTypes.createPolicy('pika-plot',{createScriptURL:(own)=>own}).createScriptURL(${address})`;
  return `importScripts(self.trustedTypes?${trusted}:${address});`;
}

/** Explains what `new Worker` threw. */
export function explainWorkerError(thrown: unknown): StartFailure {
  const said = thrown instanceof Error ? thrown.message : String(thrown);
  if (/Trusted/.test(said)) {
    return {
      found: 'that the page requires Trusted Types and does not allow the policy "pika-plot"',
      next: 'Allow it in the Content-Security-Policy: trusted-types pika-plot lit-html.',
    };
  }
  if (isOpenedAsFile()) return onFilePage(said);
  if (globalThis.origin === 'null') {
    return {
      found: `a page without an origin, where the browser does not start this worker (${said})`,
      next: 'Add allow-same-origin to the sandbox attribute of its <iframe>, or show the page without a sandbox.',
    };
  }
  return { found: said, next: 'Allow workers from this origin: add it to worker-src of the Content-Security-Policy.' };
}

function isOpenedAsFile(): boolean {
  return globalThis.location?.protocol === 'file:';
}

function onFilePage(what: string): StartFailure {
  return {
    found: `a page opened from a file (file:), where the browser does not start this worker (${what})`,
    next: 'Serve the folder over HTTP (for example: npx serve) and open the address that it prints.',
  };
}

/** Finds out why a worker that never replied did not start; null if the server returns its file correctly. */
export async function explainMissingWorker(worker: object): Promise<StartFailure | null> {
  const start = started.get(worker);
  if (!start) return null;
  const { file, url, inBlob } = start;
  const refusal = inBlob ? await refusedBy(BLOB) : null;
  if (refusal)
    return {
      found: `that the page's Content-Security-Policy refuses workers from blobs (${refusal})`,
      next: url === null ? OWN_FILES : OWN_ORIGIN,
    };
  if (url === null) return null;
  if (isOpenedAsFile() && !/^https?:/.test(url)) return onFilePage(url);
  const answer = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(ASK_WITHIN_MS) }).catch(() => null);
  const { name } = file;
  const { advice } = placeOf(file);
  const directive = await refusedBy(url);
  if (directive)
    return {
      found: `that the page's Content-Security-Policy refuses ${name} (${directive})`,
      next: `Allow it in the Content-Security-Policy: ${directive} ${inBlob ? new URL(url).origin : "'self'"}.`,
    };
  if (!answer) return { found: `no answer from ${url}`, next: advice };
  if (!answer.ok) return { found: `${answer.status} ${answer.statusText}`.trim() + ` for ${url}`, next: advice };
  const type = answer.headers.get('content-type')?.split(';')[0] ?? '';
  if (!SCRIPT.test(type))
    return {
      found: `${type ? `"${type}"` : 'no content type'} instead of a script at ${url}`,
      next: `${advice} It is a script: text/javascript.`,
    };
  if (!inBlob) return null;
  return {
    found: `that its worker, which starts from a blob, did not load ${url}`,
    next: `Allow ${new URL(url).origin} in script-src of the Content-Security-Policy.`,
  };
}
