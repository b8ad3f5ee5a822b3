// The integers that a row adds to a sum: keys, or trunc(value × 2^shift) of floats, by integer arithmetic on their bits.
// A compiler may reorder float operations, and a device may flush subnormal floats to zero. NULL, NaN and infinities
// give 0. The host promises that results are less than 2⁶² in size, so a mantissa is never shifted out to the left.

fn has_f32(raw: vec4u) -> vec4<bool> {
  return (raw & vec4u(0x7fffffffu)) <= vec4u(0x7f800000u);
}

fn is_finite_f32(raw: vec4u) -> vec4<bool> {
  return (raw & vec4u(0x7fffffffu)) < vec4u(0x7f800000u);
}

fn has_u32(keys: vec4u) -> vec4<bool> {
  return keys != vec4u(0xffffffffu);
}

fn has_u64(low: vec4u, high: vec4u) -> vec4<bool> {
  return (low & high) != vec4u(0xffffffffu);
}

fn keys_of_words(keys: vec4u) -> Wide4 {
  return Wide4(select(vec4u(0u), keys, has_u32(keys)), vec4u(0u));
}

fn keys_of_pairs(low: vec4u, high: vec4u) -> Wide4 {
  let has = has_u64(low, high);
  return Wide4(select(vec4u(0u), low, has), select(vec4u(0u), high, has));
}

// `negative` has all bits set in rows to negate.
fn negated(value: Wide4, negative: vec4u) -> Wide4 {
  let low = (value.low ^ negative) - negative;
  let borrow = select(vec4u(0u), negative, low == vec4u(0u));
  return Wide4(low, (value.high ^ negative) - borrow);
}

// Four rows' summands in three pieces of 16 bits, lowest first.
struct Pieces4 { a: vec4u, b: vec4u, c: vec4u }

fn pieces_of(value: Wide4) -> Pieces4 {
  return Pieces4(value.low & vec4u(0xffffu), value.low >> vec4u(16u), value.high);
}

// The bits of 1.5 × 2²³. Floats around it are 1 apart, so adding it rounds a float to an integer.
const MIDDLE = 0x4b400000u;
struct Split4 { whole: vec4u, rest: vec4f }

// The integers nearest to floats, and the rest of the floats: both exact below 2²². The integer is read from the bits of
// the sum, because a compiler may simplify (x + c) − c to x.
fn split(values: vec4f) -> Split4 {
  let whole = bitcast<vec4u>(values + vec4f(bitcast<f32>(MIDDLE))) - vec4u(MIDDLE);
  return Split4(whole, values - vec4f(bitcast<vec4i>(whole)));
}

// The signed pieces of trunc(float × scale), below 2⁴⁷ in size; `scale` is a power of two. Any integers for NULL, NaN and
// infinities. The products are exact, except subnormal ones, which trunc() drops.
fn pieces_of_floats(raw: vec4u, scale: f32) -> Pieces4 {
  let c = split(trunc(bitcast<vec4f>(raw) * scale) * 0x1p-32);
  let b = split(c.rest * 65536.0);
  return Pieces4(split(b.rest * 65536.0).whole, b.whole, c.whole);
}

fn fixed_floats(raw: vec4u, shift: i32) -> Wide4 {
  let exponent = (raw >> vec4u(23u)) & vec4u(255u);
  let hidden = select(vec4u(0x800000u), vec4u(0u), exponent == vec4u(0u));
  let mantissa = select((raw & vec4u(0x7fffffu)) | hidden, vec4u(0u), exponent == vec4u(255u));
  let places = vec4i(max(exponent, vec4u(1u))) + vec4i(shift - 150);
  let whole = mantissa >> vec4u(clamp(-places, vec4i(0), vec4i(31)));
  let left = vec4u(clamp(places, vec4i(0), vec4i(63)));
  let by = left & vec4u(31u);
  let far = left >= vec4u(32u);
  let shifted = whole << by;
  let spilled = (whole >> vec4u(1u)) >> (vec4u(31u) - by);
  let value = Wide4(select(shifted, vec4u(0u), far), select(spilled, shifted, far));
  return negated(value, bitcast<vec4u>(bitcast<vec4i>(raw) >> vec4u(31u)));
}

// The bits of doubles without their sign; NULL becomes a NaN. Keys of negative doubles have a high bit of 0.
fn magnitudes(low: vec4u, high: vec4u) -> Wide4 {
  let negative = high < vec4u(SIGN);
  return Wide4(select(low, ~low, negative), select(high, ~high, negative) & vec4u(0x7fffffffu));
}

// The integer mantissa of the bits of doubles; 0 for NaN and infinities.
fn mantissas(bits: Wide4) -> Wide4 {
  let exponent = bits.high >> vec4u(20u);
  let hidden = select(vec4u(0x100000u), vec4u(0u), exponent == vec4u(0u));
  let finite = exponent < vec4u(2047u);
  return Wide4(
    select(vec4u(0u), bits.low, finite),
    select(vec4u(0u), (bits.high & vec4u(0xfffffu)) | hidden, finite),
  );
}

fn fixed_doubles(low: vec4u, high: vec4u, shift: i32) -> Wide4 {
  let bits = magnitudes(low, high);
  let mantissa = mantissas(bits);
  let places = vec4i(max(bits.high >> vec4u(20u), vec4u(1u))) + vec4i(shift - 1075);
  let right = vec4u(clamp(-places, vec4i(0), vec4i(63)));
  let by = right & vec4u(31u);
  let far = right >= vec4u(32u);
  let top = mantissa.high >> by;
  let rest = (mantissa.low >> by) | ((mantissa.high << vec4u(1u)) << (vec4u(31u) - by));
  let whole = Wide4(select(rest, top, far), select(top, vec4u(0u), far));
  // At most 9 places: a mantissa has 53 digits, a result 62.
  let left = vec4u(clamp(places, vec4i(0), vec4i(31)));
  let spilled = (whole.low >> vec4u(1u)) >> (vec4u(31u) - left);
  let value = Wide4(whole.low << left, (whole.high << left) | spilled);
  return negated(value, select(vec4u(0u), vec4u(0xffffffffu), high < vec4u(SIGN)));
}
