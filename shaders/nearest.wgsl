// nearest: Column[n] (× Column[n]) → per workgroup, the row nearest to a cell of bins; nearest-merge merges these.
// The variant supplies passing(), x_bins(), y_bins(), the inputs, WORDS, and NEAREST, the index in params.words of
// [x and y of the cell, radius in bins, number of this buffer's first row].
// #import shared/params
// #import shared/key
// #import shared/locate
// #import shared/clauses
// #import shared/nearer

@group(0) @binding(2) var<storage, read_write> partials: array<vec4u>;

// The cell may lie outside the axis, on either side.
fn apart(bins: vec4u, centre: u32) -> vec4u {
  return vec4u(abs(bitcast<vec4i>(bins) - vec4i(bitcast<i32>(centre))));
}

@compute @workgroup_size(GROUP_SIZE)
fn nearest(
  @builtin(global_invocation_id) id: vec3u,
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  let at = params.words[NEAREST];
  var found = NO_ROW;
  let quads = (params.rows + 3u) / 4u;
  for (var quad = id.x; quad < quads; quad += groups.x * GROUP_SIZE) {
    let keep = passing(quad);
    if (!any(keep)) { continue; }
    let x = x_bins(quad, keep);
    let i = x.bins;
    let dx = apart(i, at.x);
    // Rows in no bin are rejected. Within the radius no square overflows.
    let near = x.has & (dx <= vec4u(at.z));
    if (!any(near)) { continue; }
    let y = y_bins(quad, near);
    let j = y.bins;
    let dy = apart(j, at.y);
    let within = y.has & (dy <= vec4u(at.z));
    for (var k = 0u; k < 4u; k++) {
      if (!within[k]) { continue; }
      let squared = dx[k] * dx[k] + dy[k] * dy[k];
      if (squared <= at.z * at.z) { found = nearer(found, vec4u(squared, at.w + 4u * quad + k, i[k], j[k])); }
    }
  }
  let nearest_found = reduce(found, local);
  if (local == 0u) { partials[params.base + group.x] = nearest_found; }
}
