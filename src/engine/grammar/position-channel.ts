import type { ChannelName } from './channel-name';

/** The channels that position marks within the panel. Each has an axis. */
export const POSITION_CHANNELS = ['x', 'y'] as const satisfies readonly ChannelName[];
export type PositionChannel = (typeof POSITION_CHANNELS)[number];

export function isPosition(channel: ChannelName): channel is PositionChannel {
  return POSITION_CHANNELS.some((position) => position === channel);
}

export type PerAxis<T> = { readonly [channel in PositionChannel]?: T };

/** A width and a height, in any unit. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The length of the side that a channel runs along: x from left to right, y from bottom to top. */
export function lengthAlong(channel: PositionChannel, { width, height }: Size): number {
  return channel === 'x' ? width : height;
}
