import type { ColumnType } from '../columns/column';
import type { BinOptions } from '../grammar/channel';
import type { LayerPlan } from '../plan/plan';
import type { Relation } from '../source/source';
import type { PlotColumns } from './plot-columns';
import type { WrongStep } from './wrong-step';

/**
 * The first step that does not fit its column; null if all do. A step is a number for numbers and a calendar unit for
 * times; categories have none. A column without values has no type to check yet.
 */
export function findWrongStep(
  { dimensions, columns: planned }: LayerPlan,
  { columns }: PlotColumns,
  relation: Relation,
): WrongStep | null {
  for (const { channel, options } of dimensions) {
    const { meta, extent } = columns.get(channel)!;
    const step = options?.step;
    if (step === undefined || extent === null || fits(step, meta.type)) continue;
    return { channel, expression: planned.get(channel)!.expression, step, meta, relation };
  }
  return null;
}

function fits(step: NonNullable<BinOptions['step']>, { kind }: ColumnType): boolean {
  return (kind === 'number' && typeof step === 'number') || (kind === 'time' && typeof step === 'string');
}
