const GLANCE_ROWS = 1024u;

// Whether a glance leaves a quad's rows out: it counts one block in so many, and at the end each of its rows for as many.
fn left_out(quad: u32) -> bool {
  return params.flags > 1u && ((params.base + 4u * quad) / GLANCE_ROWS) % params.flags != 0u;
}

// Four rows' cells at once, counted from cell `base` on: rows that share a cell, as neighbours in sorted data do, cost one atomic.

fn tally(cells: vec4u, base: u32, local: u32) {
  let alike = all(cells == cells.xxxx);
  var left = cells;
  for (var k = 0u; k < 4u; k++) {
    if (left.x != NONE) { tally_some(left.x, base, select(1u, 4u, alike), local); }
    if (alike) { break; }
    left = left.yzwx;
  }
}
