import type { Lane } from '../../columns/column';
import { rowWords } from '../../frame/recording';
import { inputName, inputOfBins, type Input } from './clause-wgsl';
import { keysText } from './kernel-wgsl';
import type { RanksKernel, RowsKernel } from './list-kernel';

/** put_key(): writes the key of row `k` of a quad as the column stores it. */
export function putKeyText({ column, lane }: RowsKernel, indexOf: (input: Input) => number): string {
  const input = `input_${indexOf(inputOfBins({ column, lane }))}`;
  const body =
    lane === 'u64'
      ? `let pairs = ${input}[2u * quad + k / 2u];
  found.entries[at] = pairs[2u * (k % 2u)];
  found.entries[at + 1u] = pairs[2u * (k % 2u) + 1u];`
      : `found.entries[at] = ${input}[quad][k];`;
  return `
const ENTRY = ${rowWords(lane)}u;
struct Found { count: atomic<u32>, entries: array<u32> }
@group(0) @binding(2) var<storage, read_write> found: Found;
fn put_key(at: u32, quad: u32, k: u32) {
  ${body}
}`;
}

/** ordinals(): the ordinals of a quad's keys, low and high words; the same numbers as `columns/ordinals.ts` has. */
export function ordinalsText({ column, lane }: RanksKernel, inputs: readonly Input[]): string {
  const input = inputOfBins({ column, lane });
  const at = inputs.findIndex((one) => inputName(one) === inputName(input));
  const ordinals: Record<Lane, string> = {
    u32: `Ordinals(low_${at}, vec4u(0u))`,
    // Without -0, the negative floats end right below +0.
    f32: `Ordinals(low_${at} + select(vec4u(0u), vec4u(1u), low_${at} < vec4u(SIGN)), vec4u(0u))`,
    u64: `Ordinals(low_${at}, high_${at})`,
  };
  return `
struct Ordinals { low: vec4u, high: vec4u }
fn ordinals(quad: u32) -> Ordinals {
${keysText(inputs, [input])}
  return ${ordinals[lane]};
}`;
}
