import { axisOf, type PositionChannel } from '../../grammar/position-channel';
import type { PlotLayer } from '../plot-layer';
import type { PlotScales } from '../plot-scales';

/** Says that the author's domain of an axis holds nothing of a layer; null if it holds some, or while it is zoomed. */
export function emptyDomainNote(layer: PlotLayer, channel: PositionChannel, scales: PlotScales): string | null {
  const { loaded } = layer;
  if (!loaded) return null;
  const axis = axisOf(loaded.plan.spec, channel);
  const scale = layer.axes?.get(channel)?.scale ?? scales.of(axis, 0);
  if (!scale || scale.kind === 'band' || !scales.hasFixedDomain(axis) || layer.isShownIn(channel, scale.domain))
    return null;
  const { plan, relation } = loaded;
  const what = plan.columns.has(channel)
    ? `0 of ${relation.rowCount.toLocaleString('en')} rows`
    : `no ${plan.route === 'counts' ? 'bar' : plan.draw.noun}`;
  const [lo, hi] = scale.domain.map((end) => scale.format(end));
  const verb = plan.columns.has(channel) ? 'lie' : 'lies';
  return `${what} ${verb} in ${lo} to ${hi}, the ${axis}-domain`;
}
