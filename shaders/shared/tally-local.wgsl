// Counters that fit in workgroup memory. Each has COPIES, to reduce contention when many rows fall into one bin; the
// copies are adjacent, in different banks. The variant sets SLOTS and COPIES.

@group(0) @binding(2) var<storage, read_write> counts: array<atomic<u32>>;
var<workgroup> tallies: array<atomic<u32>, SLOTS>;

fn tally_one(cell: u32, base: u32, local: u32) {
  atomicAdd(&tallies[cell * COPIES + (base * COPIES + local % COPIES)], 1u);
}

fn tally_end(local: u32) {
  workgroupBarrier();
  for (var cell = local; cell < params.cells; cell += GROUP_SIZE) {
    var sum = 0u;
    for (var copy = 0u; copy < COPIES; copy++) {
      sum += atomicLoad(&tallies[cell * COPIES + copy]);
    }
    if (sum != 0u) { atomicAdd(&counts[cell], sum * params.flags); }
  }
}
