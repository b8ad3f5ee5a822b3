import { inputName, type ClauseWriter, type Input } from './clause-wgsl';
import { inputOfTerm, piecesOf, planesOf, totalPlanes, type AccumulateKernel, type Term } from './accumulate-kernel';
import { keysText } from './kernel-wgsl';

/**
 * The generated half of the accumulate kernel. Each term takes some words of a cell in workgroup memory: a plane of all
 * places for each word.
 */

const LOCAL_WORDS = 4096;
const LEAST_PLACES = 512;
const MOST_COPIES = 16;

/** How the cells of a pass share workgroup memory. */
export interface Places {
  readonly places: number;
  /** Each cell has this many places; null if only some cells have a place, because not all fit. */
  readonly copies: number | null;
}

export function placesFor(cells: number, planes: number): Places {
  const counters = 2 ** Math.max(4, Math.ceil(Math.log2(cells)));
  if (counters * planes > LOCAL_WORDS)
    return { places: 2 ** Math.floor(Math.log2(LOCAL_WORDS / (planes + 1))), copies: null };
  const copies = Math.max(1, Math.min(MOST_COPIES, LEAST_PLACES / counters));
  return { places: counters * copies, copies };
}

/** The sizes of workgroup memory. Without a place for each cell, one more plane holds the owners of places. */
export function placesText(cells: number, planes: number): string {
  const { places, copies } = placesFor(cells, planes);
  const slots = places * (copies === null ? planes + 1 : planes);
  return [
    `const PLACES = ${places}u;`,
    `const COPIES = ${copies ?? 1}u;`,
    `const OWNERS = ${places * planes}u;`,
    `const SLOTS = ${slots}u;`,
  ].join('\n');
}

/** The WGSL of one term. Its words in a cell's place begin at the plane `plane`. */
interface TermText {
  /** Declares the values of a quad's rows, as vectors of four. */
  readonly quad: string;
  /** The type of a row's value, and whether row `x`, `y`, `z` or `w` has one; null if every row has one. */
  readonly type: string;
  readonly has: ((component: string) => string) | null;
  readonly row: (component: string) => string;
  /** Adds `value` to the place in workgroup memory. */
  readonly add: (value: string) => string;
  /** Adds the words of place `at` to the variable `value`. */
  readonly collect: (value: string) => string;
  /** Adds `value` to the result. */
  readonly give: (value: string) => string;
}

/**
 * tally_quad(): accumulates the rows of a quad; flush(): adds the words of a cell in workgroup memory to the result.
 * Takes one vector of words per term: [first word in the slot, shift or scale]. `allLocal`: every cell has a place.
 */
export function accumulateText(
  { terms }: Pick<AccumulateKernel, 'terms'>,
  inputs: readonly Input[],
  writer: ClauseWriter,
  allLocal: boolean,
): string {
  const places = new Map(inputs.map((input, i) => [inputName(input), i]));
  const columns = terms.flatMap((term) => inputOfTerm(term) ?? []);
  let plane = 0;
  const texts = terms.map((term, i) => {
    const input = inputOfTerm(term);
    const text = termText(
      term,
      i,
      input ? places.get(inputName(input))! : -1,
      plane,
      `params.words[${writer.take(1)}]`,
    );
    plane += planesOf(term);
    return text;
  });
  const each = (text: (term: TermText, i: number) => string, separator = '\n  '): string =>
    texts.map(text).join(separator);
  const parameters = each(({ type }, i) => `value_${i}: ${type}`, ', ');
  const values = each((_, i) => `value_${i}`, ', ');
  const rowParameters = each(({ type, has }, i) => `${has ? `has_${i}: bool, ` : ''}value_${i}: ${type}`, ', ');
  const ifPresent = ({ has }: TermText, i: number, text: string): string => (has ? `if (has_${i}) { ${text} }` : text);
  const rowCall = (component: string): string => {
    const row = each(({ row, has }) => `${has ? `${has(component)}, ` : ''}${row(component)}`, ', ');
    return `if (cells.has.${component}) { tally_row(cells.bins.${component}, local, ${row}); }`;
  };
  const elsewhere = allLocal
    ? ''
    : `
  if (place == NONE) {
    ${each((term, i) => ifPresent(term, i, term.give(`value_${i}`)), '\n    ')}
    return;
  }`;
  return `
fn give(cell: u32, ${parameters}) {
  ${each(({ give }, i) => give(`value_${i}`))}
}
fn tally_row(cell: u32, local: u32, ${rowParameters}) {
  let place = place_of(cell, local);${elsewhere}
  ${each((term, i) => ifPresent(term, i, term.add(`value_${i}`)))}
}
fn tally_quad(quad: u32, cells: Located, local: u32) {
  ${keysText(inputs, columns)}
  ${each(({ quad }) => quad)}
  ${['x', 'y', 'z', 'w'].map(rowCall).join('\n  ')}
}
fn flush(cell: u32, place: u32) {
  ${each(({ type }, i) => `var value_${i} = ${type}();`)}
  for (var at = place; at < place + COPIES; at++) {
    ${each(({ collect }, i) => collect(`value_${i}`), '\n    ')}
  }
  give(cell, ${values});
}
// ${totalPlanes({ terms })} planes`;
}

function termText(term: Term, i: number, input: number, plane: number, words: string): TermText {
  const [low, high, raw] = [`low_${input}`, `high_${input}`, `raw_${input}`];
  const local = (offset = 0, at = 'place'): string => `${plane + offset}u * PLACES + ${at}`;
  const loads = (planes: number): string[] =>
    Array.from({ length: planes }, (_, offset) => `atomicLoad(&tallies[${local(offset, 'at')}])`);
  const counter = (quad: string, has: TermText['has']): TermText => ({
    quad,
    type: 'u32',
    has,
    row: () => '1u',
    add: (value) => `atomicAdd(&tallies[${local()}], ${value});`,
    collect: (value) => `${value} += ${loads(1)[0]!};`,
    give: (value) => `if (${value} != 0u) { atomicAdd(&result[${words}.x + cell], ${value} * params.flags); }`,
  });
  const largest = (quad: string, width: number, word: number): TermText => ({
    quad,
    type: 'u32',
    has: null,
    row: (component) => `quad_${i}.${component}`,
    add: (value) => `raise_local(${local()}, ${value});`,
    collect: (value) => `${value} = max(${value}, ${loads(1)[0]!});`,
    give: (value) => `raise_result(${words}.x + ${width}u * cell + ${word}u, ${value});`,
  });
  switch (term.op) {
    case 'count':
      return counter('', null);
    case 'count-of': {
      const words = { f32: raw, u32: low, u64: `${low}, ${high}` }[term.lane];
      return counter(`let present_${i} = has_${term.lane}(${words});`, (component) => `present_${i}.${component}`);
    }
    case 'sum': {
      const { lane, shift } = term.of;
      const fixed =
        shift === null
          ? lane === 'u32'
            ? `keys_of_words(${low})`
            : `keys_of_pairs(${low}, ${high})`
          : lane === 'f32'
            ? `fixed_floats(${raw}, i32(${words}.y))`
            : `fixed_doubles(${low}, ${high}, i32(${words}.y))`;
      const give = (value: string): string => `give_sum(${words}.x + 3u * cell, ${value});`;
      const planes = piecesOf(term);
      if (planes > 0) {
        const splits = lane === 'f32';
        const pieces = splits ? `pieces_of_floats(${raw}, bitcast<f32>(${words}.y))` : `pieces_of(${fixed})`;
        const value = (of: (plane: number) => string): string =>
          `vec3u(${[0, 1, 2].map((plane) => (plane < planes ? of(plane) : '0u')).join(', ')})`;
        return {
          quad: `let quad_${i} = ${pieces};${splits ? `\n  let finite_${i} = is_finite_f32(${raw});` : ''}`,
          type: 'vec3u',
          has: splits ? (component) => `finite_${i}.${component}` : null,
          row: (component) => value((plane) => `quad_${i}.${'abc'[plane]!}.${component}`),
          add: (value) =>
            Array.from(
              { length: planes },
              (_, plane) => `atomicAdd(&tallies[${local(plane)}], ${value}.${'xyz'[plane]!});`,
            ).join('\n  '),
          collect: (value) =>
            loads(planes)
              .map((load, plane) => `${value}.${'xyz'[plane]!} += ${load};`)
              .join('\n    '),
          give: (value) => give(`${splits ? 'joined' : 'joined_unsigned'}(${value})`),
        };
      }
      return {
        quad: `let quad_${i} = ${fixed};`,
        type: 'vec3u',
        has: null,
        row: (component) =>
          shift === null
            ? `vec3u(quad_${i}.low.${component}, quad_${i}.high.${component}, 0u)`
            : `extended(vec2u(quad_${i}.low.${component}, quad_${i}.high.${component}))`,
        add: (value) => `add_wide(${local()}, ${value});`,
        collect: (value) => `${value} = add_triples(${value}, vec3u(${loads(3).join(', ')}));`,
        give,
      };
    }
    case 'extreme': {
      const code = term.isMax ? `${low} + vec4u(1u)` : `~${low}`;
      const has = term.lane === 'f32' ? `has_f32(${raw})` : `has_u32(${low})`;
      return largest(`let quad_${i} = select(vec4u(0u), ${code}, ${has});`, 1, 0);
    }
    case 'extreme-high':
      return largest(`let quad_${i} = ${codeOfPairs(term.isMax, low, high)}.high;`, 2, 1);
    case 'extreme-low':
      return largest(
        `let code_${i} = ${codeOfPairs(term.isMax, low, high)};
  let quad_${i} = lows_of(code_${i}, cells, ${words}.x);`,
        2,
        0,
      );
    case 'bits': {
      const isFloat = term.lane === 'f32' || term.isFloat;
      const keys = term.lane === 'u64' ? `${low}, ${high}` : term.lane === 'f32' ? raw : low;
      const kind = { f32: 'floats', u32: 'words', u64: isFloat ? 'doubles' : 'pairs' }[term.lane];
      const pair = (component: string): string => `vec2u(quad_${i}.low.${component}, quad_${i}.high.${component})`;
      return {
        quad: `let quad_${i} = digits_of_${kind}(${keys});`,
        type: 'vec2u',
        has: null,
        row: pair,
        add: (value) => `raise_local(${local()}, ${value}.x);\n  raise_local(${local(1)}, ${value}.y);`,
        collect: (value) => `${value} = max(${value}, vec2u(${loads(2).join(', ')}));`,
        give: (value) =>
          `raise_result(${words}.x + 2u * cell, ${value}.x);\n  raise_result(${words}.x + 2u * cell + 1u, ${value}.y);`,
      };
    }
  }
}

function codeOfPairs(isMax: boolean, low: string, high: string): string {
  return `${isMax ? 'greatest' : 'least'}_pairs(${low}, ${high})`;
}
