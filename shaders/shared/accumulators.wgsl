// Accumulators in workgroup memory and in the result. A sum carries between words with the old value that an atomic
// addition returns, so it is exact however additions interleave. WGSL needs no 64-bit atomics for this.

@group(0) @binding(2) var<storage, read_write> result: array<atomic<u32>>;
// A plane of PLACES words for each word of a cell.
var<workgroup> tallies: array<atomic<u32>, SLOTS>;

fn carry_local(at: u32, word: u32) -> u32 {
  let old = atomicAdd(&tallies[at], word);
  return select(0u, 1u, old + word < old);
}

fn carry_result(at: u32, word: u32) -> u32 {
  let old = atomicAdd(&result[at], word);
  return select(0u, 1u, old + word < old);
}

fn add_narrow(at: u32, value: vec2u) {
  let upper = value.y + carry_local(at, value.x);
  if (upper != 0u) { atomicAdd(&tallies[at + PLACES], upper); }
}

fn add_wide(at: u32, value: vec3u) {
  let carry = carry_local(at, value.x);
  let middle = value.y + carry;
  var upper = value.z + select(0u, 1u, middle < carry);
  if (middle != 0u) { upper += carry_local(at + PLACES, middle); }
  if (upper != 0u) { atomicAdd(&tallies[at + 2u * PLACES], upper); }
}

// Adds to the result what the rows of a sample represent.
fn give_sum(at: u32, value: vec3u) {
  let scaled = times(value, params.flags);
  if (all(scaled == vec3u(0u))) { return; }
  let carry = carry_result(at, scaled.x);
  let middle = scaled.y + carry;
  var upper = scaled.z + select(0u, 1u, middle < carry);
  if (middle != 0u) { upper += carry_result(at + 1u, middle); }
  if (upper != 0u) { atomicAdd(&result[at + 2u], upper); }
}

// Most rows are no new maximum: a load is cheaper than an atomic operation.
fn raise_local(at: u32, word: u32) {
  if (word > atomicLoad(&tallies[at])) { atomicMax(&tallies[at], word); }
}

fn raise_result(at: u32, word: u32) {
  if (word > atomicLoad(&result[at])) { atomicMax(&result[at], word); }
}

// The low words of codes, in rows whose high word is the largest of their cell.
fn lows_of(codes: Wide4, cells: vec4u, first: u32) -> vec4u {
  return vec4u(
    low_of(codes.low.x, codes.high.x, cells.x, first),
    low_of(codes.low.y, codes.high.y, cells.y, first),
    low_of(codes.low.z, codes.high.z, cells.z, first),
    low_of(codes.low.w, codes.high.w, cells.w, first),
  );
}

fn low_of(low: u32, high: u32, cell: u32, first: u32) -> u32 {
  if (cell == NONE) { return 0u; }
  return select(0u, low, high == atomicLoad(&result[first + 2u * cell + 1u]));
}
