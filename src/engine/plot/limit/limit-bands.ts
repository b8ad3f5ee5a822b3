import { PikaError } from '../../errors';
import { channelText } from '../../grammar/channel';
import type { ChannelName } from '../../grammar/channel-name';
import { measureText } from '../../grammar/measure';
import { POSITION_CHANNELS, type PositionChannel } from '../../grammar/position-channel';
import { MAX_SLICES, hasOther } from '../../plan/layout/largest-slices';
import type { LayerPlan, Plan, TablePlan } from '../../plan/plan';
import type { BandLimit } from './band-limit';
import type { LayerData } from '../layer-data';

/**
 * Gives the layer that ranks the labels of the plot's band its limit: the first one with the attribute. All layers on
 * the band show the same labels.
 * @throws PikaError `plan/unsupported`, `spec/bad-attribute`, `spec/bad-zoom` or `spec/bad-brush` if the plot has no
 * band to limit, or can't select on it
 */
export function limitBands({ spec }: Plan, layers: readonly LayerData[]): readonly LayerData[] {
  const limited = layers.filter(({ plan }) => plan.spec.options.limit !== null);
  for (const { plan } of limited) checkPie(plan);
  const onAxes = limited.filter(({ plan }) => !isPie(plan));
  const [first] = onAxes;
  if (!first) return layers;
  // A layer across the whole panel has no band of its own.
  const leader = onAxes.find((layer) => bandsOf(layer).length > 0) ?? first;
  const channel = bandOf(leader);
  const { from, options } = leader.plan.spec;
  const counts = layers.find(({ plan }) => plan.route === 'counts');
  if (counts) {
    throw new PikaError('plan/unsupported', {
      subject: `${counts.plan.mark.name} layer of the plot from "${from}"`,
      expected: `layers that can leave out labels, because limit="${options.limit!}"`,
      found: `mark="${counts.plan.mark.name}"`,
      next: 'Draw this layer in a plot of its own, or leave limit out.',
    });
  }
  if (spec.zoom === 'xy' || spec.zoom === channel) {
    throw new PikaError('spec/bad-zoom', {
      subject: `plot from "${from}"`,
      expected: `an axis other than ${channel}, because limit="${options.limit!}" decides what it shows`,
      found: `zoom="${spec.zoom}"`,
      next: 'Leave zoom or limit out.',
    });
  }
  if (spec.brush === 'lasso') {
    throw new PikaError('spec/bad-brush', {
      subject: `plot from "${from}"`,
      expected: `brush="x", "y" or "xy", because limit="${options.limit!}" changes the order of ${channel}`,
      found: 'brush="lasso"',
      next: 'Name the axes to drag along, or leave limit out.',
    });
  }
  const ranking = layers.find((layer) => isRanking(layer, leader, channel)) ?? leader;
  const limit = limitOn(ranking as LayerData<TablePlan>, channel);
  return layers.map((layer) => (layer === ranking ? { ...layer, limit } : layer));
}

/** The position whose labels are limited: the only one with categories, or with labels that have no fixed order. */
function bandOf(layer: LayerData): PositionChannel {
  const { spec, columns } = layer.plan;
  const bands = bandsOf(layer);
  const free = bands.filter((channel) => columns.get(channel)!.part === null);
  const [channel, ...others] = free.length > 0 ? free : bands;
  if (channel && others.length === 0) return channel;
  const found = POSITION_CHANNELS.flatMap((name) => {
    const shown = spec.channels.get(name);
    return shown ? [`${name}="${channelText(shown)}"`] : [];
  });
  throw new PikaError('plan/unsupported', {
    subject: `limit of the plot from "${spec.from}"`,
    expected: 'one band of categories: x or y',
    found: found.join(' and '),
    next: channel
      ? 'Keep the most frequent values of one of them in SQL, or leave limit out.'
      : 'Write for example y="product" x="sum(amount)" limit="10", or leave limit out.',
  });
}

function bandsOf({ plan, plotColumns }: LayerData): readonly PositionChannel[] {
  const isBand = (channel: PositionChannel): boolean =>
    plotColumns.columns.get(channel)?.meta.type.kind === 'category' &&
    !(plan.route !== 'counts' && plan.valueChannel === channel);
  return POSITION_CHANNELS.filter(isBand);
}

/** Whether a part of the leader's composite mark shows the measure that orders its bands. */
function isRanking({ plan }: LayerData, { plan: leader }: LayerData, channel: PositionChannel): boolean {
  const sort = leader.part?.sort;
  if (!sort || plan.part?.of !== leader.part!.of || plan.route === 'counts') return false;
  const own = plan.measures.get(channel === 'x' ? 'y' : 'x');
  return own !== undefined && measureText(own) === measureText(sort);
}

function limitOn({ plan, plotColumns }: LayerData<TablePlan>, channel: PositionChannel): BandLimit {
  const { sort, limit } = plan.spec.options;
  const count = limit!;
  if (sort && (sort.by === 'labels' || sort.by === 'data' || sort.by === channel))
    return { channel, count, by: null, descending: false };
  const other = channel === 'x' ? 'y' : 'x';
  const ranked = ([other, 'color', 'size'] as const).find((name) => isRanked(name, { plan, plotColumns }));
  const measure = ranked && plan.measures.get(ranked);
  return {
    channel,
    count,
    by: measure ? { channel: ranked, measure } : { channel: ranked ?? null },
    descending: sort?.descending ?? true,
  };
}

/** Whether a channel has values that labels can be ranked by: a measure, or numbers of rows as they are. */
function isRanked(
  channel: ChannelName,
  { plan, plotColumns }: Pick<LayerData<TablePlan>, 'plan' | 'plotColumns'>,
): boolean {
  if (plan.measures.has(channel)) return true;
  return plan.route === 'rows' && plotColumns.columns.get(channel)?.meta.type.kind === 'number';
}

function isPie(plan: LayerPlan): boolean {
  return plan.route !== 'counts' && (plan.draw.isRadial?.(plan.spec.channels) ?? false);
}

/** All slices beyond the limit become one, with the sum of their values. */
function checkPie(plan: LayerPlan): void {
  const { from, channels, options } = plan.spec;
  if (!isPie(plan)) return;
  if (options.limit! > MAX_SLICES) {
    throw new PikaError('spec/bad-attribute', {
      subject: `limit of the pie from "${from}"`,
      expected: `at most ${MAX_SLICES}, because readers can't tell more colors apart`,
      found: `limit="${options.limit!}"`,
      next: 'Draw bars instead, or leave limit out.',
    });
  }
  if (!hasOther(channels)) {
    throw new PikaError('plan/unsupported', {
      subject: `limit of the pie from "${from}"`,
      expected: 'values that add up, and a color: theta="sum(amount)" color="product"',
      found: `theta="${channelText(channels.get('theta')!)}"`,
      next: 'Leave limit out, or show a sum or a count.',
    });
  }
}
