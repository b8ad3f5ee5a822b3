// ranks: Column[n]… → Counts[parts]. Adds the passing rows of one buffer to the counts of the parts of an interval of keys.
// The variant supplies passing(), ordinals(), the inputs, WORDS, and RANKS, the index in params.words of [first ordinal
// and length of the interval, low words first], [shift].
// #import shared/params
// #import shared/key
// #import shared/locate
// #import shared/clauses

@group(0) @binding(2) var<storage, read_write> counts: array<atomic<u32>>;

@compute @workgroup_size(GROUP_SIZE)
fn count_ranks(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let interval = params.words[RANKS];
  let shift = params.words[RANKS + 1u].x;
  let quads = (params.rows + 3u) / 4u;
  for (var quad = id.x; quad < quads; quad += groups.x * GROUP_SIZE) {
    let keep = passing(quad);
    if (!any(keep)) { continue; }
    let keys = ordinals(quad);
    // Differences are unsigned: of a key below the first one, the difference is large.
    let low = keys.low - vec4u(interval.x);
    let borrow = select(vec4u(0u), vec4u(1u), keys.low < vec4u(interval.x));
    let high = keys.high - vec4u(interval.y) - borrow;
    let inside = (high < vec4u(interval.w)) | ((high == vec4u(interval.w)) & (low <= vec4u(interval.z)));
    for (var k = 0u; k < 4u; k++) {
      if (!keep[k] || !inside[k]) { continue; }
      atomicAdd(&counts[part_of(low[k], high[k], shift)], 1u);
    }
  }
}

// A shift by 32 bits or more is not defined.
fn part_of(low: u32, high: u32, shift: u32) -> u32 {
  if (shift >= 32u) { return high >> (shift - 32u); }
  if (shift == 0u) { return low; }
  return (low >> shift) | (high << (32u - shift));
}
