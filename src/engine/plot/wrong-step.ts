import type { ColumnMeta } from '../columns/column';
import { PikaError } from '../errors';
import { CALENDAR_UNITS } from '../grammar/calendar-step';
import type { BinOptions } from '../grammar/channel';
import type { ChannelName } from '../grammar/channel-name';
import type { Relation } from '../source/source';
import { textAdvice } from './notes/text-advice';

/** A step that does not fit the type of its column. */
export interface WrongStep {
  readonly channel: ChannelName;
  readonly expression: string;
  readonly step: NonNullable<BinOptions['step']>;
  readonly meta: ColumnMeta;
  readonly relation: Relation;
}

export function wrongStep(wrong: WrongStep): PikaError {
  const { channel, expression, step, relation } = wrong;
  return new PikaError('plan/wrong-step', {
    subject: `${channel}="bin(${expression}, step=${step})" of the plot from "${relation.name}"`,
    ...remedy(wrong),
  });
}

function remedy({ channel, expression, meta: { type }, relation }: WrongStep): {
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
