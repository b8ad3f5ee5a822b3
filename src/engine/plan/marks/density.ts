import { PikaError } from '../../errors';
import type { Box } from '../../frame/box';
import { channelText, hasRows, type RowChannel } from '../../grammar/channel';
import { COMMON_ATTRIBUTES } from '../../grammar/plot-attributes';
import type { LayerSpec } from '../../grammar/plot-spec';
import { POSITION_CHANNELS, type PositionChannel } from '../../grammar/position-channel';
import type { BinnedAxis } from '../../scales/binned-axis';
import type { Mark } from '../mark';

/** A grid of x and y, coloured by how many rows fall into each cell. */
export const density: Mark = {
  name: 'density',
  attributes: [...COMMON_ATTRIBUTES, 'y-domain', 'y-scale'],
  table: null,

  needs(layer) {
    const channels = POSITION_CHANNELS.map((channel) => ({ channel, wanted: columnOf(layer, channel) }));
    return {
      route: 'counts',
      expressions: new Map(channels.map(({ channel, wanted }) => [channel, wanted.expression])),
      dimensions: channels.map(({ channel, wanted }) => ({
        channel,
        options: wanted.kind === 'bin' ? wanted.options : null,
        defaultBinCss: 2,
      })),
    };
  },

  counts: {
    showsContext: false,
    paint({ box, axes, counts, context, theme }) {
      const [x, y] = [axes.get('x')!, axes.get('y')!];
      const grid = gridBox(box, x, y);
      const cells = { paint: 'cells', grid, nx: x.bins.count, ny: y.bins.count, transfer: 'log' } as const;
      return [
        ...(context ? [{ ...cells, counts: context, ramp: theme.contextRamp }] : []),
        { ...cells, counts, ramp: theme.ramp },
      ];
    },

    describe({ axes, counts }) {
      const [x, y] = [axes.get('x')!, axes.get('y')!];
      const whole = x.scale.show.locale.numbers.format(',');
      const total = counts.reduce((sum, count) => sum + count, 0);
      if (total === 0) return 'No rows.';
      const densest = counts.indexOf(counts.reduce((a, b) => Math.max(a, b)));
      const i = densest % x.bins.count;
      const j = Math.floor(densest / x.bins.count);
      return `${whole(total)} rows; the densest cell holds ${whole(counts[densest]!)}, at ${x.scale.format(x.edges[i]!)} by ${y.scale.format(y.edges[j]!)}.`;
    },
  },
};

/** The box of the whole grid in the panel; it exceeds the panel where bins exceed the domain. */
function gridBox({ width, height }: Box, x: BinnedAxis, y: BinnedAxis): Box {
  const [left, right] = ends(x).map((fraction) => Math.round(fraction * width));
  const [bottom, top] = ends(y).map((fraction) => Math.round(fraction * height));
  return { x: left!, y: height - top!, width: Math.max(1, right! - left!), height: Math.max(1, top! - bottom!) };
}

function ends({ scale, edges }: BinnedAxis): readonly [from: number, to: number] {
  const end = edges.at(-1)!;
  return [scale.position(edges[0]!), end === Infinity ? 1 : scale.position(end)];
}

function columnOf({ from, channels }: LayerSpec, channel: PositionChannel): RowChannel {
  const wanted = channels.get(channel);
  if (wanted && hasRows(wanted)) return wanted;
  throw new PikaError('spec/missing-channel', {
    subject: `density plot from "${from}"`,
    expected: `${channel}="column"`,
    found: wanted ? `${channel}="${channelText(wanted)}"` : `no ${channel}`,
    next: 'A density counts rows over two columns: write x="distance" y="delay".',
  });
}
