import type { IndexedPlot } from '../engine/brushing-page/page-index';

/** A bar or a cell. Its sides are fractions of the panel. */
export interface Pointed {
  readonly cell: number;
  /** The texts of its bins. */
  readonly texts: readonly string[];
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** The bar or cell at a place; null beside all of them. */
export function pointedAt({ marks, cells: [nx, ny], bins }: IndexedPlot, x: number, y: number): Pointed | null {
  if (x < 0 || x > 1 || y < 0 || y > 1) return null;
  if (marks.kind === 'bars') {
    const bin = marks.edges.findIndex((edge, i) => {
      const next = marks.edges[i + 1];
      return next !== undefined && Math.min(edge, next) <= x && x <= Math.max(edge, next);
    });
    if (bin < 0) return null;
    const sides = [marks.edges[bin]!, marks.edges[bin + 1]!].sort((a, b) => a - b) as [number, number];
    return { cell: bin, texts: [bins[0]![bin]!], x: sides, y: [0, 1] };
  }
  const column = Math.floor(((x - marks.left) / marks.width) * nx);
  const row = Math.floor(((y - marks.bottom) / marks.height) * ny);
  if (column < 0 || column >= nx || row < 0 || row >= ny) return null;
  const [i, j] = [marks.reversed.x ? nx - 1 - column : column, marks.reversed.y ? ny - 1 - row : row];
  const side = (from: number, length: number, n: number, at: number): [number, number] => [
    from + (at / n) * length,
    from + ((at + 1) / n) * length,
  ];
  return {
    cell: j * nx + i,
    texts: [bins[0]![i]!, bins[1]![j]!],
    x: side(marks.left, marks.width, nx, column),
    y: side(marks.bottom, marks.height, ny, row),
  };
}
