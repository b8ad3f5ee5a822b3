import type { LayerTable } from '../layer-table';
import type { RowStyles } from '../mark';

/**
 * Groups the rows of a table into lines by series and color, each in ascending order of `along`. In painter's order:
 * lines of rows that are `beneath` come first.
 */
export function lineRows(
  { rows, columns }: LayerTable,
  along: Float64Array,
  beneath: RowStyles['beneath'],
): Uint32Array[] {
  const keys = (['series', 'color'] as const).flatMap((channel) => columns.get(channel)?.values ?? []);
  const lines = new Map<string, number[]>();
  for (let row = 0; row < rows; row++) {
    if (Number.isNaN(along[row]!)) continue;
    const key = keys.map((values) => values[row]).join(' ');
    const line = lines.get(key) ?? [];
    lines.set(key, line);
    line.push(row);
  }
  const ordered = [...lines.values()].map((line) => Uint32Array.from(line).sort((a, b) => along[a]! - along[b]!));
  return beneath ? ordered.sort(([a], [b]) => beneath[b!]! - beneath[a!]!) : ordered;
}
