// Counts the cells of four rows, offset by `base`.
fn tally(rows: Located, base: u32, local: u32) {
  let cells = rows.bins;
  if (rows.has.x) { tally_one(cells.x, base, local); }
  if (rows.has.y) { tally_one(cells.y, base, local); }
  if (rows.has.z) { tally_one(cells.z, base, local); }
  if (rows.has.w) { tally_one(cells.w, base, local); }
}
