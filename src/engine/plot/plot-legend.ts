import { channelText } from '../grammar/channel';
import { colorLegend } from '../guides/color-legend';
import type { LegendEntry, LegendModel } from '../guides/legend';
import { opacityLegend, shapeLegend, sizeLegend } from '../guides/symbol-legends';
import type { Plan } from '../plan/plan';
import type { LegendChannel } from '../select/category-filter';
import type { LegendCategories } from '../select/legend-selection';
import type { LegendSelections } from '../select/legend-selections';
import { shownTitle } from './shown-title';
import type { SharedColumn } from './shared-column';
import type { PlotStyles } from './train-styles';

/**
 * The legends of a plot's layers; entries that the user did not select are muted. A column that determines both color
 * and shape has one legend.
 * @param slices the codes of a pie's slices: the order of its legend; empty for a plot with axes
 */
export function legendsOf(
  plan: Plan,
  styles: PlotStyles,
  selected: LegendSelections,
  slices: readonly number[],
): LegendModel[] {
  if (plan.spec.guides.legend === false) return [];
  const { colors, size, shape, opacity } = styles;
  const isMerged = areMerged(plan, styles);
  const color =
    colors.scale && colorLegend(colors.scale, shownTitle(plan, 'color'), { hasNone: hasNone(colors.column) });
  const ordered = color && slices.length > 0 ? inOrder(color, slices) : color;
  return [
    ...(ordered ? [isMerged && shape ? withShapes(ordered, shape.scale.shapeOf.bind(shape.scale)) : ordered] : []),
    ...(shape && !isMerged ? [shapeLegend(shape.scale, shownTitle(plan, 'shape'), hasNone(shape.column))] : []),
    ...(size ? [sizeLegend(size.scale, shownTitle(plan, 'size'))] : []),
    ...(opacity ? [opacityLegend(opacity.scale, shownTitle(plan, 'opacity'))] : []),
  ]
    .filter(({ entries, ramp }) => entries.length > 0 || ramp !== undefined)
    .map((drawn) => {
      const legend = isHollow(plan) ? outlined(drawn) : drawn;
      const { channel } = legend;
      if (channel !== 'color' && channel !== 'shape') return legend;
      return categoriesOf(plan, styles, channel)
        ? { ...legend, entries: legend.entries.map((entry) => muted(entry, selected.of(channel).isShown(entry.value))) }
        : { ...legend, isPlain: true };
    });
}

/** The categories that a click in each legend selects; null without a legend, or if they aren't of a column. */
export function legendCategories(
  plan: Plan,
  styles: PlotStyles,
): Readonly<Record<LegendChannel, LegendCategories | null>> {
  return { color: categoriesOf(plan, styles, 'color'), shape: categoriesOf(plan, styles, 'shape') };
}

function categoriesOf(plan: Plan, styles: PlotStyles, channel: LegendChannel): LegendCategories | null {
  const trained = entriesOf(styles, channel);
  const layer = plan.layers.find(({ columns }) => columns.has(channel));
  if (plan.spec.guides.legend === false) return null;
  if (trained?.column?.type.kind !== 'category' || !layer) return null;
  const { labels } = trained.column.type;
  const own = new Set(trained.entries.map(({ value }) => value));
  const others = new Set(labels.map((_, code) => code).filter((code) => !own.has(code)));
  return { channel, from: layer.spec.from, expression: layer.columns.get(channel)!.expression, labels, others };
}

interface Entries {
  readonly column: SharedColumn | null;
  readonly entries: readonly { readonly value: number }[];
}

/** The categories with their own color or shape. */
function entriesOf({ colors, shape }: PlotStyles, channel: LegendChannel): Entries | null {
  if (channel === 'shape') return shape && { column: shape.column, entries: shape.scale.entries };
  return colors.scale?.kind === 'category' ? { column: colors.column, entries: colors.scale.entries } : null;
}

/** Whether one column determines both, so that an entry can show both. */
function areMerged({ layers }: Plan, { colors, shape }: PlotStyles): boolean {
  if (!shape || colors.scale?.kind !== 'category' || colors.column?.type.kind !== 'category') return false;
  return layers.every(({ spec: { channels } }) => {
    const [color, symbol] = [channels.get('color'), channels.get('shape')];
    return !color || !symbol || channelText(color) === channelText(symbol);
  });
}

/** Adds symbols to the entries. The entry of all other categories has no code, and gets their shared symbol. */
function withShapes(legend: LegendModel, shapeOf: (code: number) => string): LegendModel {
  return { ...legend, entries: legend.entries.map((entry) => ({ ...entry, shape: shapeOf(entry.value) })) };
}

/** The entries in the order of these codes; the others, which have no slice, follow. */
function inOrder(legend: LegendModel, codes: readonly number[]): LegendModel {
  const rank = ({ value }: LegendEntry): number => {
    const place = codes.findIndex((code) => Object.is(code, value));
    return place < 0 ? codes.length : place;
  };
  return { ...legend, entries: [...legend.entries].sort((a, b) => rank(a) - rank(b)) };
}

/** Whether every layer with symbols draws outlines. */
function isHollow({ layers }: Plan): boolean {
  const options = layers.filter(({ spec }) => spec.channels.has('shape')).map(({ spec }) => spec.options);
  return options.length > 0 && options.every(({ hollow }) => hollow === true);
}

function outlined(legend: LegendModel): LegendModel {
  return { ...legend, entries: legend.entries.map((entry) => (entry.shape ? { ...entry, hollow: true } : entry)) };
}

/** Whether some instances have no value: the legend shows how they look. */
function hasNone(column: SharedColumn | null): boolean {
  return column?.values.some(Number.isNaN) ?? false;
}

function muted(entry: LegendEntry, isShown: boolean): LegendEntry {
  return isShown ? entry : { ...entry, muted: true };
}
