// The binary digits that values use: in `low`, BITS_BIAS − the exponent of the lowest 1; in `high`, BITS_BIAS + the
// exponent above the highest 1. Both are 0 for 0, NULL, NaN and infinities.

const BITS_BIAS = 1100;

// Digits of integers × 2^exponent.
fn digits_of(value: Wide4, exponent: vec4i) -> Wide4 {
  let no_low = value.low == vec4u(0u);
  let no_high = value.high == vec4u(0u);
  let lowest = vec4i(select(countTrailingZeros(value.low), countTrailingZeros(value.high) + vec4u(32u), no_low));
  let end = vec4i(select(vec4u(64u) - countLeadingZeros(value.high), vec4u(32u) - countLeadingZeros(value.low), no_high));
  let empty = no_low & no_high;
  return Wide4(
    select(vec4u(vec4i(BITS_BIAS) - lowest - exponent), vec4u(0u), empty),
    select(vec4u(vec4i(BITS_BIAS) + end + exponent), vec4u(0u), empty),
  );
}

fn digits_of_words(keys: vec4u) -> Wide4 {
  return digits_of(keys_of_words(keys), vec4i(0));
}

fn digits_of_pairs(low: vec4u, high: vec4u) -> Wide4 {
  return digits_of(keys_of_pairs(low, high), vec4i(0));
}

fn digits_of_floats(raw: vec4u) -> Wide4 {
  let exponent = (raw >> vec4u(23u)) & vec4u(255u);
  let hidden = select(vec4u(0x800000u), vec4u(0u), exponent == vec4u(0u));
  let mantissa = select((raw & vec4u(0x7fffffu)) | hidden, vec4u(0u), exponent == vec4u(255u));
  return digits_of(Wide4(mantissa, vec4u(0u)), vec4i(max(exponent, vec4u(1u))) - vec4i(150));
}

fn digits_of_doubles(low: vec4u, high: vec4u) -> Wide4 {
  let bits = magnitudes(low, high);
  return digits_of(mantissas(bits), vec4i(max(bits.high >> vec4u(20u), vec4u(1u))) - vec4i(1075));
}
