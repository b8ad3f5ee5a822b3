import type { ChannelName } from './channel-name';

/** The channels that position marks within the panel. Each has an axis. */
export const POSITION_CHANNELS = ['x', 'y'] as const satisfies readonly ChannelName[];
export type PositionChannel = (typeof POSITION_CHANNELS)[number];

/** The axes of a plot. A layer shows y on the left or the right axis, which have separate scales. */
export const AXIS_NAMES = ['x', 'y', 'right'] as const;
export type AxisName = (typeof AXIS_NAMES)[number];

/** The axis on which a layer shows a position. */
export function axisOf({ yAxis }: { readonly yAxis: 'left' | 'right' | null }, channel: PositionChannel): AxisName {
  return channel === 'y' && yAxis === 'right' ? 'right' : channel;
}

export function isPosition(channel: ChannelName): channel is PositionChannel {
  return POSITION_CHANNELS.some((position) => position === channel);
}

export type PerAxis<T> = { readonly [channel in PositionChannel]?: T };

export function mapAxes<T, U>(values: PerAxis<T>, map: (channel: PositionChannel, value: T) => U): PerAxis<U> {
  return Object.fromEntries(
    POSITION_CHANNELS.flatMap((channel) => {
      const value = values[channel];
      return value === undefined ? [] : [[channel, map(channel, value)]];
    }),
  );
}

/** A width and a height, in any unit. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The length of the side that a channel runs along: x from left to right, y from bottom to top. */
export function lengthAlong(channel: PositionChannel, { width, height }: Size): number {
  return channel === 'x' ? width : height;
}
