// filter: Column[n]… → Bits[n], one bit per row, 1 where every clause passes. Flag 1: AND with existing bits.
// For filters over more columns than one pass may bind. The variant supplies passing(), the inputs and WORDS.
// #import shared/params
// #import shared/key
// #import shared/locate
// #import shared/clauses

@group(0) @binding(2) var<storage, read_write> bits: array<u32>;
var<workgroup> words: array<atomic<u32>, 32>;

@compute @workgroup_size(GROUP_SIZE)
fn filter_rows(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  let quads = (params.rows + 3u) / 4u;
  let tiles = (quads + GROUP_SIZE - 1u) / GROUP_SIZE;
  for (var tile = group.x; tile < tiles; tile += groups.x) {
    let quad = tile * GROUP_SIZE + local;
    if (quad < quads) {
      let nibble = dot(select(vec4u(0u), vec4u(1u, 2u, 4u, 8u), passing(quad)), vec4u(1u));
      atomicOr(&words[local / 8u], nibble << (4u * (local % 8u)));
    }
    workgroupBarrier();
    if (local < 32u) {
      let at = tile * 32u + local;
      var word = atomicExchange(&words[local], 0u);
      if ((params.flags & 1u) != 0u) { word &= bits[at]; }
      bits[at] = word;
    }
    workgroupBarrier();
  }
}
