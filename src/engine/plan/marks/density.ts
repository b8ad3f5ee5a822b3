import { PikaError } from '../../errors';
import type { Box } from '../../frame/box';
import { channelText, hasRows, type BinOptions, type Channel, type RowChannel } from '../../grammar/channel';
import { FACET_CHANNELS } from '../../grammar/facet-channel';
import { COMMON_ATTRIBUTES, TABLE_ATTRIBUTES } from '../../grammar/plot-attributes';
import type { LayerSpec } from '../../grammar/plot-spec';
import { POSITION_CHANNELS, type PositionChannel } from '../../grammar/position-channel';
import type { BinnedAxis } from '../../scales/binned-axis';
import type { Scale } from '../../scales/scale';
import type { Mark } from '../mark';
import { mixedCells } from '../shapes/mixed-cells';
import { tableRects } from './rect';
import { contextRamp, countRamp } from '../shapes/count-ramps';

/** The width of a cell. The backend paints counts; an aggregate has one instance for each cell. */
const COUNTED_CSS = 2;
const AGGREGATED_CSS = 5;
/** Bins of a color that the author bins. */
const COLOR_BINS = 10;

/**
 * A grid of x and y, colored by how many rows fall into each cell, by an aggregate of them, or by a mix of the colors
 * of their categories.
 */
export const density: Mark = {
  name: 'density',
  attributes: [...COMMON_ATTRIBUTES, ...TABLE_ATTRIBUTES],
  table: tableRects,

  needs(layer) {
    const channels = POSITION_CHANNELS.map((channel) => ({ channel, wanted: columnOf(layer, channel) }));
    const facets = FACET_CHANNELS.flatMap((channel) => {
      const wanted = layer.channels.get(channel);
      return wanted && hasRows(wanted) ? [{ channel, wanted }] : [];
    });
    const expressions = new Map([...channels, ...facets].map(({ channel, wanted }) => [channel, wanted.expression]));
    const ofFacets = facets.map(({ channel, wanted }) => ({ channel, options: optionsOf(wanted), defaultBins: 1 }));
    const color = layer.channels.get('color');
    const binned = channels.map(({ channel, wanted }) => ({
      channel,
      options: optionsOf(wanted) ?? {},
      defaultBinCss: AGGREGATED_CSS,
    }));
    if (color?.kind === 'aggregate') {
      const measures = new Map([['color', color.measure] as const]);
      return { route: 'groups', expressions, dimensions: [...binned, ...ofFacets], measures, constants: new Map() };
    }
    if (color && hasRows(color)) {
      const ofColor = { channel: 'color', options: optionsOf(color), defaultBins: COLOR_BINS } as const;
      return {
        route: 'groups',
        draw: mixedCells,
        expressions: new Map([...expressions, ['color', color.expression] as const]),
        dimensions: [...binned, ofColor, ...ofFacets],
        measures: new Map([['size', { op: 'count' }] as const]),
        constants: new Map(),
      };
    }
    if (color && color.kind !== 'count') throw wrongColor(layer, color);
    return {
      route: 'counts',
      expressions,
      dimensions: [
        ...channels.map(({ channel, wanted }) => ({ channel, options: optionsOf(wanted), defaultBinCss: COUNTED_CSS })),
        ...ofFacets,
      ],
    };
  },

  counts: {
    showsContext: false,
    paint({ box, axes, scales, counts, context, theme, firstCell, allCells }) {
      const [x, y] = [axes.get('x')!, axes.get('y')!];
      const grid = gridBox(box, ends(scales.x, x), ends(scales.y, y));
      const reversed = { x: scales.x.reversed, y: scales.y.reversed };
      const [nx, ny] = [x.bins.count, y.bins.count];
      const cells = {
        paint: 'cells',
        grid,
        nx,
        ny,
        transfer: 'log',
        ...((reversed.x || reversed.y) && { reversed }),
        ...(allCells > nx * ny && { first: firstCell, among: allCells }),
      } as const;
      return [
        ...(context ? [{ ...cells, counts: context, ramp: contextRamp(theme) }] : []),
        { ...cells, counts, ramp: countRamp(theme) },
      ];
    },

    describe({ axes, counts }) {
      const [x, y] = [axes.get('x')!, axes.get('y')!];
      const whole = x.scale.show.locale.numbers.format(',');
      const total = counts.reduce((sum, count) => sum + count, 0);
      if (total === 0) return 'No rows.';
      const densest = counts.indexOf(counts.reduce((a, b) => Math.max(a, b)));
      const i = densest % x.bins.count;
      const j = Math.floor(densest / x.bins.count) % y.bins.count;
      return `${whole(total)} rows; the densest cell holds ${whole(counts[densest]!)}, at ${x.scale.format(x.edges[i]!)} by ${y.scale.format(y.edges[j]!)}.`;
    },
  },
};

/** The box of the whole grid in the panel; it exceeds the panel where bins exceed the domain. */
function gridBox({ width, height }: Box, x: Ends, y: Ends): Box {
  const [left, right] = x.map((fraction) => Math.round(fraction * width));
  const [bottom, top] = y.map((fraction) => Math.round(fraction * height));
  return { x: left!, y: height - top!, width: Math.max(1, right! - left!), height: Math.max(1, top! - bottom!) };
}

type Ends = readonly [from: number, to: number];

function ends(scale: Scale, { edges }: BinnedAxis): Ends {
  const end = edges.at(-1)!;
  const [first, last] = [edges[0]!, end === Infinity ? scale.domain[1] : end].map((edge) => scale.position(edge)) as [
    number,
    number,
  ];
  return scale.reversed ? [last, first] : [first, last];
}

function wrongColor({ from }: LayerSpec, color: Channel): PikaError {
  return new PikaError('spec/bad-channel', {
    subject: `color of the density plot from "${from}"`,
    expected: 'an aggregate, a column of categories, or none for counts',
    found: `color="${channelText(color)}"`,
    next: 'Write color="avg(delay)" or color="origin", or leave it out.',
  });
}

function optionsOf(wanted: RowChannel): BinOptions | null {
  return wanted.kind === 'bin' ? wanted.options : null;
}

function columnOf({ from, channels }: LayerSpec, channel: PositionChannel): RowChannel {
  const wanted = channels.get(channel);
  if (wanted && hasRows(wanted)) return wanted;
  throw new PikaError('spec/missing-channel', {
    subject: `density plot from "${from}"`,
    expected: `${channel}="column"`,
    found: wanted ? `${channel}="${channelText(wanted)}"` : `no ${channel}`,
    next: 'A density groups rows by two columns: write x="distance" y="delay".',
  });
}
