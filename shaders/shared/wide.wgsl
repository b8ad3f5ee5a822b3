// Integers of 64 and 96 bits in two's complement, the lowest word first.

// Four integers of 64 bits.
struct Wide4 { low: vec4u, high: vec4u }

fn extended(value: vec2u) -> vec3u {
  return vec3u(value, bitcast<u32>(bitcast<i32>(value.y) >> 31u));
}

fn add_triples(a: vec3u, b: vec3u) -> vec3u {
  let low = a.x + b.x;
  let carry = select(0u, 1u, low < a.x);
  let middle = a.y + b.y;
  let carried = middle + carry;
  let upper = select(0u, 1u, middle < a.y) + select(0u, 1u, carried < middle);
  return vec3u(low, carried, a.z + b.z + upper);
}

// Σ pieces × 2^(16 i). All pieces are signed.
fn joined(pieces: vec3u) -> vec3u {
  let signs = bitcast<vec3u>(bitcast<vec3i>(pieces) >> vec3u(31u));
  let first = vec3u(pieces.x, signs.xx);
  let second = vec3u(pieces.y << 16u, (pieces.y >> 16u) | (signs.y << 16u), signs.y);
  return add_triples(add_triples(first, second), vec3u(0u, pieces.z, signs.z));
}

// Σ pieces × 2^(16 i). Only the last piece is signed.
fn joined_unsigned(pieces: vec3u) -> vec3u {
  let last = vec3u(0u, pieces.z, bitcast<u32>(bitcast<i32>(pieces.z) >> 31u));
  return add_triples(add_triples(vec3u(pieces.x, 0u, 0u), vec3u(pieces.y << 16u, pieces.y >> 16u, 0u)), last);
}

fn product(a: u32, b: u32) -> vec2u {
  let low = (a & 0xffffu) * (b & 0xffffu);
  let one = (a >> 16u) * (b & 0xffffu);
  let other = (a & 0xffffu) * (b >> 16u);
  let middle = one + (low >> 16u);
  let folded = (middle & 0xffffu) + other;
  return vec2u((folded << 16u) | (low & 0xffffu), (a >> 16u) * (b >> 16u) + (middle >> 16u) + (folded >> 16u));
}

fn times(value: vec3u, factor: u32) -> vec3u {
  if (factor == 1u) { return value; }
  let low = product(value.x, factor);
  let middle = product(value.y, factor);
  let carried = low.y + middle.x;
  return vec3u(low.x, carried, middle.y + select(0u, 1u, carried < low.y) + value.z * factor);
}
