import { PikaError } from '../../errors';
import { channelText, hasRows } from '../../grammar/channel';
import { COMMON_ATTRIBUTES, TABLE_ATTRIBUTES } from '../../grammar/plot-attributes';
import type { AxisScaleSpec, LayerSpec } from '../../grammar/plot-spec';
import type { Mark, MarkNeeds } from '../mark';
import { tableNeeds } from '../table-needs';
import { countBars } from '../shapes/count-bars';
import { tableBars } from '../shapes/table-bars';

/** Bars: how many rows fall into each bin or category, a value of each row, or an aggregate of each group. */
export const bar: Mark = {
  name: 'bar',
  attributes: [...COMMON_ATTRIBUTES, ...TABLE_ATTRIBUTES, 'x2', 'y2', 'series', 'stack', 'corner-radius'],
  counts: countBars,
  table: tableBars,

  needs(layer, scales): MarkNeeds {
    const { from, channels } = layer;
    const [x, y] = [channels.get('x'), channels.get('y')];
    if ((!x || !hasRows(x)) && !(y && hasRows(y))) {
      throw new PikaError('spec/missing-channel', {
        subject: `bar plot from "${from}"`,
        expected: 'x="bin(column)" or x="category"',
        found: x ? `x="${channelText(x)}"` : 'no x',
        next: 'x names the bars and y their length: write x="bin(price)" y="count()", or x="region" y="sum(amount)".',
      });
    }
    if (x && hasRows(x) && countsOnly(layer) && isCountAxis(scales.y)) {
      return {
        route: 'counts',
        expressions: new Map([['x', x.expression]]),
        dimensions: [{ channel: 'x', options: x.kind === 'bin' ? x.options : null, defaultBins: 50 }],
      };
    }
    return tableNeeds(x ? layer : { ...layer, channels: new Map([...channels, ['x', { kind: 'count' }]]) });
  },
};

/** Vertical bars of one color that count rows: the backend draws them from its own counts. */
function countsOnly({ channels, options }: LayerSpec): boolean {
  const y = channels.get('y');
  return (
    (!y || y.kind === 'count') &&
    [...channels.keys()].every((name) => name === 'x' || name === 'y') &&
    !options.sort &&
    options.limit === null
  );
}

/** Whether the axis of values is that of counts: linear, upwards from 0. */
function isCountAxis({ scale, domain, zero, reverse }: AxisScaleSpec): boolean {
  const isLinear = scale === null || scale.kind === 'linear';
  return isLinear && zero !== false && !reverse && (domain === null || domain[0] === 0);
}
