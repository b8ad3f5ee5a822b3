// Counts that fit in workgroup memory: COPIES of each counter, so that rows which crowd into one bin wait for one another
// less; copies of one counter stand side by side, in different banks. SLOTS and COPIES are set by the variant.

@group(0) @binding(2) var<storage, read_write> counts: array<atomic<u32>>;
var<workgroup> tallies: array<atomic<u32>, SLOTS>;

fn tally_some(cell: u32, base: u32, rows: u32, local: u32) {
  atomicAdd(&tallies[cell * COPIES + (base * COPIES + local % COPIES)], rows);
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
