import { pluralOf } from './plural-of';

/** How many values of one channel can't be drawn. */
export interface NotDrawn {
  readonly title: string;
  /** ±Infinity. */
  readonly infinite: number;
  /** Finite values without a position: those ≤ 0 on a log scale. */
  readonly unplaced: number;
  /** Negative values, where only a part of a whole can be drawn. */
  readonly negative?: number;
  /** Rows without a value: NULL and NaN. */
  readonly nulls: number;
  /** What has no value. Default: a row. */
  readonly noun?: string;
}

/** A sentence for the user about values that can't be drawn; null if there are none. */
export function notDrawnNote(channels: readonly NotDrawn[]): string | null {
  const parts = channels.flatMap(({ title, infinite, unplaced, negative = 0, nulls, noun = 'row' }) => [
    ...(infinite > 0 ? [`${counted(infinite, 'infinite value')} of ${title}`] : []),
    ...(unplaced > 0 ? [`${counted(unplaced, 'value')} ≤ 0 of ${title}, which a log scale can't show`] : []),
    ...(negative > 0 ? [`${counted(negative, 'negative value')} of ${title}`] : []),
    ...(nulls > 0 ? [`${counted(nulls, noun)} without a value of ${title}`] : []),
  ]);
  // A column may be on two channels.
  return parts.length > 0 ? `not drawn: ${[...new Set(parts)].join(', ')}` : null;
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? noun : pluralOf(noun)}`;
}
