// The bin of a key: guess in floats, then let comparisons with the thresholds decide. A guess may be as wrong as it likes.

fn guess_float(axis: Axis, key: u32) -> u32 {
  return u32(max((bitcast<f32>(float_bits(key)) - axis.origin) * axis.scale, 0.0));
}

fn guess_word(axis: Axis, key: u32) -> u32 {
  return u32(f32(key - axis.first.x) * axis.scale);
}

fn guess_pair(axis: Axis, key: vec2u) -> u32 {
  let low = key.x - axis.first.x;
  let high = key.y - axis.first.y - select(0u, 1u, key.x < axis.first.x);
  return u32((f32(high) * 4294967296.0 + f32(low)) * axis.scale);
}

fn word_reaches(axis: Axis, key: u32, bin: u32) -> bool {
  return key >= arena[axis.offset + bin];
}

fn locate_word(axis: Axis, key: u32, guess: u32) -> u32 {
  if (key < axis.first.x) { return NONE; }
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
  return select(low, NONE, low + 1u == axis.count && key > axis.last.x);
}

fn pair_reaches(axis: Axis, key: vec2u, bin: u32) -> bool {
  let at = axis.offset + 2u * bin;
  return pair_at_least(key, vec2u(arena[at], arena[at + 1u]));
}

fn locate_pair(axis: Axis, key: vec2u, guess: u32) -> u32 {
  if (!pair_at_least(key, axis.first)) { return NONE; }
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
  return select(low, NONE, low + 1u == axis.count && !pair_at_least(axis.last, key));
}
