// count: Column[n]… → Counts[cells]. Adds one buffer of rows to the counts.
// The variant supplies passing(), cells(), the inputs, WORDS, and one of shared/tally-local and shared/tally-global.
// #import shared/params
// #import shared/key
// #import shared/locate
// #import shared/clauses
// #import shared/sample
// #import shared/tally

@compute @workgroup_size(GROUP_SIZE)
fn count_cells(
  @builtin(global_invocation_id) id: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  let quads = (params.rows + 3u) / 4u;
  for (var quad = id.x; quad < quads; quad += groups.x * GROUP_SIZE) {
    if (left_out(quad)) { continue; }
    let keep = passing(quad);
    if (any(keep)) { tally(cells(quad, keep), 0u, local); }
  }
  tally_end(local);
}
