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
fn lows_of(codes: Wide4, cells: Located, first: u32) -> vec4u {
  var lows = vec4u(0u);
  for (var k = 0u; k < 4u; k++) {
    if (cells.has[k] && codes.high[k] == atomicLoad(&result[first + 2u * cells.bins[k] + 1u])) { lows[k] = codes.low[k]; }
  }
  return lows;
}
