import { PikaError } from '../errors';
import type { LayerSpec, PlotSpec } from '../grammar/plot-spec';
import type { LoadOptions, OpenRelation } from './acquire-layers';

/**
 * Makes boxes horizontal if only x has numbers, unless the author says otherwise. Only the relation knows which columns
 * hold numbers.
 */
export async function orientBoxes(spec: PlotSpec, open: OpenRelation, options: LoadOptions): Promise<PlotSpec> {
  const [first, ...others] = await Promise.all(spec.layers.map((layer) => orientBox(layer, open, options)));
  return { ...spec, layers: [first!, ...others] };
}

async function orientBox(layer: LayerSpec, open: OpenRelation, options: LoadOptions): Promise<LayerSpec> {
  const [x, y] = [layer.channels.get('x'), layer.channels.get('y')];
  if (layer.mark !== 'box' || layer.options.orient !== null || x?.kind !== 'value' || y?.kind !== 'value') return layer;
  const relation = await open(layer.from, options);
  try {
    const expressions = [x.expression, y.expression];
    const { columns } = await relation.table({ expressions, where: [], limit: 1 }, options);
    const isNumber = columns.map(({ type }) => type.kind === 'number');
    return isNumber[0] && !isNumber[1] ? { ...layer, options: { ...layer.options, orient: 'horizontal' } } : layer;
  } catch (thrown) {
    // Loading the columns fails with the same error, and says which channel is wrong.
    if (thrown instanceof PikaError && thrown.code !== 'source/aborted') return layer;
    throw thrown;
  }
}
