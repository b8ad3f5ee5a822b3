// Counts too many for workgroup memory: atomics on the result itself. A small table per workgroup takes the cells that come
// first to their place, which with skewed data are the crowded ones, so that these do not queue at one address of the memory.

const PLACES = 1024u;
@group(0) @binding(2) var<storage, read_write> counts: array<atomic<u32>>;
// The cell + 1 that owns a place; 0 while it is free.
var<workgroup> owners: array<atomic<u32>, PLACES>;
var<workgroup> held: array<atomic<u32>, PLACES>;

fn tally_some(cell: u32, base: u32, rows: u32, local: u32) {
  let place = (cell * 2654435769u) >> 22u;
  let mine = cell + 1u;
  var owner = atomicLoad(&owners[place]);
  if (owner == 0u) {
    let claim = atomicCompareExchangeWeak(&owners[place], 0u, mine);
    owner = select(claim.old_value, mine, claim.exchanged);
  }
  if (owner == mine) {
    atomicAdd(&held[place], rows);
  } else {
    atomicAdd(&counts[cell], rows);
  }
}

fn tally_end(local: u32) {
  workgroupBarrier();
  for (var place = local; place < PLACES; place += GROUP_SIZE) {
    let rows = atomicLoad(&held[place]);
    if (rows != 0u) { atomicAdd(&counts[atomicLoad(&owners[place]) - 1u], rows); }
  }
}
