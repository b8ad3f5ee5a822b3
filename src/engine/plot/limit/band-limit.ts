import type { ChannelName } from '../../grammar/channel-name';
import type { Measure } from '../../grammar/measure';
import type { PositionChannel } from '../../grammar/position-channel';

/** How many labels of a band a plot draws, and which: those that come first by the values of one layer. */
export interface BandLimit {
  readonly channel: PositionChannel;
  readonly count: number;
  /** What ranks the labels; null if they come in the order of the axis. */
  readonly by: RankedBy | null;
  readonly descending: boolean;
}

/** A measure of all rows of a label; the sum of a channel over them; or, without a channel, how many they are. */
export type RankedBy =
  { readonly channel: ChannelName; readonly measure: Measure } | { readonly channel: ChannelName | null };

/** The value that ranks each label with rows, by its code; NaN for NULL. */
export type LabelValues = ReadonlyMap<number, number>;
