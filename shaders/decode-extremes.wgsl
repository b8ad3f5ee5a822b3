// decode-extremes: codes of the largest or smallest keys → keys of the column's lane, in place. params.rows cells from
// word params.base on. flags: 1 = codes of largest keys, 2 = keys are pairs, 4 = keys are ordered floats. The code 0, of
// a cell without keys, becomes NULL.
// #import shared/params
// #import shared/key

@group(0) @binding(2) var<storage, read_write> result: array<u32>;

@compute @workgroup_size(GROUP_SIZE)
fn decode_extremes(
  @builtin(global_invocation_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
) {
  let is_max = (params.flags & 1u) != 0u;
  let is_pair = (params.flags & 2u) != 0u;
  let is_float = (params.flags & 4u) != 0u;
  let width = select(1u, 2u, is_pair);
  for (var cell = id.x; cell < params.rows; cell += groups.x * GROUP_SIZE) {
    let at = params.base + width * cell;
    let code = result[at];
    let key = select(~code, code - 1u, is_max);
    if (is_pair) {
      let high = result[at + 1u];
      result[at + 1u] = select(~high, high - select(0u, 1u, code == 0u), is_max);
    }
    result[at] = select(key, float_bits(key), is_float && code != 0u);
  }
}
