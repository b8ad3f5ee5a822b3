const SAMPLE_BLOCK_ROWS = 1024u;

// Whether a sample leaves a quad's rows out: it counts one block in so many, and at the end each of its rows for as many.
fn left_out(quad: u32) -> bool {
  return params.flags > 1u && ((params.base + 4u * quad) / SAMPLE_BLOCK_ROWS) % params.flags != 0u;
}

// Four rows' cells at once, counted from cell `base` on: rows that share a cell, as neighbours in sorted data do, cost one atomic.

fn tally(cells: vec4u, base: u32, local: u32) {
  if (all(cells == cells.xxxx)) {
    if (cells.x != NONE) { tally_some(cells.x, base, 4u, local); }
    return;
  }
  if (cells.x != NONE) { tally_some(cells.x, base, 1u, local); }
  if (cells.y != NONE) { tally_some(cells.y, base, 1u, local); }
  if (cells.z != NONE) { tally_some(cells.z, base, 1u, local); }
  if (cells.w != NONE) { tally_some(cells.w, base, 1u, local); }
}
