/**
 * Whose memory: the graphics device's, typed arrays of the page and its workers, or the database's WebAssembly heap.
 */
export type MemoryKind = 'gpu' | 'js' | 'wasm';

export const MEMORY_KINDS: readonly MemoryKind[] = ['gpu', 'js', 'wasm'];

/** How many bytes the engine may hold of each kind. */
export interface MemoryBudgets {
  readonly gpuBytes: number;
  readonly jsBytes: number;
  readonly wasmBytes: number;
}

const GIB = 2 ** 30;
/** WebAssembly's ceiling, less what a database needs beside its rows: DuckDB's own default. */
const MOST_WASM_BYTES = 0.8 * 4 * GIB;
/** What browsers say when they don't say: a machine of middling size. */
const UNKNOWN_DEVICE_GIB = 4;
/** A device that gives one buffer of some size has memory for several; how many, WebGPU does not tell. */
const BUFFERS_OF_DEVICE = 4;

/**
 * What a page may take when nobody says: half of the machine's memory as far as the browser tells it (it stops at 8
 * GiB), and of a graphics device no more than four of its largest buffers. WebGPU has no way to ask for more than this
 * guess; a page that knows its machines better sets the budget.
 */
export function defaultBudgets(maxBufferBytes = Infinity): MemoryBudgets {
  const deviceGib = (globalThis.navigator as { deviceMemory?: number } | undefined)?.deviceMemory ?? UNKNOWN_DEVICE_GIB;
  const halfBytes = (deviceGib * GIB) / 2;
  return {
    gpuBytes: Math.min(halfBytes, BUFFERS_OF_DEVICE * maxBufferBytes),
    jsBytes: halfBytes,
    wasmBytes: Math.min(halfBytes, MOST_WASM_BYTES),
  };
}

/** "1.2 GB", as budgets are spoken of: powers of ten. */
export function bytesText(sizeBytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let amount = sizeBytes;
  for (; amount >= 999.5 && unit < units.length - 1; unit++) amount /= 1000;
  return `${unit === 0 || amount >= 99.5 ? Math.round(amount) : Number(amount.toPrecision(2))} ${units[unit]}`;
}
