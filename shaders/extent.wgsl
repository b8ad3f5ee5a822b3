// extent: Column[n] → per workgroup, the smallest and the largest key; extent-merge merges these.
// Every lane is reduced as pairs. The variant supplies passing(), x_low(), x_high(), x_counts(), the inputs and WORDS.
// params.cells is the index of the first workgroup's partial extent.
// #import shared/params
// #import shared/key
// #import shared/locate
// #import shared/clauses
// #import shared/sample
// #import shared/extremes

@group(0) @binding(2) var<storage, read_write> partials: array<vec4u>;

@compute @workgroup_size(GROUP_SIZE)
fn extent(
  @builtin(global_invocation_id) id: vec3u,
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  var found = EMPTY;
  let quads = (params.rows + 3u) / 4u;
  for (var quad = id.x; quad < quads; quad += groups.x * GROUP_SIZE) {
    if (left_out(quad)) { continue; }
    let keep = passing(quad) & x_counts(quad);
    if (any(keep)) {
      let low = x_low(quad);
      let high = x_high(quad);
      for (var k = 0u; k < 4u; k++) {
        if (keep[k]) { found = widen(found, vec4u(low[k], high[k], low[k], high[k])); }
      }
    }
  }
  let all_found = reduce(found, local);
  if (local == 0u) { partials[params.cells + group.x] = all_found; }
}
