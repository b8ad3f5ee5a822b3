// Too many counters for workgroup memory: atomics on the result itself. With skewed data these would contend for a few
// addresses and their neighbors. So each workgroup has a cache of places: the first cell to reach a place owns it, and
// frequent cells usually arrive first. A place is one word: the number of its owner's block of PLACES cells, plus 1 (0
// while free), above a count of rows, which has more bits than a workgroup of kernel-steps.ts needs. The index of the
// place determines the cell within the block. A block whose number does not fit the word never owns a place.

const PLACES = 4096u;
const ROWS_BITS = 18u;
@group(0) @binding(2) var<storage, read_write> counts: array<atomic<u32>>;
var<workgroup> places: array<atomic<u32>, PLACES>;

// Maps a cell of a block to its place, and a place to its cell: the function is its own inverse. Blocks are scattered,
// because frequent cells lie in lines.
fn scattered(cell: u32, block: u32) -> u32 {
  return (cell ^ (block * 2533u)) % PLACES;
}

fn tally_one(cell: u32, base: u32, local: u32) {
  let block = cell / PLACES;
  let place = scattered(cell, block);
  let mine = (block + 1u) << ROWS_BITS;
  var held = atomicLoad(&places[place]);
  if (held == 0u) {
    let claim = atomicCompareExchangeWeak(&places[place], 0u, mine);
    held = select(claim.old_value, mine, claim.exchanged);
  }
  if (held >> ROWS_BITS == block + 1u) {
    atomicAdd(&places[place], 1u);
  } else {
    atomicAdd(&counts[cell], params.flags);
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
