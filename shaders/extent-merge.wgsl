// extent-merge: the partial extents of all workgroups → [min, max] as keys of the column's lane.
// params.rows partials. flags: 1 = keys are ordered floats, 2 = keys are pairs.
// #import shared/params
// #import shared/key
// #import shared/extremes

@group(0) @binding(2) var<storage, read_write> result: array<u32>;
@group(0) @binding(3) var<storage, read> partials: array<vec4u>;

@compute @workgroup_size(GROUP_SIZE)
fn extent_merge(@builtin(local_invocation_index) local: u32) {
  var found = EMPTY;
  for (var at = local; at < params.rows; at += GROUP_SIZE) {
    found = widen(found, partials[at]);
  }
  found = reduce(found, local);
  if (local != 0u) { return; }
  if (params.flags == 2u) {
    result[0] = found.x;
    result[1] = found.y;
    result[2] = found.z;
    result[3] = found.w;
  } else if (params.flags == 1u) {
    let empty = all(found == EMPTY);
    result[0] = select(float_bits(found.x), 0x7f800000u, empty);
    result[1] = select(float_bits(found.z), 0xff800000u, empty);
  } else {
    result[0] = found.x;
    result[1] = found.z;
  }
}
