// A candidate is [distance², row, x's bin, y's bin].
const NO_ROW = vec4u(0xffffffffu);
var<workgroup> candidates: array<vec4u, GROUP_SIZE>;

// The smaller distance wins, then the smaller row number.
fn nearer(a: vec4u, b: vec4u) -> vec4u {
  return select(a, b, b.x < a.x || (b.x == a.x && b.y < a.y));
}

fn reduce(mine: vec4u, local: u32) -> vec4u {
  candidates[local] = mine;
  workgroupBarrier();
  for (var reach = GROUP_SIZE / 2u; reach > 0u; reach /= 2u) {
    if (local < reach) { candidates[local] = nearer(candidates[local], candidates[local + reach]); }
    workgroupBarrier();
  }
  return candidates[0];
}
