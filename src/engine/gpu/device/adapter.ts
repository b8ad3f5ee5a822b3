import { unavailable } from './failures';

/** The properties of an adapter that are known before a device is created. */
export interface AdapterProbe {
  /** A software rasterizer; the cpu backend is faster. */
  readonly isFallback: boolean;
  readonly description: string;
}

const CORE: string = 'core-features-and-limits';
/** Optional features: used if available. */
const WELCOME: readonly string[] = ['timestamp-query'];
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|microsoft basic render/i;

let early: Promise<AdapterProbe | null> | null = null;

/** Starts the first {@link probeAdapter}. It takes tens of milliseconds, which the first plot need not wait for. */
export function probeEarly(): void {
  early ??= probe();
}

/** The adapter that the backend would use, or null if there is none. Never rejects. */
export function probeAdapter(): Promise<AdapterProbe | null> {
  const started = early;
  early = null;
  return started ?? probe();
}

async function probe(): Promise<AdapterProbe | null> {
  try {
    const adapter = await findAdapter();
    return { isFallback: isSoftware(adapter), description: describe(adapter) };
  } catch {
    return null;
  }
}

/**
 * The adapter to use: a core adapter, or one offered at compatibility level that has all core features. Some headless
 * Linux machines offer only the latter. Throws gpu/unavailable.
 */
export async function findAdapter(): Promise<GPUAdapter> {
  const gpu = (globalThis.navigator as Navigator | undefined)?.gpu;
  if (!gpu) throw unavailable('no navigator.gpu (WebGPU needs a secure context and a browser that supports it)');
  const core = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (core) return core;
  const compatible = await gpu.requestAdapter({ featureLevel: 'compatibility', powerPreference: 'high-performance' });
  if (!compatible) throw unavailable('no adapter');
  if (!compatible.features.has(CORE)) throw unavailable(`only a compatibility-mode adapter (${describe(compatible)})`);
  return compatible;
}

/** Features to request: the core feature, whatever level the adapter was found at, and the optional ones. */
export function featuresOf(adapter: GPUAdapter): GPUFeatureName[] {
  return [CORE, ...WELCOME].filter((name) => adapter.features.has(name)) as GPUFeatureName[];
}

export function describe({ info }: GPUAdapter): string {
  return (
    [info.vendor, info.architecture, info.description || info.device].filter(Boolean).join(' ') || 'unnamed adapter'
  );
}

function isSoftware(adapter: GPUAdapter): boolean {
  const { vendor, architecture, device, description } = adapter.info;
  return adapter.info.isFallbackAdapter || SOFTWARE.test([vendor, architecture, device, description].join(' '));
}
