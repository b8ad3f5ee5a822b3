// The parameters of a dispatch. The host twin is src/engine/gpu/kernels/dispatch-params.ts; both layouts must be equal,
// word for word.

// Bins of one axis. Their `count` thresholds lie in `arena` from word `offset`, low word first on a u64 lane.
struct Axis {
  offset: u32,
  count: u32,
  // No place of a row in a bin is this large.
  top: u32,
  scale: f32,
  first: vec2u,
  last: vec2u,
  origin: f32,
  // The low five bits: the number of fraction bits of a place. The rest: the fraction bits of which at least one is set
  // if the place determines the bin; none if no place does.
  fine: u32,
  // For histograms: the clauses this view requires, as bits, and its first cell in the common result.
  need: u32,
  base: u32,
}

struct Params {
  rows: u32,
  // The number of cells of the result.
  cells: u32,
  // The index where this dispatch's output starts; for counts and extents, the number of its first row in the relation.
  base: u32,
  // For counts and extents, the stride of the sample: one block in `flags` is read. 1 reads all rows.
  flags: u32,
  x: Axis,
  y: Axis,
  // The operands of the clauses, further axes, and the views of histograms, one after the other. The variant sets WORDS.
  words: array<vec4u, WORDS>,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> arena: array<u32>;

// The host's GROUP_SIZE, in src/engine/gpu/device/pipelines.ts.
override GROUP_SIZE = 256u;

// The axis in the words from k on.
fn axis_at(k: u32) -> Axis {
  let a = params.words[k];
  let b = params.words[k + 1u];
  let c = params.words[k + 2u];
  return Axis(a.x, a.y, a.z, bitcast<f32>(a.w), b.xy, b.zw, bitcast<f32>(c.x), c.y, c.z, c.w);
}
