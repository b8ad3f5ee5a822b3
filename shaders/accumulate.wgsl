// accumulate: Column[n]… → several accumulators by cell. Adds one buffer of rows to the result, which begins as zeros.
// The variant supplies passing(), cells(), tally_quad(), flush(), give(), the inputs, WORDS, the sizes of workgroup
// memory, and one of shared/places-all and shared/places-some.
// #import shared/params
// #import shared/key
// #import shared/locate
// #import shared/clauses
// #import shared/sample
// #import shared/wide
// #import shared/fixed-point
// #import shared/digits
// #import shared/extreme-codes
// #import shared/accumulators

@compute @workgroup_size(GROUP_SIZE)
fn accumulate(
  @builtin(global_invocation_id) id: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  let quads = (params.rows + 3u) / 4u;
  for (var quad = id.x; quad < quads; quad += groups.x * GROUP_SIZE) {
    if (left_out(quad)) { continue; }
    let keep = passing(quad);
    if (any(keep)) { tally_quad(quad, cells(quad, keep), local); }
  }
  tally_end(local);
}
