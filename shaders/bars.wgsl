// bars: Counts[n] → one quad per bar, on whole device pixels.
// tables.x: [left, right] per bar. tables.y: the smallest count that reaches each height in pixels (surface.z heights,
// from 0 up). The host computes both in doubles, so bars match the CPU backend's to the pixel.
// #import shared/paint

@group(0) @binding(3) var<storage, read> counts: array<u32>;

fn height_of(count: u32) -> u32 {
  var low = 0u;
  var high = paint.surface.z;
  while (high - low > 1u) {
    let middle = (low + high) / 2u;
    if (count >= arena[paint.tables.y + middle]) { low = middle; } else { high = middle; }
  }
  return low;
}

@vertex
fn bar_corner(@builtin(vertex_index) corner: u32, @builtin(instance_index) bar: u32) -> @builtin(position) vec4f {
  let side = bitcast<i32>(arena[paint.tables.x + 2u * bar + (corner & 1u)]);
  let height = height_of(counts[bar]);
  let pixel = vec2f(
    f32(paint.box.x + side),
    f32(paint.box.y + paint.box.w - select(0, i32(height), corner >= 2u)),
  );
  return vec4f(pixel / vec2f(paint.surface.xy) * vec2f(2.0, -2.0) + vec2f(-1.0, 1.0), 0.0, 1.0);
}

@fragment
fn bar_color() -> @location(0) vec4f {
  return paint.color;
}
