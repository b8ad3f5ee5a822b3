import type { ByChannel, ChannelName } from '../../grammar/channel-name';
import { isFacet } from '../../grammar/facet-channel';
import { titleOf, type LayerPlan } from '../../plan/plan';
import { includesNull } from '../../plan/includes-null';
import { notDrawnNote, type NotDrawn } from './not-drawn-note';

type MeasuredValues = Pick<NotDrawn, 'infinite' | 'unplaced' | 'nulls'> & {
  /** Null if no value has a place. */
  readonly extent: readonly [min: number, max: number] | null;
};

/** Says how many values of a layer's columns can't be drawn; null if all can. */
export function columnsNotDrawn(plan: LayerPlan, columns: ByChannel<MeasuredValues>): string | null {
  return notDrawnNote(
    [...columns].map(([channel, { infinite, unplaced, nulls, extent }]) => ({
      title: titleOf(plan.columns, channel),
      // The style of an infinite value is that of the greatest or the least.
      infinite: plan.route === 'rows' && includesNull(channel) ? 0 : infinite,
      unplaced,
      nulls: leavesOutNull(plan, channel, extent !== null) ? nulls : 0,
    })),
  );
}

/** Whether a row without a value on this channel is not drawn. */
function leavesOutNull(plan: LayerPlan, channel: ChannelName, hasValues: boolean): boolean {
  if (channel === 'label') return plan.mark.name === 'text';
  // If no row has a value, all have the default style.
  if (includesNull(channel)) return hasValues && (channel === 'size' || channel === 'opacity');
  if (isFacet(channel)) return false;
  return plan.route === 'counts' || !plan.draw.hasGaps || !hasValues || channel !== plan.valueChannel;
}
