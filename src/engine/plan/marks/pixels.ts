import { lengthAlong, type PositionChannel } from '../../grammar/position-channel';
import type { Ranges } from '../instances';
import type { TableScene } from '../mark';

type PanelScales = Pick<TableScene, 'box' | 'scales'>;

/** A value's place in device pixels of the panel: x from its left, y from its top. */
export function pixelOf({ box, scales }: PanelScales, channel: PositionChannel, value: number): number {
  const position = scales[channel].position(value);
  // A log axis has no 0: lengths from there begin at its end.
  const fraction = position === -Infinity ? 0 : position;
  return (channel === 'x' ? fraction : 1 - fraction) * lengthAlong(channel, box);
}

/** Both ends of every instance along one channel, in device pixels of the panel. */
export function sidesPx(scene: PanelScales & Pick<TableScene, 'instances'>, channel: PositionChannel): Ranges {
  const { from, to } = scene.instances[channel];
  const place = (values: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> =>
    values.map((value) => pixelOf(scene, channel, value));
  const start = place(from);
  return { from: start, to: from === to ? start : place(to) };
}
