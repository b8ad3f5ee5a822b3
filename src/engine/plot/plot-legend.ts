import { channelTitle } from '../grammar/channel-title';
import { colorLegend } from '../guides/color-legend';
import type { LegendModel } from '../guides/legend';
import type { Plan } from '../plan/plan';
import type { LegendCategories, LegendSelection } from '../select/legend-selection';
import type { PlotColors } from './train-colors';

/** The legends of a plot's layers; entries that the user did not select are muted. */
export function legendsOf({ layers, spec }: Plan, { scale }: PlotColors, selected: LegendSelection): LegendModel[] {
  if (!scale || spec.guides.legend === false) return [];
  const channel = layers.map((layer) => layer.spec.channels.get('color')).find((color) => color !== undefined);
  const legend = colorLegend(scale, (channel && channelTitle(channel)) ?? 'color');
  if (scale.kind !== 'category') return [legend];
  const entries = legend.entries.map((entry) => (selected.isShown(entry.value) ? entry : { ...entry, muted: true }));
  return [{ ...legend, entries }];
}

/** The categories that a click in the legend selects; null if its entries are no categories of a column. */
export function legendCategories({ layers }: Plan, { scale, type }: PlotColors): LegendCategories | null {
  if (scale?.kind !== 'category' || type?.kind !== 'category') return null;
  const layer = layers.find(({ columns }) => columns.has('color'));
  if (!layer) return null;
  const own = new Set(scale.entries.map(({ value }) => value));
  const others = new Set(type.labels.map((_, code) => code).filter((code) => !own.has(code)));
  return { from: layer.spec.from, expression: layer.columns.get('color')!.expression, labels: type.labels, others };
}
