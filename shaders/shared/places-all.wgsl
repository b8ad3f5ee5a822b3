// Every cell has COPIES places in workgroup memory, to reduce contention when many rows fall into one cell. The copies
// are adjacent, in different banks.

fn place_of(cell: u32, local: u32) -> u32 {
  return cell * COPIES + local % COPIES;
}

fn tally_end(local: u32) {
  workgroupBarrier();
  for (var cell = local; cell < params.cells; cell += GROUP_SIZE) { flush(cell, cell * COPIES); }
}
