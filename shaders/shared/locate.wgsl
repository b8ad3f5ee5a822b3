// The bins of keys. A straight line through the thresholds maps a key to a place: its position, in bins, as a fixed-point
// number. The host bounds the error of this line, shifts places up by the bound, and rounds twice the bound up to a power
// of two. So a row's bin is the integer part of its place, unless the fraction is below that power: then the row may
// also be in the bin before, and its key is compared with the threshold between them. Places outside the bins wrap to
// large numbers.

// The bits of 2²³. Floats just above it are 1 apart, so adding 2²³ converts a float to an integer in one operation.
const POINT = 0x4b000000u;

// The bins of the rows in `has`; other rows are in no bin.
struct Located { bins: vec4u, has: vec4<bool> }

fn places_of(values: vec4f, axis: Axis) -> vec4u {
  return bitcast<vec4u>(values * axis.scale + vec4f(axis.origin)) - vec4u(POINT);
}

// Whether a row may be in another bin than its place indicates. NULL often has a place without fraction, far from all bins.
fn is_doubtful(axis: Axis, places: vec4u) -> bool {
  let doubtful = (places & vec4u(axis.fine >> 5u)) == vec4u(0u);
  if (!any(doubtful)) { return false; }
  return any(doubtful & (places < vec4u(axis.top)));
}

fn bins_at(axis: Axis, places: vec4u) -> vec4u {
  return places >> vec4u(axis.fine & 31u);
}

// `raw` holds the bits of the floats.
fn bins_f32(axis: Axis, raw: vec4u, keep: vec4<bool>) -> Located {
  let places = places_of(bitcast<vec4f>(raw), axis);
  var bins = bins_at(axis, places);
  if (is_doubtful(axis, places)) { bins = locate_words(axis, ordered_floats(raw), places); }
  return Located(bins, keep & (bins < vec4u(axis.count)));
}

fn bins_u32(axis: Axis, keys: vec4u, keep: vec4<bool>) -> Located {
  let places = places_of(vec4f(keys - vec4u(axis.first.x)), axis);
  var bins = bins_at(axis, places);
  if (is_doubtful(axis, places)) { bins = locate_words(axis, keys, places); }
  return Located(bins, keep & (bins < vec4u(axis.count)));
}

fn bins_u64(axis: Axis, low: vec4u, high: vec4u, keep: vec4<bool>) -> Located {
  let far = high - vec4u(axis.first.y) - select(vec4u(0u), vec4u(1u), low < vec4u(axis.first.x));
  let places = places_of(vec4f(far) * 4294967296.0 + vec4f(low - vec4u(axis.first.x)), axis);
  var bins = bins_at(axis, places);
  if (is_doubtful(axis, places)) { bins = locate_pairs(axis, low, high, places); }
  return Located(bins, keep & (bins < vec4u(axis.count)));
}

fn words_reach(axis: Axis, keys: vec4u, bins: vec4u) -> vec4<bool> {
  let at = bins + vec4u(axis.offset);
  return keys >= vec4u(arena[at.x], arena[at.y], arena[at.z], arena[at.w]);
}

// The bins of four keys, found by comparing them with thresholds. Takes four rows at once, because compilers inline every
// call, and four copies would be most of a kernel.
fn locate_words(axis: Axis, keys: vec4u, places: vec4u) -> vec4u {
  let has = words_within(keys, axis.first.x, axis.last.x);
  if (axis.fine >> 5u != 0u) {
    let near = min(bins_at(axis, places), vec4u(axis.count - 1u));
    return select(vec4u(NONE), select(near - vec4u(1u), near, words_reach(axis, keys, near)), has);
  }
  var bins = vec4u(0u);
  for (var left = axis.count; left > 1u;) {
    let half = left / 2u;
    bins = select(bins, bins + vec4u(half), words_reach(axis, keys, bins + vec4u(half)));
    left -= half;
  }
  return select(vec4u(NONE), bins, has);
}

fn pairs_reach(axis: Axis, low: vec4u, high: vec4u, bins: vec4u) -> vec4<bool> {
  let at = 2u * bins + vec4u(axis.offset);
  let low_bound = vec4u(arena[at.x], arena[at.y], arena[at.z], arena[at.w]);
  let high_bound = vec4u(arena[at.x + 1u], arena[at.y + 1u], arena[at.z + 1u], arena[at.w + 1u]);
  return (high > high_bound) | ((high == high_bound) & (low >= low_bound));
}

fn locate_pairs(axis: Axis, low: vec4u, high: vec4u, places: vec4u) -> vec4u {
  let has = pairs_within(low, high, axis.first, axis.last);
  if (axis.fine >> 5u != 0u) {
    let near = min(bins_at(axis, places), vec4u(axis.count - 1u));
    return select(vec4u(NONE), select(near - vec4u(1u), near, pairs_reach(axis, low, high, near)), has);
  }
  var bins = vec4u(0u);
  for (var left = axis.count; left > 1u;) {
    let half = left / 2u;
    bins = select(bins, bins + vec4u(half), pairs_reach(axis, low, high, bins + vec4u(half)));
    left -= half;
  }
  return select(vec4u(NONE), bins, has);
}
