import type { Layout } from '../../guides/layout';
import type { LegendModel } from '../../guides/legend';

/** Says that a layout has no room for the legends; null if it shows them, or none has anything to show. */
export function hiddenLegendNote({ legend }: Pick<Layout, 'legend'>, wanted: readonly LegendModel[]): string | null {
  const isWanted = wanted.some(({ entries, ramp }) => entries.length > 0 || ramp);
  return isWanted && !legend
    ? 'the legend is hidden, because the plot is too low for it: a higher plot or <pika-legend> shows it'
    : null;
}
