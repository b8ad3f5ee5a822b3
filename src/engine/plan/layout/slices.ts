import type { Box } from '../../frame/box';
import type { MarkOptions } from '../../grammar/plot-spec';
import { valuesOf, type LayerTable } from '../layer-table';

/** The code of the slice that several categories share. */
export const OTHER_CODE = -1;

/** The sectors of a pie. Angles are in radians, clockwise from 12 o'clock; NaN for a row without a slice. */
export interface Slices {
  readonly start: Float64Array<ArrayBuffer>;
  readonly end: Float64Array<ArrayBuffer>;
  /** The middle of the pie and its radii, in the unit of the box. */
  readonly x: number;
  readonly y: number;
  readonly inner: number;
  readonly outer: number;
}

/** The space between the pie and the edges of its box, as a fraction of the radius. */
const MARGIN = 0.02;

/**
 * Divides a circle by the values of theta, the largest first unless the author orders them. The shared slice comes
 * last. Values that are not positive have no slice.
 * @param box of the panel, from its own corner
 */
export function slicesOf(
  table: LayerTable,
  options: MarkOptions,
  { width, height }: Pick<Box, 'width' | 'height'>,
): Slices {
  const values = anglesOf(table);
  const total = values.reduce((sum, value) => sum + value, 0);
  const [start, end] = [new Float64Array(table.rows).fill(NaN), new Float64Array(table.rows).fill(NaN)];
  let sum = 0;
  for (const row of rowsInOrder(table, options, values)) {
    if (values[row] === 0) continue;
    start[row] = (2 * Math.PI * sum) / total;
    sum += values[row]!;
    end[row] = (2 * Math.PI * sum) / total;
  }
  const outer = (Math.min(width, height) / 2) * (1 - MARGIN);
  return { start, end, x: width / 2, y: height / 2, inner: outer * (options.innerRadius ?? 0), outer };
}

/** A point in the middle of a slice: of its ring, or closer to the rim of a pie, where there is more room. */
export function middleOfSlice(
  { start, end, x, y, inner, outer }: Slices,
  row: number,
): { readonly x: number; readonly y: number } {
  const angle = (start[row]! + end[row]!) / 2;
  const isWhole = end[row]! - start[row]! > 2 * Math.PI - 1e-9;
  const radius = inner > 0 ? (inner + outer) / 2 : isWhole ? 0 : outer * 0.68;
  return { x: x + radius * Math.sin(angle), y: y - radius * Math.cos(angle) };
}

/** The slice at a place; null if there is none. */
export function sliceAt(
  { start, end, x, y, inner, outer }: Slices,
  at: { readonly x: number; readonly y: number },
): number | null {
  const [dx, dy] = [at.x - x, at.y - y];
  const radius = Math.hypot(dx, dy);
  if (radius < inner || radius > outer) return null;
  const angle = (Math.atan2(dx, -dy) + 2 * Math.PI) % (2 * Math.PI);
  const row = start.findIndex((from, i) => angle >= from && angle < end[i]!);
  return row < 0 ? null : row;
}

/** The codes of color in the order of their slices. */
export function sliceOrder(table: LayerTable, options: MarkOptions): readonly number[] {
  const colors = valuesOf(table, 'color');
  return Array.from(rowsInOrder(table, options, anglesOf(table)), (row) => colors[row]!);
}

/** What the angles of slices are proportional to: 0 for a value that has no slice. */
export function anglesOf(table: LayerTable): Float64Array<ArrayBuffer> {
  return valuesOf(table, 'theta').map((value) => (value > 0 && value < Infinity ? value : 0));
}

function rowsInOrder(table: LayerTable, { sort }: MarkOptions, values: Float64Array): Uint32Array {
  const rows = Uint32Array.from({ length: table.rows }, (_, row) => row);
  const color = table.columns.get('color');
  const order = table.columns.get('order')?.values;
  const isOther = (row: number): boolean => color?.values[row] === OTHER_CODE;
  const listed =
    sort?.by === 'labels' && color?.type.kind === 'category' ? placesIn(color.type.labels, sort.labels) : null;
  const rank = (row: number): number => {
    if (isOther(row)) return Infinity;
    if (order) return Number.isNaN(order[row]!) ? Number.MAX_VALUE : order[row]!;
    if (listed) return listed[color!.values[row]!] ?? Number.MAX_VALUE;
    return sort?.by === 'data' ? row : -values[row]!;
  };
  return rows.sort((a, b) => (rank(a) === rank(b) ? a - b : rank(a) - rank(b)));
}

/** The index of each label in the author's list; all labels that aren't listed follow. */
function placesIn(labels: readonly string[], list: readonly string[]): readonly number[] {
  return labels.map((label) => (list.includes(label) ? list.indexOf(label) : list.length));
}
