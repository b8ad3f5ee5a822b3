// What a dispatch is told. The host twin is src/engine/gpu/dispatch-params.ts; the layouts must stay word for word the same.

// Bins of one axis. Thresholds stand in `arena` from word `offset`: `count` of them, low word first on a pair lane.
struct Axis {
  offset: u32,
  count: u32,
  even: u32,
  scale: f32,
  first: vec2u,
  last: vec2u,
  origin: f32,
  unused_0: u32,
  unused_1: u32,
  unused_2: u32,
}

struct Params {
  rows: u32,
  // Words of the result: bins, or cells of a grid.
  cells: u32,
  // Where in the output this dispatch starts, or keeps.
  base: u32,
  flags: u32,
  x: Axis,
  y: Axis,
  // [first low, first high, last low, last high] of each range clause. CLAUSES is set by the variant.
  clauses: array<vec4u, CLAUSES>,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> arena: array<u32>;

// The host's GROUP_SIZE, in gpu/pipelines.ts.
override GROUP_SIZE = 256u;
