import type { LayerSpec, PlotSpec } from '../grammar/plot-spec';
import type { LayerData } from './layer-data';

/**
 * The spec of a pie whose colors are whole numbers, with each number as a category. Slices then have distinct colors
 * and entries in the legend, small ones share a slice, and a click selects. Null if the spec stays as it is. Only the
 * loaded columns know which values are whole numbers.
 */
export function withSliceCategories(spec: PlotSpec, layers: readonly LayerData[]): PlotSpec | null {
  const { scale, domain } = spec.scales.color;
  // These are about numbers.
  if ((scale !== null && scale !== 'category') || domain !== null || spec.guides.color.format !== null) return null;
  const numbers = new Set(layers.filter(hasWholeNumbers).map(({ plan }) => plan.columns.get('color')!.expression));
  if (numbers.size === 0) return null;
  const [first, ...others] = spec.layers.map((layer): LayerSpec => {
    const color = layer.channels.get('color');
    if (color?.kind !== 'value' || !numbers.has(color.expression)) return layer;
    const expression = `CAST(${color.expression}${color.expression.includes('--') ? '\n' : ''} AS VARCHAR)`;
    return { ...layer, channels: new Map([...layer.channels, ['color', { kind: 'value', expression }]]) };
  });
  return { ...spec, layers: [first!, ...others] };
}

/** Whether each slice of a layer is that of a whole number. */
function hasWholeNumbers({ plan, plotColumns }: LayerData): boolean {
  const { channels, mark } = plan.spec;
  if (mark !== 'arc' || channels.get('color')?.kind !== 'value' || channels.has('series')) return false;
  const type = plotColumns.columns.get('color')?.meta.type;
  return type?.kind === 'number' && type.integer;
}
