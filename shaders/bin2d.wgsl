// bin2d: Column[n] × Column[n] → Counts[x.count × y.count], cell (i, j) at j × x.count + i. Adds one buffer of rows.
// The variant supplies passing(), x_bins(), y_bins(), the inputs, WORDS, and one of shared/tally-local and shared/tally-global.
// #import shared/params
// #import shared/key
// #import shared/locate
// #import shared/clauses
// #import shared/tally

@compute @workgroup_size(GROUP_SIZE)
fn bin2d(
  @builtin(global_invocation_id) id: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  let quads = (params.rows + 3u) / 4u;
  for (var quad = id.x; quad < quads; quad += groups.x * GROUP_SIZE) {
    if (left_out(quad)) { continue; }
    let keep = passing(quad);
    if (any(keep)) {
      let i = x_bins(quad, keep);
      let j = y_bins(quad, keep);
      let outside = (i == vec4u(NONE)) | (j == vec4u(NONE));
      tally(select(j * params.x.count + i, vec4u(NONE), outside), 0u, local);
    }
  }
  tally_end(local);
}
