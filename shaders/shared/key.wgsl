// Keys are unsigned words (or pairs of words) in the order of values. Floats are mapped to such words first, so no
// comparison sees a NaN, which WGSL may assume never occurs; a NaN's word lies outside every range the host sends.

// No bin.
const NONE = 0xffffffffu;
const SIGN = 0x80000000u;

fn ordered_floats(bits: vec4u) -> vec4u {
  return bits ^ (bitcast<vec4u>(bitcast<vec4i>(bits) >> vec4u(31u)) | vec4u(SIGN));
}

fn float_bits(ordered: u32) -> u32 {
  return select(~ordered, ordered ^ SIGN, ordered >= SIGN);
}

// Whether floats lie in a range, by their bits. In two's complement the negative ones descend from −0 on, so a range is
// one or two intervals of bits; `range` gives both as [start, length, end]: see floatRange() in ordered-keys.ts.
fn floats_within(bits: vec4u, range: vec3u) -> vec4<bool> {
  return (bits - vec4u(range.x) <= vec4u(range.y)) & (bits <= vec4u(range.z));
}

fn words_within(keys: vec4u, first: u32, last: u32) -> vec4<bool> {
  return (keys >= vec4u(first)) & (keys <= vec4u(last));
}

fn pairs_within(low: vec4u, high: vec4u, first: vec2u, last: vec2u) -> vec4<bool> {
  let above = (high > vec4u(first.y)) | ((high == vec4u(first.y)) & (low >= vec4u(first.x)));
  let below = (high < vec4u(last.y)) | ((high == vec4u(last.y)) & (low <= vec4u(last.x)));
  return above & below;
}

fn pair_at_least(key: vec2u, bound: vec2u) -> bool {
  return key.y > bound.y || (key.y == bound.y && key.x >= bound.x);
}
