import { unavailable } from './failures';

/** What a page can know about its adapter before it makes a device. */
export interface AdapterProbe {
  /** A software rasteriser, which the cpu backend beats. */
  readonly isFallback: boolean;
  readonly description: string;
}

const CORE: string = 'core-features-and-limits';
/** Used where they are, never needed. */
const WELCOME: readonly string[] = ['timestamp-query'];
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|microsoft basic render/i;

/** The adapter the backend would use; null when there is none. Never rejects. */
export async function probeAdapter(): Promise<AdapterProbe | null> {
  try {
    const adapter = await findAdapter();
    return { isFallback: isSoftware(adapter), description: describe(adapter) };
  } catch {
    return null;
  }
}

/**
 * The adapter to use: a core one, or one offered at compatibility level that has all core features (on some headless
 * Linux machines only that question is answered). Throws gpu/unavailable.
 */
export async function findAdapter(): Promise<GPUAdapter> {
  const gpu = (globalThis.navigator as Navigator | undefined)?.gpu;
  if (!gpu) throw unavailable('no navigator.gpu (WebGPU needs a secure context and a browser that has it)');
  const core = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (core) return core;
  const compatible = await gpu.requestAdapter({ featureLevel: 'compatibility', powerPreference: 'high-performance' });
  if (!compatible) throw unavailable('no adapter');
  if (!compatible.features.has(CORE)) throw unavailable(`only a compatibility-mode adapter (${describe(compatible)})`);
  return compatible;
}

/**
 * Features a device is asked for: what makes it a core device whatever level its adapter was found at, and what is
 * welcome.
 */
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
