import type { ChannelName } from '../grammar/channel-name';
import { OnDemand } from '../on-demand';
import type { Plan } from '../plan/plan';
import { STYLE_SCALES } from '../scales/styles';
import { loadTimeFormats } from '../scales/time-formats-on-demand';

export const LEGENDS = new OnDemand('the code of legends', () => import('./plot-legend'));

const STYLE_CHANNELS: readonly ChannelName[] = ['color', 'size', 'shape', 'opacity'];

/** Loads what shows values, if the plan has any: scales of styles, their legends, an author's formats of times. */
export async function loadPresentation({ spec: { guides }, layers }: Plan): Promise<void> {
  const hasStyles = layers.some(({ spec }) => STYLE_CHANNELS.some((channel) => spec.channels.has(channel)));
  const { x, y, right, color, size, theta } = guides;
  const formats = [x, y, right, color, size, theta].map(({ format }) => format);
  await Promise.all([
    hasStyles && Promise.all([STYLE_SCALES.load(), LEGENDS.load()]),
    loadTimeFormats([...formats, ...layers.map(({ spec }) => spec.options.textFormat)]),
  ]);
}
