// histograms: Column[n]… → Counts of several views, one after the other in the result, each by one column or none. Reads
// each column once, however many views bin it or filter by it. The variant supplies visit(), which tallies the rows of
// a quad in every view whose clauses they pass, the inputs, WORDS, SLOTS and COPIES.
// #import shared/params
// #import shared/key
// #import shared/locate
// #import shared/clauses
// #import shared/sample
// #import shared/tally
// #import shared/tally-local

@compute @workgroup_size(GROUP_SIZE)
fn histograms(
  @builtin(global_invocation_id) id: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  let quads = (params.rows + 3u) / 4u;
  for (var quad = id.x; quad < quads; quad += groups.x * GROUP_SIZE) {
    if (!left_out(quad)) { visit(quad, local); }
  }
  tally_end(local);
}
