import { checkScaleKind } from '../scales/check-scale-kind';
import { PikaError } from '../errors';
import type { ChannelName } from '../grammar/channel-name';
import { numberScaleSpec, type ScaleSpec } from '../grammar/scale-spec';
import type { Dimension } from '../plan/mark';
import type { LayerPlan } from '../plan/plan';
import type { ColumnType } from '../columns/column';
import type { Relation } from '../source/source';
import type { PlotColumns } from './plot-columns';

/**
 * Scales of numbers need numbers, time scales times, bands and points categories. A column without values has no type
 * to check yet.
 * @throws PikaError `plan/wrong-scale`
 */
export function checkScales(plan: LayerPlan, { columns }: PlotColumns, relation: Relation): void {
  for (const [channel, { scale }] of plan.columns) {
    const { meta, extent } = columns.get(channel)!;
    const dimension = plan.dimensions.find((one) => one.channel === channel);
    if (extent !== null && scale !== null) checkScale(channel, scale, dimension, meta.type, relation);
  }
}

function checkScale(
  channel: ChannelName,
  scale: ScaleSpec,
  dimension: Dimension | undefined,
  type: ColumnType,
  relation: Relation,
): void {
  checkScaleKind(channel, scale, type.kind, relation.name);
  // A plane paints all its cells equally wide.
  const step = dimension && 'defaultBinCss' in dimension ? dimension.options?.step : undefined;
  if (numberScaleSpec(scale) && step !== undefined) {
    throw new PikaError('plan/wrong-scale', {
      subject: `the ${scale.kind} scale of ${channel} of the plot from "${relation.name}"`,
      expected: 'no step, because cells are equally wide on the axis',
      found: `step=${step}`,
      next: `Leave the step of ${channel} out.`,
    });
  }
}
