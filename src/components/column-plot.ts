import type { ColumnKind, PlotAttributes, TableColumn } from '../engine/index';

/** How a small plot shows a column. */
export interface ColumnPlotShape {
  /** At most this many bins of numbers and times. */
  readonly bins: number;
  /** At most this many labels: those with the most rows. */
  readonly labels: number;
  /** The direction of the bars of labels. */
  readonly bars: 'horizontal' | 'vertical';
}

/** A kind of column that a plot can show. */
export type PlottedKind = Exclude<ColumnKind, 'other'>;

/** The attributes of the plot that fits a column: a histogram, or bars of its most frequent labels. */
export function columnPlot(
  { expression }: Pick<TableColumn, 'expression'>,
  kind: PlottedKind,
  { bins, labels, bars }: ColumnPlotShape,
): PlotAttributes {
  if (kind === 'number' || kind === 'time')
    // A comment at the end of an expression must not hide what follows.
    return { mark: 'bar', x: `bin(${expression}\n, maxbins=${bins})`, y: 'count()', brush: 'x' };
  const common = { mark: 'bar', limit: String(labels), pick: '' };
  return bars === 'horizontal'
    ? { ...common, x: 'count()', y: expression, sort: '-x' }
    : { ...common, x: expression, y: 'count()', sort: '-y' };
}

const WORDS: Readonly<Record<ColumnKind, string>> = {
  number: 'number',
  time: 'time',
  text: 'text',
  boolean: 'boolean',
  other: 'other',
};

/** The type of a column in a word; empty while it is not known. */
export function typeWord(sqlType: string | null, kind: ColumnKind | null): string {
  if (sqlType?.endsWith(']')) return 'list';
  if (sqlType === 'DATE') return 'date';
  if (kind === 'other' && sqlType) return /^\w+/.exec(sqlType)![0].toLowerCase();
  return kind === null ? '' : WORDS[kind];
}
