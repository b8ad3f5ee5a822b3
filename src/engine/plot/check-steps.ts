import type { ColumnMeta, ColumnType } from '../columns/column';
import { PikaError } from '../errors';
import { CALENDAR_UNITS } from '../grammar/channel';
import type { AxisRequest } from '../plan/mark';
import type { Plan } from '../plan/plan';
import type { Relation } from '../source/source';
import type { PlotColumns } from './plot-columns';
import { textAdvice } from './notes';

/**
 * Numbers are binned by numbers, times by calendar units, and categories by neither. Columns without values have no
 * type to check yet.
 * @throws PikaError `plan/wrong-step`
 */
export function checkSteps({ axes }: Plan, { columns }: Pick<PlotColumns, 'columns'>, relation: Relation): void {
  for (const [i, request] of axes.entries()) {
    const { meta, extent } = columns[i]!;
    if (extent !== null && !fits(request.options.step, meta.type)) throw wrongStep(request, meta, relation);
  }
}

function fits(step: AxisRequest['options']['step'], { kind }: ColumnType): boolean {
  return (
    step === undefined ||
    (kind === 'number' && typeof step === 'number') ||
    (kind === 'time' && typeof step === 'string')
  );
}

function wrongStep(
  { channel, expression, options: { step } }: AxisRequest,
  meta: ColumnMeta,
  relation: Relation,
): PikaError {
  return new PikaError('plan/wrong-step', {
    subject: `${channel}="bin(${expression}, step=${step!})" of the plot from "${relation.name}"`,
    ...remedy({ channel, expression, meta, relation }),
  });
}

interface Wrong {
  readonly channel: 'x' | 'y';
  readonly expression: string;
  readonly meta: ColumnMeta;
  readonly relation: Relation;
}

function remedy({ channel, expression, meta: { type }, relation }: Wrong): {
  readonly expected: string;
  readonly found: string;
  readonly next: string;
} {
  switch (type.kind) {
    case 'time':
      return {
        expected: `a calendar unit as the step (${CALENDAR_UNITS.join(', ')})`,
        found: 'a number, over dates or times',
        next: `Write for example ${channel}="bin(${expression}, step=day)", or leave the step out.`,
      };
    case 'number':
      return {
        expected: 'a number as the step',
        found: 'a calendar unit, over numbers',
        next: `Write for example ${channel}="bin(${expression}, step=10)"; where the numbers are milliseconds since 1970, bin(epoch_ms(${expression}), step=day).`,
      };
    case 'category': {
      const { what, advice } = textAdvice(relation, expression, type.labels);
      return {
        expected: 'numbers, dates or times to bin by a step',
        found: what,
        next: `Leave the step out to draw a bar for each value${advice === null ? '' : `; otherwise ${advice}`}.`,
      };
    }
  }
}
