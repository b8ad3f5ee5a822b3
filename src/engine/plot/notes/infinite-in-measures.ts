import { measureExpressions, type Measure } from '../../grammar/measure';
import { expressionTitle } from '../../grammar/channel-title';
import type { LayerPlan } from '../../plan/plan';
import type { Relation } from '../../source/source';
import type { Aggregation } from '../acquire-measures';
import { expressionType } from '../expression-type';
import { notDrawnNote } from './not-drawn-note';

/**
 * Says how many infinite values the aggregates of a layer leave out, although SQL would count or return them: boxes
 * leave out infinite numbers, all aggregates infinite times. Null if there are none.
 */
export async function infiniteInMeasures(
  relation: Relation,
  plan: LayerPlan,
  aggregation: Aggregation | null,
  signal: AbortSignal,
): Promise<string | null> {
  const measures = plan.route === 'groups' ? [...plan.measures.values()] : [];
  // One part of a box notes them.
  const inBoxes = expressionsOf(measures.filter(({ op }) => op === 'outliers'));
  const inOthers = plan.part ? [] : expressionsOf(measures);
  const known = aggregation?.by === 'kernels' ? aggregation.columns : new Map<string, never>();
  const times = await timesAmong(
    relation,
    inOthers.filter((expression) => !known.has(expression)),
    signal,
  );
  const unknown = [...inBoxes, ...times];
  const measured = unknown.length > 0 ? await relation.measure(unknown, { signal }) : [];
  const infinite = [
    ...inOthers.flatMap((expression) => {
      const meta = known.get(expression)?.lease.meta;
      return meta?.type.kind === 'time' ? [{ expression, infinite: meta.infinite ?? 0 }] : [];
    }),
    ...measured.map(({ infinite }, i) => ({ expression: unknown[i]!, infinite })),
  ];
  return notDrawnNote(
    infinite.map((one) => ({ title: expressionTitle(one.expression), infinite: one.infinite, unplaced: 0, nulls: 0 })),
  );
}

function expressionsOf(measures: readonly Measure[]): readonly string[] {
  return [...new Set(measures.flatMap(measureExpressions))];
}

/** The expressions whose values are times. */
async function timesAmong(
  relation: Relation,
  expressions: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const types = await Promise.all(expressions.map((expression) => expressionType(relation, expression, { signal })));
  return expressions.filter((_, i) => types[i]?.kind === 'time');
}
