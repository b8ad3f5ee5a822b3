// The bins of keys: a straight line through the thresholds says where a key stands, in bins. Where that is not within an axis's
// reach of the next bin (`sure`, the host's bound on all that floats and uneven thresholds may be wrong by), it is the answer;
// elsewhere comparisons with the thresholds decide.

fn place_floats(axis: Axis, raw: vec4u) -> vec4f {
  return (bitcast<vec4f>(raw) - vec4f(axis.origin)) * axis.scale;
}

fn place_words(axis: Axis, keys: vec4u) -> vec4f {
  return vec4f(keys - vec4u(axis.first.x)) * axis.scale;
}

fn place_pairs(axis: Axis, low: vec4u, high: vec4u) -> vec4f {
  let far = high - vec4u(axis.first.y) - select(vec4u(0u), vec4u(1u), low < vec4u(axis.first.x));
  return (vec4f(far) * 4294967296.0 + vec4f(low - vec4u(axis.first.x))) * axis.scale;
}

fn is_sure(axis: Axis, places: vec4f) -> vec4<bool> {
  return abs(fract(places) - vec4f(0.5)) < vec4f(axis.sure);
}

fn nearest_bins(axis: Axis, places: vec4f, inside: vec4<bool>) -> vec4u {
  return select(vec4u(NONE), min(vec4u(places), vec4u(axis.count - 1u)), inside);
}

fn word_bins(axis: Axis, keys: vec4u, places: vec4f, keep: vec4<bool>) -> vec4u {
  let inside = keep & words_within(keys, axis.first.x, axis.last.x);
  var bins = nearest_bins(axis, places, inside);
  let unsure = inside & !is_sure(axis, places);
  if (any(unsure)) {
    for (var k = 0u; k < 4u; k++) {
      if (unsure[k]) { bins[k] = locate_word(axis, keys[k], bins[k]); }
    }
  }
  return bins;
}

// `raw` are the floats' own bits, `keys` their ordered images.
fn bins_f32(axis: Axis, keys: vec4u, raw: vec4u, keep: vec4<bool>) -> vec4u {
  return word_bins(axis, keys, place_floats(axis, raw), keep);
}

fn bins_u32(axis: Axis, keys: vec4u, keep: vec4<bool>) -> vec4u {
  return word_bins(axis, keys, place_words(axis, keys), keep);
}

fn bins_pair(axis: Axis, low: vec4u, high: vec4u, keep: vec4<bool>) -> vec4u {
  let inside = keep & pairs_within(low, high, axis.first, axis.last);
  let places = place_pairs(axis, low, high);
  var bins = nearest_bins(axis, places, inside);
  let unsure = inside & !is_sure(axis, places);
  if (any(unsure)) {
    for (var k = 0u; k < 4u; k++) {
      if (unsure[k]) { bins[k] = locate_pair(axis, vec2u(low[k], high[k]), bins[k]); }
    }
  }
  return bins;
}

fn word_reaches(axis: Axis, key: u32, bin: u32) -> bool {
  return key >= arena[axis.offset + bin];
}

// The bin of a key between the first and the last; a guess may be as wrong as it likes.
fn locate_word(axis: Axis, key: u32, guess: u32) -> u32 {
  var low = 0u;
  var high = axis.count;
  if (axis.even != 0u) {
    let near = min(guess, axis.count - 1u);
    if (word_reaches(axis, key, near)) {
      low = near;
      for (var step = 0u; step < 2u && low + 1u < axis.count; step++) {
        if (!word_reaches(axis, key, low + 1u)) { high = low + 1u; break; }
        low++;
      }
    } else {
      high = near;
      if (word_reaches(axis, key, near - 1u)) { low = near - 1u; }
    }
  }
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

fn locate_pair(axis: Axis, key: vec2u, guess: u32) -> u32 {
  var low = 0u;
  var high = axis.count;
  if (axis.even != 0u) {
    let near = min(guess, axis.count - 1u);
    if (pair_reaches(axis, key, near)) {
      low = near;
      for (var step = 0u; step < 2u && low + 1u < axis.count; step++) {
        if (!pair_reaches(axis, key, low + 1u)) { high = low + 1u; break; }
        low++;
      }
    } else {
      high = near;
      if (pair_reaches(axis, key, near - 1u)) { low = near - 1u; }
    }
  }
  while (high - low > 1u) {
    let middle = (low + high) / 2u;
    if (pair_reaches(axis, key, middle)) { low = middle; } else { high = middle; }
  }
  return low;
}
