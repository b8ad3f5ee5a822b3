// The parameters of a draw. The host twin is src/engine/gpu/paints/paint-params.ts.
struct Paint {
  // The box in device pixels of the surface, y down: x, y, width, height.
  box: vec4i,
  // The surface's width and height, then two numbers whose meaning the paint defines.
  surface: vec4u,
  // Offsets of this paint's tables in `arena`.
  tables: vec4u,
  color: vec4f,
}

@group(0) @binding(0) var<uniform> paint: Paint;
@group(0) @binding(1) var<storage, read> arena: array<u32>;
@group(0) @binding(2) var<storage, read> maxima: array<u32>;
// The slots of the paint follow, from binding 3.
