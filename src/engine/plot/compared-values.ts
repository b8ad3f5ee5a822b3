import type { Comparison } from '../plan/count-plan';
import type { Presentation } from '../scales/presentation';
import { measuredTexts, type MeasuredValue } from './measured-texts';

/** How the selected rows compare with all rows, in a few characters. */
export interface Compared {
  /** `27.4%`, `+12.3%` or `−$0.50`. */
  readonly text: string;
  /** Whether a change or a difference goes up or down; null for a share. */
  readonly direction: 'up' | 'down' | 'same' | null;
}

const DIGITS = 3;
/** To tell 99.9996% from 100%. */
const MOST_DIGITS = 9;
const MINUS = '−';

/** Whether values have a ratio and a difference that numbers can show. */
export function isComparable({ type }: MeasuredValue): boolean {
  return type.kind === 'number';
}

/** Null if there is nothing to show, or no number: for a share of zero, or a difference of labels. */
export function comparedValues(
  comparison: Comparison,
  selected: MeasuredValue,
  all: MeasuredValue,
  show: Presentation,
): Compared | null {
  if (!isComparable(selected)) return null;
  const difference = selected.value - all.value;
  switch (comparison) {
    case 'value':
    case 'off':
      return null;
    case 'share': {
      const share = selected.value / all.value;
      return Number.isFinite(share) ? { text: percentText(share, show), direction: null } : null;
    }
    case 'change':
      // Relative to the size of the value, so that a loss that grows goes down.
      return signed(difference / Math.abs(all.value), (size) => percentText(size, show));
    case 'difference':
      return signed(difference, (size) => measuredTexts([{ type: selected.type, value: size }], show)[0]!);
  }
}

function signed(value: number, textOf: (size: number) => string): Compared | null {
  if (!Number.isFinite(value)) return null;
  const direction = value > 0 ? 'up' : value < 0 ? 'down' : 'same';
  const sign = { up: '+', down: MINUS, same: '' }[direction];
  return { text: `${sign}${textOf(Math.abs(value))}`, direction };
}

/** Three digits, or as many as it takes to tell a part from the whole. */
function percentText(ratio: number, { locale }: Presentation): string {
  const textOf = (digits: number): string => locale.numbers.format(`,.${digits}~p`)(ratio);
  const whole = locale.numbers.format('.0%')(1);
  for (let digits = DIGITS; digits <= MOST_DIGITS; digits++)
    if (ratio === 1 || textOf(digits) !== whole) return textOf(digits);
  return whole;
}
