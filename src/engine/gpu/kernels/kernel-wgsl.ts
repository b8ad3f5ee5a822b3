import type { Lane } from '../../columns/column';
import type { Bins, Filter, NearestCall } from '../../frame/recording';
import { AXIS_VECTORS, binsCall, inputName, inputOfBins, type ClauseWriter, type Input } from './clause-wgsl';
import type { CountKernel } from './single-aggregate';
import { FIXED_BINDINGS } from '../device/pipelines';

/**
 * The generated half of a kernel's WGSL: bindings and loads by lane, passing(), and the conversion of loads to bins.
 * Rows are read four at a time (a "quad"), as wide as the hardware loads efficiently.
 */

/** The bindings and loads of every input. */
export function inputsText(inputs: readonly Input[]): string {
  return inputs
    .map(
      ({ lane }, i) => `
@group(0) @binding(${FIXED_BINDINGS + i}) var<storage, read> input_${i}: array<${lane === 'bits' ? 'u32' : 'vec4u'}>;
${lane === 'bits' ? BITS.replaceAll('#', String(i)) : ''}`,
    )
    .join('\n');
}

const BITS = `
fn bits_#(quad: u32) -> vec4<bool> {
  let nibble = input_#[quad / 8u] >> (4u * (quad % 8u));
  return (vec4u(nibble) & vec4u(1u, 2u, 4u, 8u)) != vec4u(0u);
}`;

const KEYS: Record<Lane, string> = {
  u32: 'let low_# = input_#[quad];',
  f32: 'let raw_# = input_#[quad];\nlet low_# = ordered_floats(raw_#);',
  u64: `let first_# = input_#[2u * quad];
let second_# = input_#[2u * quad + 1u];
let low_# = vec4u(first_#.xz, second_#.xz);
let high_# = vec4u(first_#.yw, second_#.yw);`,
};

/** The keys of a quad, as local constants: for all inputs, or only for the given ones. */
export function keysText(inputs: readonly Input[], only?: readonly Input[]): string {
  const names = only?.map(inputName);
  return inputs
    .map((input, i) =>
      input.lane === 'bits' || names?.includes(inputName(input)) === false
        ? ''
        : KEYS[input.lane].replaceAll('#', String(i)),
    )
    .join('\n');
}

const EXISTING = 'vec4u(4u * quad) + vec4u(0u, 1u, 2u, 3u) < vec4u(params.rows)';

/**
 * passing(): the rows of a quad that satisfy every clause, and have their bit of an earlier pass set (or, negated,
 * clear). After the last row a quad is filled with NULL, which is in no bin. Only a kernel without bins has to check
 * whether rows exist.
 */
export function passingText(
  inputs: readonly Input[],
  clauses: Filter,
  writer: ClauseWriter,
  earlier: { readonly input: number; readonly negate: boolean } | null,
  hasBins: boolean,
): string {
  const tests = clauses.map((clause) => writer.clause(clause));
  if (earlier) tests.unshift(`${earlier.negate ? '!' : ''}bits_${earlier.input}(quad)`);
  return `
fn passing(quad: u32) -> vec4<bool> {
  var among = ${hasBins ? 'vec4<bool>(true)' : EXISTING};
${tests.length > 0 ? keysText(inputs) : ''}
${tests.map((test) => `among = among & ${test};`).join('\n')}
  return among;
}`;
}

/** Declares the variant's number of vectors of words. */
export function wordsText({ vectors }: ClauseWriter): string {
  return `const WORDS = ${Math.max(1, vectors)}u;`;
}

/**
 * cells(): the cells of a quad's passing rows that are in a bin of each dimension. With one or two
 * dimensions the axes are the dispatch's own; with more they are among its words.
 */
export function cellsText(
  { dimensions, firstWord }: Pick<CountKernel, 'dimensions' | 'firstWord'>,
  inputs: readonly Input[],
  writer: ClauseWriter,
): string {
  if (dimensions.length === 0)
    return `fn cells(quad: u32, keep: vec4<bool>) -> Located { return Located(vec4u(${firstWord}u), keep); }`;
  const axisAt = (d: number): string =>
    dimensions.length > 2 ? `axis_at(${writer.take(AXIS_VECTORS)}u)` : d === 0 ? 'params.x' : 'params.y';
  const bins = dimensions.map(
    (one, d) => `let axis_${d} = ${axisAt(d)};\nlet bins_${d} = ${writer.binsOf(one, `axis_${d}`, 'keep')};`,
  );
  const cell = dimensions
    .map((_, d) => `bins_${d}.bins`)
    .reduceRight((higher, own, d) => `(${higher}) * axis_${d}.count + ${own}`);
  const inside = dimensions.map((_, d) => `bins_${d}.has`).join(' & ');
  return `
fn cells(quad: u32, keep: vec4<bool>) -> Located {
${keysText(inputs, dimensions.map(inputOfBins))}
${bins.join('\n')}
  return Located(${cell}, ${inside});
}`;
}

/** x_bins() and y_bins(): the bins of a quad's passing rows. If only the distance in x counts, y has one bin. */
export function binsText(call: NearestCall, inputs: readonly Input[], indexOf: (bins: Bins) => number): string {
  const text = (axis: 'x' | 'y', bins: Bins): string => `
fn ${axis}_bins(quad: u32, keep: vec4<bool>) -> Located {
${keysText(inputs, [inputOfBins(bins)])}
  return ${binsCall(bins.lane, indexOf(bins), `params.${axis}`, 'keep')};
}`;
  const x = text('x', call.x);
  return (
    x +
    (call.y
      ? text('y', call.y)
      : '\nfn y_bins(quad: u32, keep: vec4<bool>) -> Located { return Located(vec4u(0u), keep); }')
  );
}

/**
 * visit(): tallies a quad in every view; a view without bins has a single cell. Each clause is tested once and sets one
 * bit of a row's failures. A view counts the rows that fail none of its own clauses.
 */
export function visitText(
  inputs: readonly Input[],
  clauses: Filter,
  views: readonly (Bins | undefined)[],
  writer: ClauseWriter,
): string {
  const tests = clauses.map((clause, k) => `fails |= select(vec4u(${1 << k}u), vec4u(0u), ${writer.clause(clause)});`);
  const tallies = views.map((bins) => {
    const at = writer.vectors;
    const found = bins ? writer.bins(bins, 'keep') : 'Located(vec4u(0u), keep)';
    if (!bins) writer.take(AXIS_VECTORS);
    return `
  {
    let view = params.words[${at + 2}];
    let keep = (fails & vec4u(view.z | GONE)) == vec4u(0u);
    tally(${found}, view.w, local);
  }`;
  });
  return `
const GONE = 0x80000000u;
fn visit(quad: u32, local: u32) {
  let among = vec4<bool>(true);
${keysText(inputs)}
  var fails = ${views.every((bins) => bins) ? 'vec4u(0u)' : `select(vec4u(GONE), vec4u(0u), ${EXISTING})`};
${tests.join('\n')}
${tallies.join('')}
}`;
}

/**
 * Extents ignore NULL, NaN and the infinities. A u64 lane may hold doubles, where two of the keys are infinities: a
 * word of the dispatch says whether to ignore those.
 */
const COUNTS: Record<Lane, string> = {
  f32: 'return words_within(low_0, 0x00800000u, 0xff7fffffu);',
  u32: 'return low_0 != vec4u(0xffffffffu);',
  u64: `
  if (params.words[EXTENT].x == 1u) { return pairs_within(low_0, high_0, vec2u(0u, 0x00100000u), vec2u(0xffffffffu, 0xffefffffu)); }
  return (low_0 & high_0) != vec4u(0xffffffffu);`,
};

/** x_low(), x_high() and x_counts() of input 0. */
export function extentText(inputs: readonly Input[], lane: Lane): string {
  const keys = keysText(inputs.slice(0, 1));
  return `
fn x_low(quad: u32) -> vec4u { ${keys} return low_0; }
fn x_high(quad: u32) -> vec4u { ${lane === 'u64' ? `${keys} return high_0;` : 'return vec4u(0u);'} }
fn x_counts(quad: u32) -> vec4<bool> { ${keys} ${COUNTS[lane]} }`;
}
