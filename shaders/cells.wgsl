// cells: Counts[nx × ny] → colored cells filling the box, nearest neighbor, row 0 at the bottom.
// surface.zw: nx, ny. tables.x: the ramp, 256 straight-alpha RGBA words; tables.y: index in maxima; tables.z: transfer
// (0 linear, 1 square root, 2 logarithm) in the low byte; bit 8 if columns run from right to left, bit 9 if rows run from
// top to bottom. tables.w: the first cell in the slot.
// #import shared/paint

@group(0) @binding(3) var<storage, read> counts: array<u32>;

@vertex
fn whole_surface(@builtin(vertex_index) corner: u32) -> @builtin(position) vec4f {
  return vec4f(f32(corner & 1u) * 4.0 - 1.0, f32(corner >> 1u) * 4.0 - 1.0, 0.0, 1.0);
}

fn transfer(count: u32) -> f32 {
  switch (paint.tables.z & 0xffu) {
    case 0u: { return f32(count); }
    case 1u: { return sqrt(f32(count)); }
    default: { return log(1.0 + f32(count)); }
  }
}

@fragment
fn cell_color(@builtin(position) position: vec4f) -> @location(0) vec4f {
  let pixel = vec2u(vec2i(floor(position.xy)) - paint.box.xy);
  let size = vec2u(paint.box.zw);
  let up = size.y - 1u - pixel.y;
  // floor((pixel + 0.5) × cells / size), in integers.
  let column = (2u * pixel.x + 1u) * paint.surface.z / (2u * size.x);
  let row = (2u * up + 1u) * paint.surface.w / (2u * size.y);
  let i = select(column, paint.surface.z - 1u - column, (paint.tables.z & 0x100u) != 0u);
  let j = select(row, paint.surface.w - 1u - row, (paint.tables.z & 0x200u) != 0u);
  let count = counts[paint.tables.w + j * paint.surface.z + i];
  let t = transfer(count) / transfer(maxima[paint.tables.y]);
  let entry = min(u32(floor(t * 255.0 + 0.5)), 255u);
  let color = unpack4x8unorm(arena[paint.tables.x + entry]);
  return select(vec4f(color.rgb * color.a, color.a), vec4f(0.0), count == 0u);
}
