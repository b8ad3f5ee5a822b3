import type { LayerSpec } from '../../grammar/plot-spec';
import type { Ranges } from '../instances';

/** How to stack: from zero, as shares of 1, around the middle, or not at all. */
export type StackMode = 'zero' | 'normalize' | 'center' | 'off';

/** Whether a layer draws its values as shares of their stack. */
export function isShare({ options }: LayerSpec): boolean {
  return options.stack === 'normalize';
}

/**
 * Stacks values that share a slot. Negative values stack downwards from zero, apart from the positive ones. Within a
 * slot, values stack in the order of `order`, then of their rows. A value that is NaN has no place.
 * @param slots the slot of each value: equal numbers share a stack; NaN has none
 */
export function stack(
  slots: Float64Array,
  values: Float64Array<ArrayBuffer>,
  order: Float64Array | null,
  mode: StackMode,
): Ranges {
  const n = values.length;
  const from = new Float64Array(n).fill(NaN);
  const to = new Float64Array(n).fill(NaN);
  if (mode === 'off') {
    for (let i = 0; i < n; i++) if (!Number.isNaN(values[i]!)) [from[i], to[i]] = [0, values[i]!];
    return { from, to };
  }
  const sums = new Map<number, { up: number; down: number }>();
  for (const i of inOrder(n, order)) {
    const [slot, value] = [slots[i]!, values[i]!];
    if (Number.isNaN(slot) || Number.isNaN(value)) continue;
    const sum = sums.get(slot) ?? { up: 0, down: 0 };
    sums.set(slot, sum);
    const side = value < 0 ? 'down' : 'up';
    from[i] = sum[side];
    sum[side] += value;
    to[i] = sum[side];
  }
  for (let i = 0; i < n; i++) {
    const sum = sums.get(slots[i]!);
    if (!sum || Number.isNaN(from[i]!)) continue;
    const length = sum.up - sum.down;
    if (mode === 'normalize') [from[i], to[i]] = length === 0 ? [0, 0] : [from[i]! / length, to[i]! / length];
    if (mode === 'center') {
      const middle = (sum.up + sum.down) / 2;
      [from[i], to[i]] = [from[i]! - middle, to[i]! - middle];
    }
  }
  return { from, to };
}

function inOrder(count: number, order: Float64Array | null): Uint32Array {
  const rows = Uint32Array.from({ length: count }, (_, i) => i);
  if (!order) return rows;
  // NULL comes last; the sort is stable.
  const rank = (i: number): number => (Number.isNaN(order[i]!) ? Infinity : order[i]!);
  return rows.sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
}
