import { AXIS_NAMES, axisOf, type AxisName, type PositionChannel } from '../grammar/position-channel';
import type { Plan } from '../plan/plan';
import type { BinnedAxis } from '../scales/binned-axis';
import type { LayerAxes, LayerData } from './layer-data';
import { isByValue } from './value-bins';

/**
 * Ends axes of binned times at the start of their last bin, if all layers draw points there: otherwise a line through
 * months would stop one month before its axis. Shapes take the whole bin, and a brush must reach its last rows.
 */
export function endAtPoints(
  { brush }: Plan,
  layers: readonly LayerData[],
  homes: readonly (LayerAxes | null)[],
): readonly (LayerAxes | null)[] {
  let ended = homes;
  for (const name of AXIS_NAMES) {
    const channel = name === 'right' ? 'y' : name;
    if (brush?.channels.includes(channel)) continue;
    const endMs = endOf(name, channel, layers, homes);
    if (endMs === null) continue;
    ended = ended.map((axes, i) => {
      const axis = axes?.get(channel);
      return axis && axisOf(layers[i]!.plan.spec, channel) === name
        ? new Map([...axes!, [channel, axis.on(axis.scale.over([axis.scale.domain[0], endMs * perMsOf(axis)]))]])
        : axes;
    });
  }
  return ended;
}

/** The latest start of a last bin, in milliseconds since 1970; null if the axis keeps its end. */
function endOf(
  name: AxisName,
  channel: PositionChannel,
  layers: readonly LayerData[],
  homes: readonly (LayerAxes | null)[],
): number | null {
  let endMs = -Infinity;
  for (const [i, { plan }] of layers.entries()) {
    const axis = homes[i]?.get(channel);
    if (!axis || axisOf(plan.spec, channel) !== name) continue;
    const dimension = plan.dimensions.find((one) => one.channel === channel);
    const isBinned = axis.scale.kind === 'time' && dimension !== undefined && !isByValue(dimension);
    if (!isBinned || plan.route === 'counts' || !plan.draw.drawsPoints || plan.columns.get(channel)?.domain)
      return null;
    endMs = Math.max(endMs, axis.edges.at(-2)! / perMsOf(axis));
    if (!(endMs > axis.scale.domain[0] / perMsOf(axis))) return null;
  }
  return endMs === -Infinity ? null : endMs;
}

function perMsOf({ scale }: BinnedAxis): number {
  return scale.kind === 'time' ? scale.ticksPerMs : 1;
}
