/** A cell by its place, -1 in the head, and the position of its column. */
export interface CellAt {
  readonly place: number;
  readonly position: number;
}

/** How far keys lead. */
export interface GridEnds {
  readonly lastRow: number;
  readonly lastColumn: number;
  readonly rowsInSight: number;
}

type Key = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>;

/** The cell that a key leads to from another, as in the ARIA pattern of a grid; null if the key does not move. */
export function nextCell(key: Key, { place, position }: CellAt, ends: GridEnds): CellAt | null {
  if (key.altKey || key.shiftKey) return null;
  const isFar = key.ctrlKey || key.metaKey;
  // One row stays in sight.
  const page = Math.max(1, ends.rowsInSight - 1);
  switch (key.key) {
    case 'ArrowUp':
      return { place: isFar ? 0 : place - 1, position };
    case 'ArrowDown':
      return { place: isFar ? ends.lastRow : place + 1, position };
    case 'ArrowLeft':
      return { place, position: position - 1 };
    case 'ArrowRight':
      return { place, position: position + 1 };
    case 'PageUp':
      return { place: Math.max(0, place - page), position };
    case 'PageDown':
      return { place: Math.min(ends.lastRow, place + page), position };
    case 'Home':
      return { place: isFar ? 0 : place, position: 0 };
    case 'End':
      return { place: isFar ? ends.lastRow : place, position: ends.lastColumn };
  }
  return null;
}
