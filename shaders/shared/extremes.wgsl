// [low and high word of the smallest key, low and high word of the largest]; smallest > largest before the first key.
const EMPTY = vec4u(0xffffffffu, 0xffffffffu, 0u, 0u);
var<workgroup> extremes: array<vec4u, GROUP_SIZE>;

fn widen(a: vec4u, b: vec4u) -> vec4u {
  return vec4u(
    select(a.xy, b.xy, pair_at_least(a.xy, b.xy)),
    select(a.zw, b.zw, pair_at_least(b.zw, a.zw)),
  );
}

fn reduce(mine: vec4u, local: u32) -> vec4u {
  extremes[local] = mine;
  workgroupBarrier();
  for (var reach = GROUP_SIZE / 2u; reach > 0u; reach /= 2u) {
    if (local < reach) { extremes[local] = widen(extremes[local], extremes[local + reach]); }
    workgroupBarrier();
  }
  return extremes[0];
}
