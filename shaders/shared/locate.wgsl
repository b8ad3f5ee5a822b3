// The bins of keys: a straight line through the thresholds says where a key stands, in bins, as a fixed-point number. Where that is
// no nearer to the next bin than all that floats and uneven thresholds may be wrong by (the host's bound), it is the answer;
// elsewhere comparisons with the thresholds decide.

// The bits of 2²³. A float just above it counts in ones, so that adding it turns a float into an integer, in one operation.
const POINT = 0x4b000000u;

fn nearest_bins(axis: Axis, places: vec4f, inside: vec4<bool>) -> vec4u {
  let bins = (bitcast<vec4u>(places) - vec4u(POINT)) >> vec4u(axis.fine & 31u);
  return select(vec4u(NONE), min(bins, vec4u(axis.count - 1u)), inside);
}

// Of places that are wrong by the margin at most. Below the first bin there is nothing to take a row for.
fn is_sure(axis: Axis, places: vec4f) -> vec4<bool> {
  let one = 1u << (axis.fine & 31u);
  let margin = axis.fine >> 5u;
  let at = bitcast<vec4u>(places) - vec4u(POINT);
  let width = one - min(one, 2u * margin);
  return ((at & vec4u(one - 1u)) - vec4u(margin) < vec4u(width)) | (at < vec4u(min(width, one - min(one, margin))));
}

// The threshold that a place is nearest to. Where the line holds, the key is in the bin on one side of it or the other.
fn nearest_threshold(axis: Axis, place: f32) -> u32 {
  let shift = axis.fine & 31u;
  return (bitcast<u32>(place) - POINT + ((1u << shift) >> 1u)) >> shift;
}

fn holds(axis: Axis) -> bool {
  return 2u * (axis.fine >> 5u) < (1u << (axis.fine & 31u));
}

fn word_bins(axis: Axis, keys: vec4u, places: vec4f, keep: vec4<bool>) -> vec4u {
  let inside = keep & words_within(keys, axis.first.x, axis.last.x);
  var bins = nearest_bins(axis, places, inside);
  var unsure = inside & !is_sure(axis, places);
  if (!any(unsure)) { return bins; }
  var left = keys;
  var at = places;
  for (var k = 0u; k < 4u; k++) {
    if (unsure.x) { bins.x = locate_word(axis, left.x, at.x); }
    bins = bins.yzwx;
    unsure = unsure.yzwx;
    left = left.yzwx;
    at = at.yzwx;
  }
  return bins;
}

// `raw` are the floats' own bits, `keys` their ordered images.
fn bins_f32(axis: Axis, keys: vec4u, raw: vec4u, keep: vec4<bool>) -> vec4u {
  return word_bins(axis, keys, bitcast<vec4f>(raw) * axis.scale + vec4f(axis.origin), keep);
}

fn bins_u32(axis: Axis, keys: vec4u, keep: vec4<bool>) -> vec4u {
  return word_bins(axis, keys, vec4f(keys - vec4u(axis.first.x)) * axis.scale + vec4f(axis.origin), keep);
}

fn bins_pair(axis: Axis, low: vec4u, high: vec4u, keep: vec4<bool>) -> vec4u {
  let inside = keep & pairs_within(low, high, axis.first, axis.last);
  let far = high - vec4u(axis.first.y) - select(vec4u(0u), vec4u(1u), low < vec4u(axis.first.x));
  let places = (vec4f(far) * 4294967296.0 + vec4f(low - vec4u(axis.first.x))) * axis.scale + vec4f(axis.origin);
  var bins = nearest_bins(axis, places, inside);
  var unsure = inside & !is_sure(axis, places);
  if (!any(unsure)) { return bins; }
  var left = low;
  var left_high = high;
  var at = places;
  for (var k = 0u; k < 4u; k++) {
    if (unsure.x) { bins.x = locate_pair(axis, vec2u(left.x, left_high.x), at.x); }
    bins = bins.yzwx;
    unsure = unsure.yzwx;
    left = left.yzwx;
    left_high = left_high.yzwx;
    at = at.yzwx;
  }
  return bins;
}

fn word_reaches(axis: Axis, key: u32, bin: u32) -> bool {
  return key >= arena[axis.offset + bin];
}

// The bin of a key that is in one.
fn locate_word(axis: Axis, key: u32, place: f32) -> u32 {
  if (holds(axis)) {
    let near = nearest_threshold(axis, place);
    if (near == 0u || near >= axis.count) { return min(near, axis.count - 1u); }
    return select(near - 1u, near, word_reaches(axis, key, near));
  }
  var low = 0u;
  var high = axis.count;
  while (high - low > 1u) {
    let middle = (low + high) / 2u;
    if (word_reaches(axis, key, middle)) { low = middle; } else { high = middle; }
  }
  return low;
}

fn pair_reaches(axis: Axis, key: vec2u, bin: u32) -> bool {
  let at = axis.offset + 2u * bin;
  return pair_at_least(key, vec2u(arena[at], arena[at + 1u]));
}

fn locate_pair(axis: Axis, key: vec2u, place: f32) -> u32 {
  if (holds(axis)) {
    let near = nearest_threshold(axis, place);
    if (near == 0u || near >= axis.count) { return min(near, axis.count - 1u); }
    return select(near - 1u, near, pair_reaches(axis, key, near));
  }
  var low = 0u;
  var high = axis.count;
  while (high - low > 1u) {
    let middle = (low + high) / 2u;
    if (pair_reaches(axis, key, middle)) { low = middle; } else { high = middle; }
  }
  return low;
}
