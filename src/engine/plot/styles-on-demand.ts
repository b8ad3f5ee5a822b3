import type { ChannelName } from '../grammar/channel-name';
import { OnDemand } from '../on-demand';
import type { Plan } from '../plan/plan';
import { STYLE_SCALES } from '../scales/styles';

export const LEGENDS = new OnDemand('the code of legends', () => import('./plot-legend'));

const STYLE_CHANNELS: readonly ChannelName[] = ['color', 'size', 'shape', 'opacity'];

/** Loads the scales of styles and their legends, if the plan has any. */
export async function loadStyles({ layers }: Plan): Promise<void> {
  if (layers.some(({ spec }) => STYLE_CHANNELS.some((channel) => spec.channels.has(channel))))
    await Promise.all([STYLE_SCALES.load(), LEGENDS.load()]);
}
