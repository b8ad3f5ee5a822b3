/** One row of cells, and the runs of cells in it that lie inside: from ≤ cell < to. */
export interface SpansOfRow {
  readonly row: number;
  readonly spans: readonly (readonly [from: number, to: number])[];
}

/**
 * The cells of a `width` × `height` grid whose centres lie inside a polygon, by the even-odd rule, as runs per row; rows without any are
 * left out. Vertices are in cells. Source: scan conversion by edge crossings (Foley & van Dam, ch. 3), at the rows' centre lines.
 */
export function insideSpans(vertices: readonly (readonly [number, number])[], width: number, height: number): readonly SpansOfRow[] {
  const rows: SpansOfRow[] = [];
  for (let row = 0; row < height; row++) {
    const crossings = crossingsAt(vertices, row + 0.5);
    const spans: [number, number][] = [];
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      // Cell c is inside when its centre c + 0.5 lies in [from, to).
      const from = Math.max(0, Math.ceil(crossings[i]! - 0.5));
      const to = Math.min(width, Math.ceil(crossings[i + 1]! - 0.5));
      if (from < to) spans.push([from, to]);
    }
    if (spans.length > 0) rows.push({ row, spans });
  }
  return rows;
}

/** Where the polygon's edges cross a horizontal line, from left to right; an even number of places. */
function crossingsAt(vertices: readonly (readonly [number, number])[], y: number): number[] {
  const found: number[] = [];
  vertices.forEach(([x0, y0], i) => {
    const [x1, y1] = vertices[(i + 1) % vertices.length]!;
    // Half-open, so that a vertex on the line counts for one of its two edges.
    if (y0 <= y !== y1 <= y) found.push(x0 + ((y - y0) / (y1 - y0)) * (x1 - x0));
  });
  return found.sort((a, b) => a - b);
}
