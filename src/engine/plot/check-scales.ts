import { PikaError } from '../errors';
import type { Plan, PlannedAxis } from '../plan/plan';
import type { ColumnType } from '../columns/column';
import type { Relation } from '../source/source';
import type { PlotColumns } from './plot-columns';

const FOUND = { time: 'dates or times', category: 'text or booleans', number: 'numbers' } as const;

/**
 * Log, symlog, sqrt and pow scales are of numbers, and an order is one of labels. Columns without values have no
 * type to check yet.
 * @throws PikaError `plan/wrong-scale`
 */
export function checkScales({ axes }: Plan, { columns }: Pick<PlotColumns, 'columns'>, relation: Relation): void {
  for (const [i, axis] of axes.entries()) {
    const { meta, extent } = columns[i]!;
    if (extent !== null) checkScale(axis, meta.type, relation);
  }
}

function checkScale({ channel, scale, options, fallback }: PlannedAxis, type: ColumnType, relation: Relation): void {
  if (scale === null) return;
  const subject = `the ${scale.kind} scale of ${channel} of the plot from "${relation.name}"`;
  const wanted = scale.kind === 'band' ? 'category' : 'number';
  if (type.kind !== wanted) {
    throw new PikaError('plan/wrong-scale', {
      subject,
      expected: FOUND[wanted],
      found: FOUND[type.kind],
      next: `Leave the scale out, or draw another column on ${channel}.`,
    });
  }
  // Cells of a plane are painted equally wide.
  if (scale.kind !== 'band' && 'pixels' in fallback && options.step !== undefined) {
    throw new PikaError('plan/wrong-scale', {
      subject,
      expected: 'bins without a step, because cells are equally long on the axis',
      found: `step=${options.step}`,
      next: `Leave the step of ${channel} out.`,
    });
  }
}
