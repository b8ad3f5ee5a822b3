// Too many cells for workgroup memory. The first cell to reach a place owns it, and frequent cells usually come first;
// rows of other cells go to the result. The plane from OWNERS on holds the number of the owner's block of PLACES cells,
// plus 1; 0 while the place is free. The index of the place determines the cell within the block.

// Maps a cell of a block to its place, and a place to its cell: the function is its own inverse. Blocks are scattered,
// because frequent cells lie in lines.
fn scattered(cell: u32, block: u32) -> u32 {
  return (cell ^ (block * 2533u)) % PLACES;
}

fn place_of(cell: u32, local: u32) -> u32 {
  let block = cell / PLACES;
  let place = scattered(cell, block);
  var owner = atomicLoad(&tallies[OWNERS + place]);
  if (owner == 0u) {
    let claim = atomicCompareExchangeWeak(&tallies[OWNERS + place], 0u, block + 1u);
    owner = select(claim.old_value, block + 1u, claim.exchanged);
  }
  return select(NONE, place, owner == block + 1u);
}

fn tally_end(local: u32) {
  workgroupBarrier();
  for (var place = local; place < PLACES; place += GROUP_SIZE) {
    let owner = atomicLoad(&tallies[OWNERS + place]);
    if (owner != 0u) { flush((owner - 1u) * PLACES + scattered(place, owner - 1u), place); }
  }
}
