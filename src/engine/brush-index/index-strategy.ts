import type { IndexedView } from '../frame/recording';

/**
 * How to count one view while a brush moves. `scan` reads the rows again for each move. `tile` and `delta` use an
 * index, which is built when the pointer comes near the brush; see ViewPart.
 */
export type Strategy = 'scan' | 'tile' | 'delta';

/** The inputs of the decision: sizes only, never values. */
export interface IndexCase {
  readonly rows: number;
  /** Number of workers that share the rows. */
  readonly workers: number;
  /** Pixels of the brush, per axis. */
  readonly pixels: readonly number[];
  /** Cells of the view, per dimension. */
  readonly cells: readonly number[];
  /**
   * How many tables the view's accumulators need; omitted for counts by up to two dimensions, which have faster loops.
   */
  readonly tables?: number | undefined;
  /** Whether some tables are trees, which only tiles support. */
  readonly hasExtremes?: boolean;
}

export interface Cost {
  /** Time until the first answer. */
  readonly buildMs: number;
  /** Time of each move. */
  readonly moveMs: number;
  /** Memory of all workers during the build. */
  readonly sizeBytes: number;
}

/** Moves in a drag of half a second. After that, another brush may need another index. */
const MOVES = 30;
/** The share of its rows that a brush typically covers or uncovers in one move. */
const MOVED_SHARE = 0.03;
/** Memory limit for one view. */
const MAX_BYTES = 1 << 29;

/**
 * Milliseconds for a message to a worker and its reply, plus a quarter of the frame that is missed while waiting for
 * it.
 */
export const ROUND_TRIP_MS = 4;

/**
 * Nanoseconds on one thread with cached bin codes, fitted to `npx tsx bench/strategies.ts`; those of sums, for each
 * table, to its averages.
 */
const NS = {
  scanRow: 2,
  scanCell: 1,
  tileRow: 1.2,
  tileFarRow: 5,
  planeRow: 6,
  planeFarRow: 80,
  tileWord: 3,
  tileMove: 500,
  tileCell: 1.5,
  deltaRow: 14,
  deltaPixel: 3,
  deltaCell: 1.5,
  deltaMove: 2000,
  deltaMovedRow: 1.2,
  addend: 4,
  sumRow: 4,
  sumFarRow: 15,
  sumWord: 6,
  sumCell: 40,
  sumDeltaRow: 12,
  sumMovedRow: 2,
};
/** A larger table does not fit into the cache, so counting its rows is slower. */
export const NEAR_WORDS = 1 << 18;

/** The strategy that makes a drag fastest, within the memory limit. */
export function chooseStrategy(one: IndexCase): Strategy {
  const costs = costsOf(one);
  const strategies: readonly Strategy[] = one.hasExtremes ? ['tile'] : ['tile', 'delta'];
  const fit = strategies.filter((strategy) => costs[strategy].sizeBytes <= MAX_BYTES);
  return fit.reduce<Strategy>(
    (best, strategy) => (dragMs(costs[strategy]) < dragMs(costs[best]) ? strategy : best),
    'scan',
  );
}

/** Total time of a drag. */
export function dragMs({ buildMs, moveMs }: Pick<Cost, 'buildMs' | 'moveMs'>): number {
  return buildMs + MOVES * moveMs;
}

/** The estimated cost of each strategy. */
export function costsOf({ rows, workers, pixels, cells: axes, tables }: IndexCase): Readonly<Record<Strategy, Cost>> {
  const cells = product(axes);
  const places = product(pixels);
  const words = product(pixels.map((count) => count + 1)) * cells;
  const line = pixels.length === 1 && axes.length <= 1;
  const near = words <= NEAR_WORDS;
  const tileRow = line ? (near ? NS.tileRow : NS.tileFarRow) : near ? NS.planeRow : NS.planeFarRow;
  const share = rows / workers;
  const cellBytes = cells <= 1 << 8 ? 1 : cells <= 1 << 16 ? 2 : 4;
  if (tables !== undefined)
    return costsOfSums(share, rows, workers, pixels.length + axes.length, places, cells, words, tables);
  return {
    scan: {
      buildMs: 0,
      moveMs: ROUND_TRIP_MS + (share * NS.scanRow + cells * NS.scanCell) / 1e6,
      sizeBytes: 4 * cells * workers,
    },
    tile: {
      buildMs: (share * tileRow + words * NS.tileWord) / 1e6,
      moveMs: (NS.tileMove + cells * NS.tileCell) / 1e6,
      sizeBytes: 2 * 4 * words * workers,
    },
    delta: {
      buildMs: (share * NS.deltaRow + places * NS.deltaPixel + cells * NS.deltaCell) / 1e6,
      moveMs: (NS.deltaMove + rows * MOVED_SHARE * NS.deltaMovedRow) / 1e6,
      // Sorting also needs the pixel of every row.
      sizeBytes: rows * (cellBytes + 4) + 8 * (places + cells) * workers,
    },
  };
}

/**
 * For several accumulators, or more than two dimensions: one pass finds the cells of rows, a second one adds to each
 * table.
 */
function costsOfSums(
  share: number,
  rows: number,
  workers: number,
  axes: number,
  places: number,
  cells: number,
  words: number,
  tables: number,
): Readonly<Record<Strategy, Cost>> {
  const tableRow = words <= NEAR_WORDS ? NS.sumRow : NS.sumFarRow;
  return {
    scan: {
      buildMs: 0,
      moveMs: ROUND_TRIP_MS + (share * (axes * NS.scanRow + tables * NS.addend) + tables * cells * NS.scanCell) / 1e6,
      sizeBytes: 8 * tables * cells * workers,
    },
    tile: {
      buildMs: (share * (axes * NS.scanRow + tables * tableRow) + tables * words * NS.sumWord) / 1e6,
      moveMs: (NS.tileMove + tables * cells * NS.sumCell) / 1e6,
      sizeBytes: 2 * 8 * tables * words * workers,
    },
    delta: {
      buildMs: (share * (NS.deltaRow + tables * NS.sumDeltaRow) + places * NS.deltaPixel + tables * cells) / 1e6,
      moveMs: (NS.deltaMove + tables * (rows * MOVED_SHARE * NS.sumMovedRow + cells * NS.sumCell)) / 1e6,
      // Sorting also needs the pixel and the cell of every row.
      sizeBytes: rows * (4 + 4 + 4 + 8 * tables) + 8 * (places + tables * cells) * workers,
    },
  };
}

/** Whether a view counts rows by up to two dimensions. */
export function isPlainCount({ bins, accumulators }: Pick<IndexedView, 'bins' | 'accumulators'>): boolean {
  return bins.length <= 2 && accumulators.length === 1 && accumulators[0].op === 'count';
}

function product(counts: readonly number[]): number {
  return counts.reduce((a, b) => a * b, 1);
}

export function countsOf(bins: IndexedView['bins']): number[] {
  return bins.map(({ count }) => count);
}
