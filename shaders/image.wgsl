// image: Pixels[width × height] → the box, pixel by pixel. The host made them: straight-alpha RGBA words from the top.
// #import shared/paint

@group(0) @binding(3) var<storage, read> pixels: array<u32>;

@vertex
fn whole_surface(@builtin(vertex_index) corner: u32) -> @builtin(position) vec4f {
  return vec4f(f32(corner & 1u) * 4.0 - 1.0, f32(corner >> 1u) * 4.0 - 1.0, 0.0, 1.0);
}

@fragment
fn image_color(@builtin(position) position: vec4f) -> @location(0) vec4f {
  let pixel = vec2u(vec2i(floor(position.xy)) - paint.box.xy);
  let color = unpack4x8unorm(pixels[pixel.y * u32(paint.box.z) + pixel.x]);
  return vec4f(color.rgb * color.a, color.a);
}
