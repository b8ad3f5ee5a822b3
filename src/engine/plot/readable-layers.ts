import { PikaError } from '../errors';
import type { LayerSpec, PlotSpec } from '../grammar/plot-spec';
import { planPlot, type Plan } from '../plan/plan';
import type { LoadOptions, OpenRelation } from './acquire-layers';

/**
 * The layers of a plot whose queries can be read, and why the others can't. Without other layers, opening the only
 * query fails where its columns are read. Rejects with source/aborted, and if no query can be read.
 */
export async function readableLayers(
  spec: PlotSpec,
  open: OpenRelation,
  options: LoadOptions,
): Promise<{ readonly spec: PlotSpec; readonly unreadable: Plan['unreadable'] }> {
  const names = [...new Set(spec.layers.map(({ from }) => from))];
  const unreadable = new Map<string, PikaError>();
  if (names.length === 1) return { spec, unreadable };
  const opened = await Promise.allSettled(names.map((name) => open(name, options)));
  for (const [i, result] of opened.entries()) {
    if (result.status === 'fulfilled') continue;
    const error = PikaError.from(result.reason, `query "${names[i]!}"`);
    if (options.signal.aborted || error.code === 'source/aborted') throw error;
    unreadable.set(names[i]!, error);
  }
  const readable = withLayers(spec, ({ from }) => !unreadable.has(from));
  if (!readable) throw [...unreadable.values()][0]!;
  return { spec: readable, unreadable };
}

/** The spec without the layers of a query; null if there are no others. */
export function withoutQuery(spec: PlotSpec, name: string): PlotSpec | null {
  return withLayers(spec, ({ from }) => from !== name);
}

function withLayers(spec: PlotSpec, isKept: (layer: LayerSpec) => boolean): PlotSpec | null {
  const [first, ...others] = spec.layers.filter(isKept);
  return first ? { ...spec, layers: [first, ...others] } : null;
}

/**
 * Plans the layers that can be read. Without the others, they may not make a plot.
 * @throws PikaError what `planPlot` throws, or why a query can't be read
 */
export function planReadable(spec: PlotSpec, unreadable: Plan['unreadable']): Plan {
  try {
    return planPlot(spec, unreadable);
  } catch (thrown) {
    const [why] = unreadable.values();
    throw why ?? thrown;
  }
}

/** Says which queries can't be read, and why; null if all can. */
export function unreadableNote({ unreadable }: Plan): string | null {
  const notes = [...unreadable].map(([name, { detail }]) => {
    const { subject, expected, found } = detail;
    return `the layers of "${name}" are not drawn: ${subject}: expected ${expected}, found ${found}`;
  });
  return notes.length > 0 ? notes.join('; ') : null;
}
