// Counts the cells of four rows, offset by `base`. Four rows of one cell, common in sorted data, cost a single atomic.
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
