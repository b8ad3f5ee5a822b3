import type { ChannelName } from '../grammar/channel-name';
import { OnDemand } from '../on-demand';
import type { Plan } from '../plan/plan';
import { loadLayout } from './lay-out-plot';
import { STYLE_SCALES } from '../scales/styles';
import { loadTimeFormats } from '../scales/time-formats-on-demand';

export const LEGENDS = new OnDemand('the code of legends', () => import('./plot-legend'));

const STYLE_CHANNELS: readonly ChannelName[] = ['color', 'size', 'shape', 'opacity'];

/**
 * Loads the parts that only some plots need to show their values: scales of styles and their legends, an author's
 * formats of times, layouts of panels.
 */
export async function loadPresentation(plan: Plan): Promise<void> {
  const {
    spec: { guides },
    layers,
  } = plan;
  const hasStyles = layers.some(({ spec }) => STYLE_CHANNELS.some((channel) => spec.channels.has(channel)));
  const { x, y, right, color, size, theta } = guides;
  const formats = [x, y, right, color, size, theta].map(({ format }) => format);
  await Promise.all([
    loadLayout(plan),
    hasStyles && Promise.all([STYLE_SCALES.load(), LEGENDS.load()]),
    loadTimeFormats([...formats, ...layers.map(({ spec }) => spec.options.textFormat)]),
  ]);
}
