const GLANCE_ROWS = 1024u;

// Whether a glance leaves a quad's rows out: it counts one block in so many.
fn left_out(quad: u32) -> bool {
  return params.flags > 1u && ((params.base + 4u * quad) / GLANCE_ROWS) % params.flags != 0u;
}

// Four rows' cells at once: rows that share a cell, as neighbours in sorted data do, cost one atomic.

fn tally(cells: vec4u, local: u32) {
  let same = all(cells == cells.xxxx);
  let rows = select(1u, 4u, same) * params.flags;
  for (var k = 0u; k < 4u; k++) {
    if (cells[k] != NONE) { tally_some(cells[k], rows, local); }
    if (same) { break; }
  }
}
