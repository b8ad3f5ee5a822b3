import { quoteName } from '../../src/engine/sql/sql-tokens';

/** A column of a file, with its type by DuckDB. */
export interface FileColumn {
  readonly name: string;
  readonly type: string;
}

/** How a column can be drawn: along an axis of values, as labels, or not at all (lists, structs, bytes). */
export function rangeOf({ type }: FileColumn): 'values' | 'labels' | null {
  if (/^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL\(.*\)|DATE|TIME|TIMESTAMP.*)$/.test(type))
    return 'values';
  return /^(VARCHAR|BOOLEAN|UUID|ENUM\(.*\))$/.test(type) ? 'labels' : null;
}

/** What the page puts into the attributes of its plot. An empty text leaves a channel out. */
export interface Picks {
  readonly mark: string;
  /** A column. */
  readonly x: string;
  /** An aggregate, or `value` for the column itself. */
  readonly yBy: Aggregate;
  /** A column, which `count` does without. */
  readonly y: string;
  readonly color: string;
  readonly size: string;
  readonly brush: string;
}

export const AGGREGATES = {
  count: 'number of rows',
  value: 'value of',
  avg: 'average of',
  sum: 'sum of',
  median: 'median of',
  min: 'smallest',
  max: 'largest',
} as const;
export type Aggregate = keyof typeof AGGREGATES;

/** Marks of rows as they are, which need no bins. */
const BY_ROW = new Set(['point', 'text', 'tick', 'density']);

/** A first plot: the rows in each bin of the first column of values, or for each label. */
export function firstPicks(columns: readonly FileColumn[]): Picks {
  const values = columns.find((column) => rangeOf(column) === 'values');
  const x = values ?? columns.find((column) => rangeOf(column) === 'labels');
  const second = columns.find((column) => column !== x && rangeOf(column) === 'values');
  return {
    mark: 'bar',
    x: x?.name ?? '',
    yBy: 'count',
    y: (second ?? values)?.name ?? '',
    color: '',
    size: '',
    brush: 'x',
  };
}

/** The attributes of the plot. */
export function plotAttributes(picks: Picks, columns: readonly FileColumn[]): Readonly<Record<string, string>> {
  const { mark, x, yBy, y, color, size, brush } = picks;
  const isBinned =
    rangeOf(columns.find(({ name }) => name === x)!) === 'values' && yBy !== 'value' && !BY_ROW.has(mark);
  const all = {
    mark,
    x: isBinned ? `bin(${columnText(x)})` : columnText(x),
    y: yBy === 'count' ? 'count()' : yBy === 'value' ? columnText(y) : `${yBy}(${columnText(y)})`,
    color: color && (CSS.supports('color', color) ? quoteName(color) : columnText(color)),
    size: size && columnText(size),
    brush,
  };
  return Object.fromEntries(Object.entries(all).filter(([, text]) => text !== ''));
}

/** A name as a channel reads it. */
const columnText = (name: string): string => (/^[a-z_][a-z0-9_]*$/i.test(name) ? name : quoteName(name));
