// Codes of two-word keys whose largest is wanted, whether for a smallest or a largest key; 0 for NULL. One-word keys are
// coded likewise in the generated text, and decode-extremes.wgsl decodes both. So a result that begins as zeros needs no
// other initial value.

fn least_pairs(low: vec4u, high: vec4u) -> Wide4 {
  return Wide4(~low, ~high);
}

fn greatest_pairs(low: vec4u, high: vec4u) -> Wide4 {
  let next = low + vec4u(1u);
  return Wide4(next, high + select(vec4u(0u), vec4u(1u), next == vec4u(0u)));
}
