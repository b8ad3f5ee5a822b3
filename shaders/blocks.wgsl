// blocks: Column[n]… → Counts[⌈n / BLOCK_ROWS⌉]. Adds the passing rows of one buffer to the counts of their blocks.
// `params.base` is the number of the buffer's first row. The variant supplies passing(), the inputs and WORDS.
// #import shared/params
// #import shared/key
// #import shared/locate
// #import shared/clauses

@group(0) @binding(2) var<storage, read_write> counts: array<atomic<u32>>;
// A tile is shorter than a block, so it has rows of two blocks at most.
var<workgroup> found: array<atomic<u32>, 2>;

@compute @workgroup_size(GROUP_SIZE)
fn count_blocks(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  let quads = (params.rows + 3u) / 4u;
  let tiles = (quads + GROUP_SIZE - 1u) / GROUP_SIZE;
  for (var tile = group.x; tile < tiles; tile += groups.x) {
    let block = (params.base + 4u * tile * GROUP_SIZE) / BLOCK_ROWS;
    let quad = tile * GROUP_SIZE + local;
    if (quad < quads) {
      let passed = dot(select(vec4u(0u), vec4u(1u), passing(quad)), vec4u(1u));
      if (passed > 0u) { atomicAdd(&found[(params.base + 4u * quad) / BLOCK_ROWS - block], passed); }
    }
    workgroupBarrier();
    if (local < 2u) {
      let passed = atomicExchange(&found[local], 0u);
      if (passed > 0u) { atomicAdd(&counts[block + local], passed); }
    }
    workgroupBarrier();
  }
}
