import { refusedBy, trustedUrl, watchPolicy } from './policy';

/** Why a worker or WebAssembly file did not start: the `found` and `next` parts of a PikaError. */
export interface StartFailure {
  readonly found: string;
  /** What the author of the page can do; a full sentence. */
  readonly next: string;
}

/** How long to wait for the server before reporting without its answer. */
const ASK_WITHIN_MS = 5000;
const addresses = new WeakMap<object, string>();

/**
 * Starts a worker. `start` holds the literal `new Worker(new URL('…', import.meta.url))`, which bundlers look for. The
 * `Worker` constructor is replaced during the call, to learn the URL and to make it a trusted one. Throws what the
 * browser throws; {@link explainWorkerError} explains it.
 */
export function startWorker(start: () => Worker): Worker {
  watchPolicy();
  const PageWorker = globalThis.Worker;
  let address = '';
  globalThis.Worker = class extends PageWorker {
    constructor(url: string | URL, options?: WorkerOptions) {
      address = String(url);
      super(trustedUrl(address), options);
    }
  };
  try {
    const worker = start();
    addresses.set(worker, address);
    return worker;
  } finally {
    globalThis.Worker = PageWorker;
  }
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
  if (globalThis.location?.protocol === 'file:') {
    return {
      found: 'a page opened from a file (file:), where browsers do not start workers',
      next: 'Serve the folder over HTTP (for example: npx serve) and open the address that it prints.',
    };
  }
  if (globalThis.origin === 'null') {
    return {
      found: `a page without an origin, where browsers do not start workers (${said})`,
      next: 'Add allow-same-origin to the sandbox attribute of its <iframe>, or show the page without a sandbox.',
    };
  }
  if (/cannot be accessed from origin|insecure|same.origin|cross.origin/i.test(said)) {
    return {
      found: `pika-plot files on another origin, from which browsers do not start workers (${said})`,
      next: "Serve the files of dist/ from the page's own origin.",
    };
  }
  return { found: said, next: 'Allow workers from this origin: add it to worker-src of the Content-Security-Policy.' };
}

/** Finds out why a worker that never replied did not start; null if the server returns its file correctly. */
export async function explainMissingWorker(worker: object, file: string): Promise<StartFailure | null> {
  const url = addresses.get(worker);
  if (url === undefined) return null;
  const answer = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(ASK_WITHIN_MS) }).catch(() => null);
  const directive = await refusedBy(url);
  if (directive)
    return {
      found: `that the page's Content-Security-Policy refuses ${file} (${directive})`,
      next: `Allow it in the Content-Security-Policy: ${directive} 'self'.`,
    };
  if (!answer) return { found: `no answer from ${url}`, next: `Check that ${file} is served beside pika-plot.js.` };
  if (!answer.ok)
    return {
      found: `${answer.status} ${answer.statusText}`.trim() + ` for ${url}`,
      next: `Serve ${file} beside pika-plot.js.`,
    };
  const type = answer.headers.get('content-type')?.split(';')[0] ?? '';
  if (!/javascript|ecmascript/.test(type))
    return {
      found: `${type ? `"${type}"` : 'no content type'} instead of a script at ${url}`,
      next: `Serve the script ${file} beside pika-plot.js, as text/javascript.`,
    };
  return null;
}
