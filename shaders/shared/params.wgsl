// What a dispatch is told. The host twin is src/engine/gpu/kernels/dispatch-params.ts; the layouts must stay word for word the same.

// Bins of one axis. Thresholds stand in `arena` from word `offset`: `count` of them, low word first on a u64 lane.
struct Axis {
  offset: u32,
  count: u32,
  unused: u32,
  scale: f32,
  first: vec2u,
  last: vec2u,
  origin: f32,
  // Five bits: how many bits of a place are a fraction of a bin. Then: how much of it a place may be wrong by.
  fine: u32,
  // Of a view that is counted with others: the clauses it honours, as bits, and its first cell in the common result.
  need: u32,
  base: u32,
}

struct Params {
  rows: u32,
  // Words of the result: bins, or cells of a grid.
  cells: u32,
  // Where in the output this dispatch starts; of counts and extents, the number of its first row in the relation.
  base: u32,
  // Of counts and extents, the stride of a sample: one block of rows in so many is read. 1 for all rows.
  flags: u32,
  x: Axis,
  y: Axis,
  // What the clauses and the common views compare with, one after the other. WORDS is set by the variant.
  words: array<vec4u, WORDS>,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> arena: array<u32>;

// The host's GROUP_SIZE, in gpu/pipelines.ts.
override GROUP_SIZE = 256u;

// An axis among the words.
fn axis_at(k: u32) -> Axis {
  let a = params.words[k];
  let b = params.words[k + 1u];
  let c = params.words[k + 2u];
  return Axis(a.x, a.y, a.z, bitcast<f32>(a.w), b.xy, b.zw, bitcast<f32>(c.x), c.y, c.z, c.w);
}
