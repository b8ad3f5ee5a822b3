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
