/** A corner of a polygon, in bins from the lower left corner of a grid; fractions are positions inside a bin. */
export type Corner = readonly [x: number, y: number];

/** One row of cells, and the runs of cells in it that lie inside: from ≤ cell < to. */
export interface SpansOfRow {
  readonly row: number;
  readonly spans: readonly (readonly [from: number, to: number])[];
}

/**
 * The cells of an nx × ny grid whose centers lie inside a polygon, as runs per row; rows without any are omitted.
 * Even-odd rule; the polygon is closed implicitly. A center exactly on an edge is inside if the edge is a left or lower
 * one, so polygons that share an edge share no cell.
 *
 *
 * O(corners × ny): each row intersects all edges that cross its center line. Source: scan conversion by edge crossings
 * (Foley & van Dam, Computer Graphics, ch. 3).
 */
export function insideSpans(corners: readonly Corner[], nx: number, ny: number): readonly SpansOfRow[] {
  const rows: SpansOfRow[] = [];
  for (let row = 0; row < ny; row++) {
    const crossings = crossingsAt(corners, row + 0.5);
    const spans: [number, number][] = [];
    for (let k = 0; k + 1 < crossings.length; k += 2) {
      const [from, to] = [firstCentre(crossings[k]!, nx), firstCentre(crossings[k + 1]!, nx)];
      if (from < to) spans.push([from, to]);
    }
    if (spans.length > 0) rows.push({ row, spans });
  }
  return rows;
}

/**
 * The cells of {@link insideSpans} as words of a `cells` clause: bit c % 32 of word ⌊c / 32⌋ for cell c = j × nx + i.
 */
export function rasterisePolygon(corners: readonly Corner[], nx: number, ny: number): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(Math.ceil((nx * ny) / 32));
  for (const { row, spans } of insideSpans(corners, nx, ny)) {
    for (const [from, to] of spans) {
      for (let cell = row * nx + from; cell < row * nx + to; cell++) words[cell >>> 5]! |= 1 << (cell & 31);
    }
  }
  return words;
}

/** The x coordinates where edges cross a horizontal line, ascending. */
function crossingsAt(corners: readonly Corner[], y: number): number[] {
  const crossings: number[] = [];
  corners.forEach(([x0, y0], k) => {
    const [x1, y1] = corners[(k + 1) % corners.length]!;
    if (y0 <= y !== y1 <= y) crossings.push(x0 + ((y - y0) / (y1 - y0)) * (x1 - x0));
  });
  return crossings.sort((a, b) => a - b);
}

/** The first cell whose center is at or to the right of x. */
function firstCentre(x: number, nx: number): number {
  return Math.max(0, Math.min(nx, Math.ceil(x - 0.5)));
}
