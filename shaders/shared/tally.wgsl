// Four rows' cells at once: rows that share a cell, as neighbours in sorted data do, cost one atomic.

fn tally(cells: vec4u, local: u32) {
  let same = all(cells == cells.xxxx);
  let rows = select(1u, 4u, same);
  for (var k = 0u; k < 4u; k++) {
    if (cells[k] != NONE) { tally_some(cells[k], rows, local); }
    if (same) { break; }
  }
}
