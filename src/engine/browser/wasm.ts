import type { StartFailure } from './workers';

/** Explains why a WebAssembly file failed to compile, from what the browser threw. `advice`: where it should be. */
export function wasmFailure(file: string, thrown: unknown, advice: string): StartFailure {
  const found = (thrown instanceof Error ? thrown.message : String(thrown))
    .replace(/^Uncaught (\w*Error: )?/, '')
    .replace(/\.$/, '');
  // The wordings of Chromium, Safari and Firefox.
  if (/content security policy|unsafe-eval|blocked by CSP/i.test(found)) {
    return {
      found: `that the Content-Security-Policy forbids WebAssembly (${found})`,
      next: `Add 'wasm-unsafe-eval' to its script-src, both for the page and for the worker files beside pika-plot.js.`,
    };
  }
  return {
    found,
    next:
      `${advice} Check that ${file} is served unchanged, as application/wasm, ` +
      'and that connect-src of the Content-Security-Policy allows it.',
  };
}
