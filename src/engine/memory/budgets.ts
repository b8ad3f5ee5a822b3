/**
 * Where memory lives: on the graphics device, in typed arrays of the page and its workers, or in the database's
 * WebAssembly heap.
 */
export type MemoryKind = 'gpu' | 'js' | 'wasm';

export const MEMORY_KINDS: readonly MemoryKind[] = ['gpu', 'js', 'wasm'];

/** How many bytes of each kind the engine may hold. */
export interface MemoryBudgets {
  readonly gpuBytes: number;
  readonly jsBytes: number;
  readonly wasmBytes: number;
}

const GIB = 2 ** 30;
/** 80 % of WebAssembly's 4 GiB limit, which is DuckDB's own default: a database needs memory besides its rows. */
const MAX_WASM_BYTES = 0.8 * 4 * GIB;
/** Assumed where the browser does not report `deviceMemory`: a mid-size machine. */
const UNKNOWN_DEVICE_GIB = 4;
/** A device has memory for several buffers of the largest size it allows. WebGPU does not report how many. */
const BUFFERS_OF_DEVICE = 4;

/**
 * Budgets of a page that sets none: half of the machine's memory as the browser reports it (at most 8 GiB), and on the
 * graphics device no more than four of its largest buffers. WebGPU offers no better estimate; a page that knows its
 * machines should set the budget.
 */
export function defaultBudgets(maxBufferBytes = Infinity): MemoryBudgets {
  const deviceGib = (globalThis.navigator as { deviceMemory?: number } | undefined)?.deviceMemory ?? UNKNOWN_DEVICE_GIB;
  const halfBytes = (deviceGib * GIB) / 2;
  return {
    gpuBytes: Math.min(halfBytes, BUFFERS_OF_DEVICE * maxBufferBytes),
    jsBytes: halfBytes,
    wasmBytes: Math.min(halfBytes, MAX_WASM_BYTES),
  };
}

/** Formats a size in powers of ten, e.g. "1.2 GB". */
export function bytesText(sizeBytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let amount = sizeBytes;
  for (; amount >= 999.5 && unit < units.length - 1; unit++) amount /= 1000;
  return `${unit === 0 || amount >= 99.5 ? Math.round(amount) : Number(amount.toPrecision(2))} ${units[unit]}`;
}
