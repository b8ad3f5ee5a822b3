// max: Counts[cells] → maxima[base] = max(maxima[base], largest count).
// #import shared/params

@group(0) @binding(2) var<storage, read_write> maxima: array<atomic<u32>>;
@group(0) @binding(3) var<storage, read> grid: array<u32>;
var<workgroup> largest: atomic<u32>;

@compute @workgroup_size(GROUP_SIZE)
fn max_count(
  @builtin(global_invocation_id) id: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  var mine = 0u;
  for (var cell = id.x; cell < params.cells; cell += groups.x * GROUP_SIZE) {
    mine = max(mine, grid[cell]);
  }
  atomicMax(&largest, mine);
  workgroupBarrier();
  if (local == 0u) { atomicMax(&maxima[params.base], atomicLoad(&largest)); }
}
