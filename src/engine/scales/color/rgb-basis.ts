/**
 * Interpolates colors along a uniform cubic B-spline in RGB, exactly like d3's `interpolateRgbBasis`, which would add
 * all of d3-color to the bundle. `colors` are `#rrggbb`, at least two. Maps [0, 1] to CSS colors, and clamps outside.
 */
export function rgbBasis(colors: readonly string[]): (t: number) => string {
  const channels = [1, 3, 5].map((at) => colors.map((hex) => parseInt(hex.slice(at, at + 2), 16)));
  return (t) => `rgb(${channels.map((values) => Math.round(spline(values, Math.min(1, Math.max(0, t))))).join(', ')})`;
}

/** The spline's value at `t`, in [0, 1]. Two more control points extend the ends, so that it passes through them. */
function spline(values: readonly number[], t: number): number {
  const segments = values.length - 1;
  const i = Math.min(segments - 1, Math.floor(t * segments));
  const [b, c] = [values[i]!, values[i + 1]!];
  const a = i > 0 ? values[i - 1]! : 2 * b - c;
  const d = i < segments - 1 ? values[i + 2]! : 2 * c - b;
  const u = (t - i / segments) * segments;
  const [uu, uuu] = [u * u, u * u * u];
  return (
    ((1 - 3 * u + 3 * uu - uuu) * a + (4 - 6 * uu + 3 * uuu) * b + (1 + 3 * u + 3 * uu - 3 * uuu) * c + uuu * d) / 6
  );
}
