import { columnBytes, laneOf, type ColumnMeta } from '../columns/column';
import type { ColumnLease } from '../columns/column-cache';
import type { ByChannel } from '../grammar/channel-name';
import { aggregatesOf, measureExpressions, measureText, type Aggregate } from '../grammar/measure';
import { bytesText } from '../memory/budgets';
import type { BinnedAxis } from '../scales/binned-axis';
import type { Aggregation } from './acquire-measures';
import type { LayerData } from './layer-data';

/** How a plot gets its data. */
export interface PlotExplanation {
  readonly backend: 'webgpu' | 'cpu';
  /** In painter's order. */
  readonly layers: readonly LayerExplanation[];
  /** The explanation in words, one paragraph for each layer. */
  readonly text: string;
}

/** How one layer gets its data. */
export interface LayerExplanation {
  readonly mark: string;
  readonly from: string;
  /** Whether the layer draws rows as they are, one instance for each group of rows, or counts of rows in bins. */
  readonly route: 'rows' | 'groups' | 'counts';
  /** What computes the data: kernels on the backend, or SQL in the database; `memory` if the rows need neither. */
  readonly by: 'kernels' | 'SQL' | 'memory';
  readonly why: string;
  /** The latest statement; null without SQL. */
  readonly sql: string | null;
  readonly columns: readonly ExplainedColumn[];
  /** The number of bins of each channel. */
  readonly bins: Readonly<Record<string, number>>;
  /** The number of rows of the query. */
  readonly rows: number;
  /** How many bars, points, cells … the layer has before filters, including empty bins. */
  readonly instances: number;
}

export interface ExplainedColumn {
  /** The name of the channel, such as `color`. */
  readonly channel: string;
  /** DuckDB expression, or an aggregate. */
  readonly expression: string;
  /** Bytes on the backend; null if it stays in the database. */
  readonly residentBytes: number | null;
}

/** The part of an explanation that depends on the kind of layer. */
export type AnsweredBy = Pick<LayerExplanation, 'by' | 'why' | 'sql' | 'instances'>;

export function explainLayer(
  { plan, plotColumns, relation }: LayerData,
  axes: ByChannel<BinnedAxis>,
  answered: AnsweredBy,
): LayerExplanation {
  const columns = [...plan.columns].map(([channel, { expression }]): ExplainedColumn => ({
    channel,
    expression,
    residentBytes: bytesOf(plotColumns.columns.get(channel)?.lease),
  }));
  const { aggregation } = plotColumns;
  const measured = plan.route === 'counts' ? [] : [...plan.measures];
  const measures = measured.map(([channel, measure]): ExplainedColumn => {
    const leases = new Set(aggregatesOf(measure).flatMap((aggregate) => leasesOf(aggregate, aggregation)));
    const bytes = [...leases].map(bytesOf).filter((one) => one !== null);
    return {
      channel,
      expression: measureText(measure),
      residentBytes: bytes.length > 0 ? bytes.reduce((sum, one) => sum + one) : null,
    };
  });
  return {
    mark: plan.mark.name,
    from: plan.spec.from,
    route: plan.route,
    ...answered,
    columns: [...columns, ...measures],
    bins: Object.fromEntries([...axes].map(([channel, { bins }]) => [channel, bins.count])),
    rows: relation.rowCount,
  };
}

function leasesOf(aggregate: Aggregate, aggregation: Aggregation | null): readonly (ColumnLease | null | undefined)[] {
  if (aggregation?.by !== 'kernels') return [];
  if (aggregate.op === 'distinct') return [aggregation.distinct?.lease];
  const isSquared = aggregate.op === 'variance' || aggregate.op === 'stddev';
  return measureExpressions(aggregate).flatMap((expression) => {
    const measured = aggregation.columns.get(expression);
    return [measured?.lease, isSquared ? measured?.squares?.lease : null];
  });
}

export function explainPlot(backend: PlotExplanation['backend'], layers: readonly LayerExplanation[]): PlotExplanation {
  return { backend, layers, text: layers.map(layerText).join('\n\n') };
}

const ROUTES: Readonly<Record<LayerExplanation['route'], string>> = {
  rows: 'draws rows as they are',
  groups: 'draws one instance for each group of rows',
  counts: 'draws counts of rows',
};
const ANSWERS: Readonly<Record<LayerExplanation['by'], string>> = {
  kernels: 'Kernels answer',
  SQL: 'SQL answers',
  memory: 'No query runs',
};

function layerText({ mark, from, route, by, why, sql, columns, bins, rows, instances }: LayerExplanation): string {
  const resident = columns.map(
    ({ channel, expression, residentBytes }) =>
      `${channel} = ${expression} (${residentBytes === null ? 'not resident' : bytesText(residentBytes)})`,
  );
  const counted = Object.entries(bins).map(([channel, count]) => `${count.toLocaleString('en')} along ${channel}`);
  return [
    `${mark} from "${from}", ${rows.toLocaleString('en')} rows: ${ROUTES[route]}.`,
    `${ANSWERS[by]}: ${why}.`,
    ...(resident.length > 0 ? [`Columns: ${resident.join('; ')}.`] : []),
    ...(counted.length > 0 ? [`Bins: ${counted.join(', ')}.`] : []),
    `Instances: ${instances.toLocaleString('en')}.`,
    ...(sql === null ? [] : [`SQL: ${sql}`]),
  ].join('\n');
}

function bytesOf(lease: ColumnLease | null | undefined): number | null {
  return lease ? bytesOfColumn(lease.meta) : null;
}

function bytesOfColumn({ rows, encoding }: ColumnMeta): number {
  return columnBytes(rows, laneOf(encoding));
}
