/** How many values of one channel can't be drawn. */
export interface NotDrawn {
  readonly title: string;
  /** ±Infinity. */
  readonly infinite: number;
  /** Finite values without a position: those ≤ 0 on a log scale. */
  readonly unplaced: number;
}

/** A sentence for the user about values that can't be drawn; null if there are none. */
export function notDrawnNote(channels: readonly NotDrawn[]): string | null {
  const parts = channels.flatMap(({ title, infinite, unplaced }) => [
    ...(infinite > 0 ? [`${counted(infinite, 'infinite value')} of ${title}`] : []),
    ...(unplaced > 0 ? [`${counted(unplaced, 'value')} ≤ 0 of ${title}, which a log scale can't show`] : []),
  ]);
  return parts.length > 0 ? `not drawn: ${parts.join(', ')}` : null;
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
