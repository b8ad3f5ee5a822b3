import { lengthAlong, type PositionChannel } from '../../grammar/position-channel';
import { isWhole, type Ranges } from '../instances';
import type { TableScene } from '../mark';

type PanelScales = Pick<TableScene, 'box' | 'scales'>;

/** Both ends of every instance along one channel, in device pixels of the panel: x from its left, y from its top. */
export function sidesPx(scene: PanelScales & Pick<TableScene, 'instances'>, channel: PositionChannel): Ranges {
  const { from, to } = scene.instances[channel];
  if (from === to) {
    const places = from.map((value) => placed(scene, channel, value));
    return { from: places, to: places };
  }
  const whole = lengthAlong(channel, scene.box);
  return {
    from: from.map((value, i) => (isWhole(value, to[i]!) ? 0 : endOf(scene, channel, value))),
    to: to.map((value, i) => (isWhole(from[i]!, value) ? whole : endOf(scene, channel, value))),
  };
}

/** The pixel position of a value; not finite if the scale has no position for it. */
function placed({ box, scales }: PanelScales, channel: PositionChannel, value: number): number {
  const fraction = scales[channel].position(value);
  return (channel === 'x' ? fraction : 1 - fraction) * lengthAlong(channel, box);
}

/** The pixel position of an end of a length. A log axis has no 0, so a length from 0 starts at the end of the axis. */
function endOf(scene: PanelScales, channel: PositionChannel, value: number): number {
  const isBelow = Number.isFinite(value) && scene.scales[channel].position(value) === -Infinity;
  return isBelow ? (channel === 'x' ? 0 : lengthAlong(channel, scene.box)) : placed(scene, channel, value);
}
