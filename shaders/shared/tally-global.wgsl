// Counts too many for workgroup memory: atomics on the result itself. With skewed data these would queue at a few addresses of the memory,
// and at their neighbours. So each workgroup counts in a table of its own the cells that come first to their place, as crowded cells do.
// A place is one word: its owner's block of cells + 1 (0 while it is free), and below that its rows, fewer than a workgroup of
// kernel-steps.ts ever counts. Which cell of the block it is, the place tells. A block too large for the word never owns a place.

const PLACES = 4096u;
const ROWS_BITS = 18u;
@group(0) @binding(2) var<storage, read_write> counts: array<atomic<u32>>;
var<workgroup> places: array<atomic<u32>, PLACES>;

// Of a cell its place, of a place its cell, in a block: to and fro are the same. Blocks are scattered, because crowds stand in line.
fn scattered(cell: u32, block: u32) -> u32 {
  return (cell ^ (block * 2533u)) % PLACES;
}

fn tally_some(cell: u32, base: u32, rows: u32, local: u32) {
  let block = cell / PLACES;
  let place = scattered(cell, block);
  let mine = (block + 1u) << ROWS_BITS;
  var held = atomicLoad(&places[place]);
  if (held == 0u) {
    let claim = atomicCompareExchangeWeak(&places[place], 0u, mine);
    held = select(claim.old_value, mine, claim.exchanged);
  }
  if (held >> ROWS_BITS == block + 1u) {
    atomicAdd(&places[place], rows);
  } else {
    atomicAdd(&counts[cell], rows * params.flags);
  }
}

fn tally_end(local: u32) {
  workgroupBarrier();
  for (var place = local; place < PLACES; place += GROUP_SIZE) {
    let held = atomicLoad(&places[place]);
    let rows = held % (1u << ROWS_BITS);
    if (rows != 0u) {
      let block = (held >> ROWS_BITS) - 1u;
      atomicAdd(&counts[block * PLACES + scattered(place, block)], rows * params.flags);
    }
  }
}
