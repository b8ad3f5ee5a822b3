// Clauses that need more than two comparisons. Their words lie in `arena`, one bit per key or cell.

fn is_marked(at: u32, bit: u32) -> bool {
  return ((arena[at + bit / 32u] >> (bit % 32u)) & 1u) != 0u;
}

// `words` is [offset of the words in `arena`, their number].
fn in_set(keys: vec4u, words: vec2u) -> vec4<bool> {
  var found = vec4<bool>(false);
  for (var k = 0u; k < 4u; k++) {
    if (keys[k] / 32u < words.y) { found[k] = is_marked(words.x, keys[k]); }
  }
  return found;
}

// Cell (i, j) is bit j × stride + i, counted from word `at`.
fn in_cells(i: Located, j: Located, stride: u32, at: u32) -> vec4<bool> {
  let inside = i.has & j.has;
  let cells = j.bins * stride + i.bins;
  var found = vec4<bool>(false);
  for (var k = 0u; k < 4u; k++) {
    if (inside[k]) { found[k] = is_marked(at, cells[k]); }
  }
  return found;
}
