import { oklabOf, oklabWord } from '../../scales/color/oklab';
import { slotsOf } from '../layout/slots';
import { valuesOf, type LayerTable } from '../layer-table';
import type { TableMark } from '../mark';
import { sidesPx } from './pixels';

/** The opacity of a cell with the fewest rows; that of the densest cell is 1. */
const LEAST_OPACITY = 0.25;

/** The rows of a table that lie in the same cell of x and y. */
interface Cells {
  /** The first row of each cell. */
  readonly first: readonly number[];
  /** The cell of each row. */
  readonly ofRow: Uint32Array;
}

/**
 * Cells of x and y. The color of a cell is the mean of its categories' colors in OKLab, weighted by their rows. Its
 * opacity grows with ln(1 + rows), as in the density of one color. The table has one row for each category of a cell;
 * `size` counts its rows.
 */
export const mixedCells: TableMark = {
  noun: 'cell',
  hasBaseline: false,
  pointing: 'inside',
  hasValueAxis: false,
  weight: 'size',

  place({ table }) {
    return { x: slotsOf(table, 'x'), y: slotsOf(table, 'y') };
  },

  paint(scene) {
    const [x, y] = [sidesPx(scene, 'x'), sidesPx(scene, 'y')];
    const { first, ofRow } = cellsOf(scene.table);
    const take = (values: Float64Array): Float64Array<ArrayBuffer> => Float64Array.from(first, (row) => values[row]!);
    const length = ({ from, to }: typeof x): Float64Array<ArrayBuffer> =>
      Float64Array.from(first, (row) => to[row]! - from[row]!);
    const fill = mixedColors(scene.fill, valuesOf(scene.table, 'size'), ofRow, first.length);
    return [{ paint: 'rects', x: take(x.from), y: take(y.from), width: length(x), height: length(y), fill }];
  },
};

function cellsOf(table: LayerTable): Cells {
  const [x, y] = [valuesOf(table, 'x'), valuesOf(table, 'y')];
  const ranks = new Map<number, number>();
  for (const value of x) if (!ranks.has(value)) ranks.set(value, ranks.size);
  const columns = new Map<number, number[]>();
  const first: number[] = [];
  const ofRow = new Uint32Array(table.rows);
  for (let row = 0; row < table.rows; row++) {
    const line = columns.get(y[row]!) ?? [];
    columns.set(y[row]!, line);
    const rank = ranks.get(x[row]!)!;
    line[rank] ??= first.push(row) - 1;
    ofRow[row] = line[rank];
  }
  return { first, ofRow };
}

/**
 * One color for each cell.
 * @param fill the color of each row
 * @param counts the number of rows of the relation in each row of the table
 */
export function mixedColors(
  fill: Uint32Array,
  counts: Float64Array,
  cellOfRow: Uint32Array,
  cells: number,
): Uint32Array<ArrayBuffer> {
  const known = new Map([...new Set(fill)].map((word) => [word, oklabOf(word)] as const));
  const sums = new Float64Array(5 * cells);
  for (const [row, word] of fill.entries()) {
    const count = counts[row]!;
    const [lightness, a, b, alpha] = known.get(word)!;
    const at = 5 * cellOfRow[row]!;
    // A faded category also contributes less of its hue.
    const weight = count * alpha;
    sums[at]! += weight * lightness;
    sums[at + 1]! += weight * a;
    sums[at + 2]! += weight * b;
    sums[at + 3]! += weight;
    sums[at + 4]! += count;
  }
  let largest = 0;
  for (let at = 4; at < sums.length; at += 5) largest = Math.max(largest, sums[at]!);
  return Uint32Array.from({ length: cells }, (_, cell) => {
    const [lightness, a, b, weight, count] = sums.subarray(5 * cell, 5 * cell + 5);
    if (!(weight! > 0)) return 0;
    const density = LEAST_OPACITY + (1 - LEAST_OPACITY) * (Math.log1p(count!) / Math.log1p(largest));
    return oklabWord([lightness! / weight!, a! / weight!, b! / weight!, (weight! / count!) * density]);
  });
}
