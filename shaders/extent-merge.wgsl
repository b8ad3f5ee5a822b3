// extent-merge: the partial extents of all workgroups → [min, max] as keys of the column's lane, at word params.base of
// the slot. params.rows partials. flags: 1 = keys are ordered floats, 2 = keys are pairs.
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
  let at = params.base;
  if (params.flags == 2u) {
    result[at] = found.x;
    result[at + 1u] = found.y;
    result[at + 2u] = found.z;
    result[at + 3u] = found.w;
  } else if (params.flags == 1u) {
    let empty = all(found == EMPTY);
    result[at] = select(float_bits(found.x), 0x7f800000u, empty);
    result[at + 1u] = select(float_bits(found.z), 0xff800000u, empty);
  } else {
    result[at] = found.x;
    result[at + 1u] = found.z;
  }
}
