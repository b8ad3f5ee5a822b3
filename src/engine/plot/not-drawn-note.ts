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
  const some = (count: number, what: string): string[] => (count > 0 ? [`${count.toLocaleString('en')} ${what}`] : []);
  const parts = channels.flatMap(({ title, infinite, unplaced }) => [
    ...some(infinite, `infinite values of ${title}`),
    ...some(unplaced, `values ≤ 0 of ${title}, which have no position on a log scale`),
  ]);
  return parts.length > 0 ? `not drawn: ${parts.join(', ')}` : null;
}
