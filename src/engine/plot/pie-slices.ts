import type { Category, SelectionClause } from '../grammar/selection-clause';
import type { PointPx } from '../inspect/hover';
import type { TableHoverScene } from '../inspect/table-hits';
import { OTHER_CODE } from '../plan/layout/slices';
import { BinnedAxis } from '../scales/binned-axis';
import { bandEdges } from '../scales/band-edges';
import { scaleFor } from '../scales/scale-for';
import type { LayerData } from './layer-data';

/** The categories of a pie's slices as an axis; null if color has no categories. */
export function sliceAxis({ plotColumns }: LayerData): BinnedAxis | null {
  const meta = plotColumns.columns.get('color')?.meta;
  if (meta?.type.kind !== 'category') return null;
  const count = Math.max(1, meta.type.labels.length);
  return new BinnedAxis(meta, scaleFor(meta.type, [0, count]), bandEdges(count));
}

/** The codes of the slice at a place: several for the slice of all others, NaN for NULL, none beside the pie. */
export function sliceCodesAt({ layers, box }: TableHoverScene, at: PointPx): readonly number[] {
  for (const { shapes, table } of layers.toReversed()) {
    const row = shapes?.at({ x: at.x, y: box.height - at.y }) ?? null;
    const color = table.columns.get('color');
    if (row === null || color?.type.kind !== 'category') continue;
    const code = color.values[row]!;
    if (code !== OTHER_CODE) return [code];
    const own = new Set(color.values);
    return [...color.type.labels.keys()].filter((other) => !own.has(other));
  }
  return [];
}

/** The categories of color that a clause selects; null if it selects none. */
export function pickedCategories(clause: SelectionClause | null): ReadonlySet<Category> | null {
  const ranges = clause?.kind === 'points' ? clause.boxes.flat() : clause?.kind === 'interval' ? clause.ranges : [];
  const labels = ranges.flatMap((range) => (range.channel === 'color' ? (range.labels ?? []) : []));
  return labels.length > 0 ? new Set(labels) : null;
}
