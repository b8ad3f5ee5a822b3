import { PikaError } from '../errors';
import { mapChannels, type ChannelName } from '../grammar/channel-name';
import { FACET_CHANNELS } from '../grammar/facet-channel';
import { POSITION_CHANNELS } from '../grammar/position-channel';
import { withSharedValues, withTypes, type LayerPlan, type Plan } from '../plan/plan';
import type { Relation, RequestOptions } from '../source/source';
import { bandOrder } from './band-order';
import { NO_FACETS } from './facets/facets';
import { acquirePlotColumns, releasePlotColumns } from './plot-columns';
import { FACETS, LIMIT } from './parts-on-demand';
import type { PlotContext } from './plot-context';
import type { LayerData } from './layer-data';

/** Finds a named relation; waits a while for a name that is not defined yet. */
export type OpenRelation = (name: string, options: RequestOptions) => Promise<Relation>;

export interface LoadOptions extends RequestOptions {
  readonly signal: AbortSignal;
}

/**
 * Loads the rows and columns of every layer of a plan, or of none: when one fails, the others are released. Layers that
 * share a band get codes for the same labels, in the order of the axis, and all are divided into the same panels.
 */
export async function acquireLayers(
  context: PlotContext,
  open: OpenRelation,
  plot: Plan,
  options: LoadOptions,
): Promise<readonly LayerData[]> {
  const acquired = await acquireAll(plot.layers, (plan) => acquireLayer(context, open, plan, options));
  const plans = await withBands(context, acquired, options.signal).catch((thrown: unknown) => {
    releaseLayers(acquired);
    throw thrown;
  });
  let joined = acquired;
  if (plans.some((plan, i) => plan !== acquired[i]!.plan)) {
    releaseLayers(acquired);
    joined = await acquireAll(plans, (plan) => acquireLayer(context, open, plan, options));
  }
  try {
    return await inPanels(context, await withLimit(plot, joined), options.signal);
  } catch (thrown) {
    releaseLayers(joined);
    throw thrown;
  }
}

/** Gives one layer the limit of the plot's band, if it has one. */
async function withLimit(plot: Plan, layers: readonly LayerData[]): Promise<readonly LayerData[]> {
  if (layers.every(({ plan }) => plan.spec.options.limit === null)) return layers;
  return (await LIMIT.load()).limitBands(plot, layers);
}

async function inPanels(
  context: PlotContext,
  layers: readonly LayerData[],
  signal: AbortSignal,
): Promise<readonly LayerData[]> {
  const isFaceted = layers.some(({ plan }) => FACET_CHANNELS.some((channel) => plan.columns.has(channel)));
  return isFaceted ? (await FACETS.load()).acquireFacets(context, layers, signal) : layers;
}

export function releaseLayers(layers: readonly LayerData[]): void {
  for (const { plotColumns } of layers) releasePlotColumns(plotColumns);
}

async function acquireAll(
  plans: readonly LayerPlan[],
  acquire: (plan: LayerPlan) => Promise<LayerData>,
): Promise<readonly LayerData[]> {
  const settled = await Promise.allSettled(plans.map(acquire));
  const acquired = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const refused = settled.find((result) => result.status === 'rejected');
  if (!refused) {
    const shared = withSharedValues(acquired.map(({ plan }) => plan));
    return acquired.map((layer, i) => ({ ...layer, plan: shared[i]! }));
  }
  releaseLayers(acquired);
  throw refused.reason;
}

/** The query of a layer opens, but its columns can't be read. `cause` is a PikaError. */
export class UnreadableQuery extends Error {
  readonly from: string;

  constructor(from: string, cause: PikaError) {
    super(cause.message, { cause });
    this.from = from;
  }
}

/** Rejects with an {@link UnreadableQuery} if the rows, not the layer's attributes, are at fault. */
async function acquireLayer(
  context: PlotContext,
  open: OpenRelation,
  plan: LayerPlan,
  options: LoadOptions,
): Promise<LayerData> {
  try {
    return await readLayer(context, open, plan, options);
  } catch (thrown) {
    const isOfRows = thrown instanceof PikaError && /^(source|rows)\//.test(thrown.code);
    if (options.signal.aborted || !isOfRows || thrown.code === 'source/aborted') throw thrown;
    throw new UnreadableQuery(plan.spec.from, thrown);
  }
}

/** One tracked request of the layer's query. */
async function readLayer(
  context: PlotContext,
  open: OpenRelation,
  plan: LayerPlan,
  options: LoadOptions,
): Promise<LayerData> {
  const { from } = plan.spec;
  return context.track(from, `plot from "${from}"`, options, async (report) => {
    const relation = await open(from, { signal: options.signal });
    const plotColumns = await acquirePlotColumns(context, relation, plan, report, options.signal);
    const types = mapChannels(plotColumns.columns, ({ meta }) => meta.type);
    return { plan: withTypes(plan, types), relation, plotColumns, facets: NO_FACETS, limit: null };
  });
}

/** The plans with the labels of all layers as the order of each band, where it is not the order of their codes. */
async function withBands(
  context: PlotContext,
  layers: readonly LayerData[],
  signal: AbortSignal,
): Promise<readonly LayerPlan[]> {
  const orders = new Map<ChannelName, readonly string[]>();
  for (const channel of [...POSITION_CHANNELS, ...FACET_CHANNELS]) {
    const labels = layers.flatMap(({ plotColumns }) => {
      const type = plotColumns.columns.get(channel)?.meta.type;
      return type?.kind === 'category' ? [type.labels] : [];
    });
    if (labels.length === 0) continue;
    const wanted = await Promise.all(layers.map((layer) => bandOrder(context, layer, channel, signal)));
    const order = wanted.find((one) => one !== null) ?? [];
    const all = [...new Set([...order, ...labels.flat()])];
    if (labels.some((own) => own.length !== all.length || own.some((label, code) => label !== all[code])))
      orders.set(channel, all);
  }
  if (orders.size === 0) return layers.map(({ plan }) => plan);
  return layers.map(({ plan, plotColumns }) => ({
    ...plan,
    columns: new Map(
      [...plan.columns].map(([channel, column]) => {
        const order = orders.get(channel);
        const isBand = plotColumns.columns.get(channel)!.meta.type.kind === 'category';
        return [channel, order && isBand ? { ...column, scale: { kind: 'band', order } as const } : column];
      }),
    ),
  }));
}
