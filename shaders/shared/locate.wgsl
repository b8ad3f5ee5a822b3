// The bins of keys. A straight line through the thresholds gives a key's position, in bins, as a fixed-point number (a
// place). If it is further from the next threshold than the host's bound for the error of floats and uneven thresholds,
// its integer part is the bin; otherwise comparisons with the thresholds decide.

// The bits of 2²³. Floats just above it are 1 apart, so adding 2²³ converts a float to an integer in one operation.
const POINT = 0x4b000000u;

fn nearest_bins(axis: Axis, places: vec4f, inside: vec4<bool>) -> vec4u {
  let bins = (bitcast<vec4u>(places) - vec4u(POINT)) >> vec4u(axis.fine & 31u);
  return select(vec4u(NONE), min(bins, vec4u(axis.count - 1u)), inside);
}

// Whether a place with an error of at most the margin determines the bin. Nothing lies below the first bin.
fn is_sure(axis: Axis, places: vec4f) -> vec4<bool> {
  let one = 1u << (axis.fine & 31u);
  let margin = axis.fine >> 5u;
  let at = bitcast<vec4u>(places) - vec4u(POINT);
  let width = one - min(one, 2u * margin);
  return ((at & vec4u(one - 1u)) - vec4u(margin) < vec4u(width)) | (at < vec4u(min(width, one - min(one, margin))));
}

// The threshold nearest to each place. If holds(), the key is in a bin adjacent to that threshold.
fn nearest_thresholds(axis: Axis, places: vec4f) -> vec4u {
  let shift = axis.fine & 31u;
  return (bitcast<vec4u>(places) - vec4u(POINT) + vec4u((1u << shift) >> 1u)) >> vec4u(shift);
}

// Whether the error bound is less than half a bin.
fn holds(axis: Axis) -> bool {
  return 2u * (axis.fine >> 5u) < (1u << (axis.fine & 31u));
}

fn word_bins(axis: Axis, keys: vec4u, places: vec4f, keep: vec4<bool>) -> vec4u {
  let inside = keep & words_within(keys, axis.first.x, axis.last.x);
  let bins = nearest_bins(axis, places, inside);
  let unsure = inside & !is_sure(axis, places);
  if (!any(unsure)) { return bins; }
  return select(bins, locate_words(axis, keys, places), unsure);
}

// `raw` are the bits of the floats, `keys` their order-preserving words.
fn bins_f32(axis: Axis, keys: vec4u, raw: vec4u, keep: vec4<bool>) -> vec4u {
  return word_bins(axis, keys, bitcast<vec4f>(raw) * axis.scale + vec4f(axis.origin), keep);
}

fn bins_u32(axis: Axis, keys: vec4u, keep: vec4<bool>) -> vec4u {
  return word_bins(axis, keys, vec4f(keys - vec4u(axis.first.x)) * axis.scale + vec4f(axis.origin), keep);
}

fn bins_u64(axis: Axis, low: vec4u, high: vec4u, keep: vec4<bool>) -> vec4u {
  let inside = keep & pairs_within(low, high, axis.first, axis.last);
  let far = high - vec4u(axis.first.y) - select(vec4u(0u), vec4u(1u), low < vec4u(axis.first.x));
  let places = (vec4f(far) * 4294967296.0 + vec4f(low - vec4u(axis.first.x))) * axis.scale + vec4f(axis.origin);
  let bins = nearest_bins(axis, places, inside);
  let unsure = inside & !is_sure(axis, places);
  if (!any(unsure)) { return bins; }
  return select(bins, locate_pairs(axis, low, high, places), unsure);
}

fn words_reach(axis: Axis, keys: vec4u, bins: vec4u) -> vec4<bool> {
  let at = bins + vec4u(axis.offset);
  return keys >= vec4u(arena[at.x], arena[at.y], arena[at.z], arena[at.w]);
}

// The bins of keys that lie in one. Four at once, because compilers inline every call, and four copies would be most of
// a kernel.
fn locate_words(axis: Axis, keys: vec4u, places: vec4f) -> vec4u {
  if (holds(axis)) {
    let near = min(nearest_thresholds(axis, places), vec4u(axis.count - 1u));
    return select(near - vec4u(1u), near, words_reach(axis, keys, near));
  }
  var bins = vec4u(0u);
  for (var left = axis.count; left > 1u;) {
    let half = left / 2u;
    bins = select(bins, bins + vec4u(half), words_reach(axis, keys, bins + vec4u(half)));
    left -= half;
  }
  return bins;
}

fn pairs_reach(axis: Axis, low: vec4u, high: vec4u, bins: vec4u) -> vec4<bool> {
  let at = 2u * bins + vec4u(axis.offset);
  let low_bound = vec4u(arena[at.x], arena[at.y], arena[at.z], arena[at.w]);
  let high_bound = vec4u(arena[at.x + 1u], arena[at.y + 1u], arena[at.z + 1u], arena[at.w + 1u]);
  return (high > high_bound) | ((high == high_bound) & (low >= low_bound));
}

fn locate_pairs(axis: Axis, low: vec4u, high: vec4u, places: vec4f) -> vec4u {
  if (holds(axis)) {
    let near = min(nearest_thresholds(axis, places), vec4u(axis.count - 1u));
    return select(near - vec4u(1u), near, pairs_reach(axis, low, high, near));
  }
  var bins = vec4u(0u);
  for (var left = axis.count; left > 1u;) {
    let half = left / 2u;
    bins = select(bins, bins + vec4u(half), pairs_reach(axis, low, high, bins + vec4u(half)));
    left -= half;
  }
  return bins;
}
