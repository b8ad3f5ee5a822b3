import type { ColumnMeta, ColumnType } from '../columns/column';
import { PikaError } from '../errors';
import { CALENDAR_UNITS } from '../grammar/calendar-step';
import type { BinOptions } from '../grammar/channel';
import type { ChannelName } from '../grammar/channel-name';
import type { LayerPlan } from '../plan/plan';
import type { Relation } from '../source/source';
import type { PlotColumns } from './plot-columns';
import { textAdvice } from './notes/column-notes';

/**
 * A step is a number for numbers and a calendar unit for times; categories have none. A column without values has no
 * type to check yet.
 * @throws PikaError `plan/wrong-step`
 */
export function checkSteps(
  { dimensions, columns: planned }: LayerPlan,
  { columns }: PlotColumns,
  relation: Relation,
): void {
  for (const { channel, options } of dimensions) {
    const { meta, extent } = columns.get(channel)!;
    if (options?.step === undefined || extent === null || fits(options.step, meta.type)) continue;
    const { expression } = planned.get(channel)!;
    throw wrongStep({ channel, expression, step: options.step, meta, relation });
  }
}

type Step = NonNullable<BinOptions['step']>;

function fits(step: Step, { kind }: ColumnType): boolean {
  return (kind === 'number' && typeof step === 'number') || (kind === 'time' && typeof step === 'string');
}

interface Wrong {
  readonly channel: ChannelName;
  readonly expression: string;
  readonly step: Step;
  readonly meta: ColumnMeta;
  readonly relation: Relation;
}

function wrongStep(wrong: Wrong): PikaError {
  const { channel, expression, step, relation } = wrong;
  return new PikaError('plan/wrong-step', {
    subject: `${channel}="bin(${expression}, step=${step})" of the plot from "${relation.name}"`,
    ...remedy(wrong),
  });
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
        found: 'a number, but the column has dates or times',
        next: `Write for example ${channel}="bin(${expression}, step=day)", or leave the step out.`,
      };
    case 'number':
      return {
        expected: 'a number as the step',
        found: 'a calendar unit, but the column has numbers',
        next: `Write for example ${channel}="bin(${expression}, step=10)"; if the numbers are milliseconds since 1970, write bin(epoch_ms(${expression}), step=day).`,
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
