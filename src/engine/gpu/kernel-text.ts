import type { Lane } from '../columns/column';
import { FIXED_BINDINGS } from './pipelines';

/**
 * The generated half of a kernel's WGSL: bindings and loads by lane, passing(), and the functions that turn loads into bins.
 * Rows are taken four at a time (a "quad"), so that loads are as wide as the hardware likes.
 */

/** What stands in an input buffer: a lane of a column, or one bit a row. */
export type InputLane = Lane | 'bits';

/** The bindings and loads of every input. */
export function inputsText(lanes: readonly InputLane[]): string {
  return lanes.map((lane, i) => `
@group(0) @binding(${FIXED_BINDINGS + i}) var<storage, read> input_${i}: array<${lane === 'bits' ? 'u32' : 'vec4u'}>;
${LOADS[lane].replaceAll('#', String(i))}`).join('\n');
}

const LOADS: Record<InputLane, string> = {
  u32: 'fn low_#(quad: u32) -> vec4u { return input_#[quad]; }',
  f32: 'fn low_#(quad: u32) -> vec4u { return ordered_floats(input_#[quad]); }',
  pair: `
fn low_#(quad: u32) -> vec4u { return vec4u(input_#[2u * quad].xz, input_#[2u * quad + 1u].xz); }
fn high_#(quad: u32) -> vec4u { return vec4u(input_#[2u * quad].yw, input_#[2u * quad + 1u].yw); }`,
  bits: `
fn bits_#(quad: u32) -> vec4<bool> {
  let nibble = input_#[quad / 8u] >> (4u * (quad % 8u));
  return (vec4u(nibble) & vec4u(1u, 2u, 4u, 8u)) != vec4u(0u);
}`,
};

/** passing(): which rows of a quad exist and satisfy every clause; `clauses[k]` is the input that clause k reads. */
export function passingText(lanes: readonly InputLane[], clauses: readonly number[]): string {
  const tests = clauses.map((input, k) => (lanes[input] === 'pair'
    ? `pairs_within(low_${input}(quad), high_${input}(quad), params.clauses[${k}].xy, params.clauses[${k}].zw)`
    : `words_within(low_${input}(quad), params.clauses[${k}].x, params.clauses[${k}].z)`));
  lanes.forEach((lane, input) => {
    if (lane === 'bits') tests.push(`bits_${input}(quad)`);
  });
  return `
const CLAUSES = ${Math.max(1, clauses.length)}u;
fn passing(quad: u32) -> vec4<bool> {
  var keep = vec4u(4u * quad) + vec4u(0u, 1u, 2u, 3u) < vec4u(params.rows);
${tests.map((test) => `  keep = keep & ${test};`).join('\n')}
  return keep;
}`;
}

/** x_bins() or y_bins(): the bins of a quad's passing rows. */
export function binsText(axis: 'x' | 'y', lane: Lane, input: number): string {
  const locate = lane === 'pair'
    ? `locate_pair(params.${axis}, vec2u(low, high), guess_pair(params.${axis}, vec2u(low, high)))`
    : `locate_word(params.${axis}, low, ${lane === 'f32' ? 'guess_float' : 'guess_word'}(params.${axis}, low))`;
  const high = lane === 'pair' ? `high_${input}(quad)` : 'vec4u(0u)';
  return `
fn ${axis}_bin(low: u32, high: u32) -> u32 {
  return ${locate};
}
fn ${axis}_bins(quad: u32, keep: vec4<bool>) -> vec4u {
  let low = low_${input}(quad);
  let high = ${high};
  var bins = vec4u(NONE);
  for (var k = 0u; k < 4u; k++) {
    if (keep[k]) { bins[k] = ${axis}_bin(low[k], high[k]); }
  }
  return bins;
}`;
}

/**
 * What an extent counts: all but NULL, NaN and the infinities. Whether a pair is a double, so that two of its keys are
 * infinities, is told by flag 1.
 */
const COUNTS: Record<Lane, string> = {
  f32: 'return words_within(low_0(quad), 0x00800000u, 0xff7fffffu);',
  u32: 'return low_0(quad) != vec4u(0xffffffffu);',
  pair: `
  if (params.flags == 1u) { return pairs_within(low_0(quad), high_0(quad), vec2u(0u, 0x00100000u), vec2u(0xffffffffu, 0xffefffffu)); }
  return (low_0(quad) & high_0(quad)) != vec4u(0xffffffffu);`,
};

/** x_low(), x_high() and x_counts() of input 0. */
export function extentText(lane: Lane): string {
  return `
fn x_low(quad: u32) -> vec4u { return low_0(quad); }
fn x_high(quad: u32) -> vec4u { return ${lane === 'pair' ? 'high_0(quad)' : 'vec4u(0u)'}; }
fn x_counts(quad: u32) -> vec4<bool> { ${COUNTS[lane]} }`;
}
