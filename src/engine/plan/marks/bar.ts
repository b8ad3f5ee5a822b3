import { format } from 'd3-format';
import { PikaError } from '../../errors';
import { channelText, hasRows } from '../../grammar/channel';
import { COMMON_ATTRIBUTES } from '../../grammar/plot-attributes';
import type { Mark } from '../mark';

const whole = format(',');
const WIDEST_GAP_PX = 4;

/** Vertical bars: how many rows fall into each bin of x, or into each category. */
export const bar: Mark = {
  name: 'bar',
  attributes: COMMON_ATTRIBUTES,
  showsContext: true,

  needs({ from, channels }) {
    const [x, y] = [channels.get('x'), channels.get('y')];
    if (!x || !hasRows(x)) {
      throw new PikaError('spec/missing-channel', {
        subject: `bar plot from "${from}"`,
        expected: 'x="bin(column)" or x="category"',
        found: x ? `x="${channelText(x)}"` : 'no x',
        next: 'x names the bars and y counts rows: write x="bin(price)" y="count()".',
      });
    }
    if (y && y.kind !== 'count') {
      throw new PikaError('plan/unsupported', {
        subject: `bar plot from "${from}"`,
        expected: 'y="count()"',
        found: `y="${channelText(y)}"`,
        next: 'Bars count rows. For another aggregate write a <pika-query sql="…">; for two columns use mark="density".',
      });
    }
    return {
      expressions: new Map([['x', x.expression]]),
      dimensions: [{ channel: 'x', options: x.kind === 'bin' ? x.options : null, defaultBins: 50 }],
    };
  },

  paint({ box, axes, counts, context, largest, theme }) {
    const x = axes.get('x')!;
    const edgesPx = Float32Array.from(x.edges, (edge) => Math.max(0, Math.min(1, x.scale.position(edge))) * box.width);
    const barPx = x.shareOf(0) * box.width;
    const gapPx = barPx > 4 ? Math.max(1, Math.min(WIDEST_GAP_PX, Math.round(barPx / 12))) : 0;
    const bars = { paint: 'bars', edgesPx, gapPx, yMax: Math.max(1, largest) } as const;
    return [
      ...(context ? [{ ...bars, counts: context, colour: theme.context }] : []),
      { ...bars, counts, colour: theme.accent },
    ];
  },

  describe({ axes, counts }) {
    const x = axes.get('x')!;
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (total === 0) return 'No rows.';
    const tallest = counts.indexOf(counts.reduce((a, b) => Math.max(a, b)));
    const at =
      x.scale.kind === 'band'
        ? x.scale.format(x.edges[tallest]!)
        : `${x.scale.format(x.edges[tallest]!)} to ${x.scale.format(x.edges[tallest + 1]!)}`;
    return `${whole(total)} rows; the tallest bar holds ${whole(counts[tallest]!)}, at ${at}.`;
  },
};
