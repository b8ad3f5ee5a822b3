import { scaleFor } from '../../scales/scale-for';
import type { ShownType } from '../../scales/presentation';
import type { LayerTable } from '../layer-table';
import type { Placing } from '../mark';

/** The values of what stacks within a slot, or lies side by side: the series, or else the color. */
function seriesValues({ columns }: LayerTable): Float64Array<ArrayBuffer> | null {
  return (columns.get('series') ?? columns.get('color'))?.values ?? null;
}

export function hasSeries(table: LayerTable): boolean {
  return seriesValues(table) !== null;
}

/**
 * The different series of a table, in the order in which they stack or lie side by side: the colors that the author
 * lists, then the others ascending, NULL last. Of all rows, so that series keep their places while a filter is on.
 */
export function orderOfSeries(table: LayerTable, listed: readonly string[]): readonly number[] {
  const values = seriesValues(table);
  if (!values) return [];
  const rank = (one: number): number => (Number.isNaN(one) ? Infinity : one);
  // A set holds NaN once.
  const known = [...new Set(values)].sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
  const color = table.columns.has('series') ? undefined : table.columns.get('color');
  if (listed.length === 0 || color?.type.kind !== 'category') return known;
  const codes = codesOf(color.type.labels, color.type, listed);
  const isKnown = new Set(known);
  return [...new Set([...codes.filter((code) => isKnown.has(code)), ...known])];
}

/** Labels may be written as the legend shows them, or as SQL returns them. */
function codesOf(labels: readonly string[], type: ShownType, listed: readonly string[]): readonly number[] {
  const scale = scaleFor(type, [0, Math.max(1, labels.length)]);
  const codes = new Map([
    ...labels.map((_, code) => [scale.format(code), code] as const),
    ...labels.map((label, code) => [label, code] as const),
  ]);
  return listed.flatMap((label) => codes.get(label) ?? []);
}

/** The place of each row's series in that order; null without series. */
export function seriesOf({
  table,
  seriesOrder,
}: Pick<Placing, 'table' | 'seriesOrder'>): Float64Array<ArrayBuffer> | null {
  const values = seriesValues(table);
  if (!values) return null;
  const places = new Map(seriesOrder.map((one, place) => [one, place]));
  return values.map((value) => places.get(value) ?? seriesOrder.length);
}
