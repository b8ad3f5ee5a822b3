import type { PositionChannel } from '../grammar/position-channel';
import { titleOf, type LayerPlan } from '../plan/plan';
import { domainOf } from '../zoom/zoom-domain';
import { rebin } from './count-axes';
import type { LayerAxes } from './layer-data';
import type { JoinedLayer } from './plot-layers';
import type { PlotDomain } from './plot-model';
import type { StillPicture } from './still-picture';
import { isCounts, isTable } from './layer-kinds';

/** The domain of a layer's axes, in data units. */
export function visibleDomain(axes: LayerAxes): PlotDomain {
  const of = (channel: PositionChannel): PlotDomain['x'] => {
    const axis = axes.get(channel);
    if (!axis) return null;
    const { lo, hi } = domainOf(axis.scale.domain, axis.column.type);
    return [lo, hi];
  };
  return { x: of('x'), y: of('y') };
}

/** The domain in words. */
export function domainText({ columns }: LayerPlan, axes: LayerAxes): string {
  const parts = [...axes].map(([channel, { scale }]) => {
    const [from, to] = scale.domain.map((end) => scale.format(end));
    return `${titleOf(columns, channel)} from ${from} to ${to}`;
  });
  return parts.join(', ');
}

/** Moves layers to new axes at once. The next frame counts and draws along them; large tables are sampled. */
export function moveToAxes(
  layers: readonly JoinedLayer[],
  axes: readonly (LayerAxes | null)[],
  still: StillPicture,
): void {
  for (const [i, { layer, loaded }] of layers.entries()) {
    if (!axes[i]) continue;
    if (isTable(layer)) layer.onScales(axes[i]);
    if (!isCounts(layer) || !layer.counted) continue;
    const before = layer.counted;
    const counted = (layer.counted = rebin(before, axes[i]));
    const isRebinned = counted.bins !== before.bins;
    if (isRebinned) still.forget();
    const { clock, backend } = loaded.context;
    layer.sampling.moved(clock, loaded.relation.rowCount, backend.capabilities.frameRows, isRebinned);
  }
}
