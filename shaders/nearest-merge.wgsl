// nearest-merge: the nearest row of each workgroup → the nearest of all. params.rows partials.
// #import shared/params
// #import shared/nearer

@group(0) @binding(2) var<storage, read_write> result: array<u32>;
@group(0) @binding(3) var<storage, read> partials: array<vec4u>;

@compute @workgroup_size(GROUP_SIZE)
fn nearest_merge(@builtin(local_invocation_index) local: u32) {
  var found = NO_ROW;
  for (var at = local; at < params.rows; at += GROUP_SIZE) {
    found = nearer(found, partials[at]);
  }
  found = reduce(found, local);
  if (local != 0u) { return; }
  for (var k = 0u; k < 4u; k++) { result[k] = found[k]; }
}
