import { PikaError } from '../errors';
import {
  BASICS_GROUP,
  CHANNELS_GROUP,
  channelProperty,
  CLOCKS_GROUP,
  COLOR_GUIDE_GROUP,
  SIZE_GUIDE_GROUP,
  THETA_GUIDE_GROUP,
  COLOR_SCALE_GROUP,
  INTERACTION_GROUP,
  FACET_GROUP,
  SHOWN_GUIDES_GROUP,
  OPTIONS_GROUP,
  RIGHT_GUIDE_GROUP,
  RIGHT_SCALE_GROUP,
  SIZE_SCALE_GROUP,
  X_GUIDE_GROUP,
  X_SCALE_GROUP,
  Y_GUIDE_GROUP,
  Y_SCALE_GROUP,
  type GroupOf,
} from './attributes/attribute-groups';
import { LAYER_ATTRIBUTES, type LayerTexts, type PlotTexts } from './attributes/attributes';
import { parseGroup } from './attributes/parse-attributes';
import type { Channel } from './channel';
import { CHANNEL_NAMES, type ByChannel } from './channel-name';
import type { MarkName } from './mark-name';
import type { AxisName } from './position-channel';
import type { ScaleSpec } from './scale-spec';

/** The attributes of a plot as the author wrote them, unparsed. */
export type PlotAttributes = PlotTexts;

/**
 * One layer as the author wrote it. Attributes that it does not set come from the plot; empty text counts as no value.
 */
export type LayerAttributes = LayerTexts;

/** A plot and its layers as the author wrote them. */
export interface PlotRequest extends PlotAttributes {
  /** In painter's order. Default: a single layer, described by the plot's own attributes. */
  readonly layers?: readonly LayerAttributes[];
  /** The language of its texts, as HTML's `lang`. Default: English. */
  readonly lang?: string | null;
}

type Interaction = GroupOf<typeof INTERACTION_GROUP>;
export type BrushKind = NonNullable<Interaction['brush']>;
/** `all`: every axis that shows a column. */
export type ZoomAxes = NonNullable<Interaction['zoom']>;

/** The plot as the author specified it, parsed but independent of types and data. */
export interface PlotSpec {
  /** In painter's order: a later layer covers an earlier one. */
  readonly layers: readonly [LayerSpec, ...LayerSpec[]];
  readonly scales: { readonly [axis in AxisName]: AxisScaleSpec } & {
    readonly color: GroupOf<typeof COLOR_SCALE_GROUP>;
    readonly size: GroupOf<typeof SIZE_SCALE_GROUP>;
  };
  readonly guides: { readonly [axis in AxisName]: AxisGuideSpec } & GroupOf<typeof SHOWN_GUIDES_GROUP> & {
      readonly color: GroupOf<typeof COLOR_GUIDE_GROUP>;
      readonly size: GroupOf<typeof SIZE_GUIDE_GROUP>;
      readonly theta: GroupOf<typeof THETA_GUIDE_GROUP>;
    };
  /** The name of the zone whose clocks show instants, or `local`; null for UTC. */
  readonly timeZone: string | null;
  /** A tag of BCP 47; null for the default, English. */
  readonly lang: string | null;
  readonly facet: GroupOf<typeof FACET_GROUP>;
  readonly brush: BrushKind | null;
  readonly zoom: ZoomAxes | null;
  /** Plots of one group share the visible domains of axes of the same kind. */
  readonly zoomGroup: string | null;
  /** The selection that receives this plot's clause. */
  readonly selection: string;
}

/** One mark, drawn from one query. */
export interface LayerSpec {
  readonly from: string;
  readonly mark: MarkName;
  readonly channels: ByChannel<Channel>;
  readonly options: MarkOptions;
  /** The selections that filter this layer. */
  readonly filterBy: readonly string[];
  /**
   * The column by which clauses over other queries filter this layer's rows; null if those clauses use columns that its
   * query has too.
   */
  readonly filterKey: string | null;
  /** Whether rows that are filtered out are drawn behind the others; null: the mark's default. */
  readonly context: boolean | null;
  /** The y axis that shows the layer's values; null for the left one. */
  readonly yAxis: 'left' | 'right' | null;
}

/** How a mark draws its instances; null for what the author left out. */
export type MarkOptions = GroupOf<typeof OPTIONS_GROUP>;

/** The title, format, ticks and grid of an axis; null for what the author left out. */
export type AxisGuideSpec = GroupOf<typeof X_GUIDE_GROUP>;

/** The scale of x or y; null for what the author left out. */
export interface AxisScaleSpec {
  /** Null: the default scale of the column's type. */
  readonly scale: ScaleSpec | null;
  /** The interval to show, lo < hi, in data units; times in milliseconds since 1970. */
  readonly domain: Domain | null;
  /** The domain is what the clocks of the plot's time zone show, as if it were UTC. */
  readonly isClockDomain: boolean;
  readonly nice: boolean | null;
  readonly zero: boolean | null;
  readonly reverse: boolean | null;
}

export type Domain = readonly [lo: number, hi: number];

/** @throws PikaError `spec/…` for the first invalid attribute */
export function parsePlotSpec(request: PlotRequest): PlotSpec {
  const [first = {}, ...others] = request.layers ?? [];
  const interaction = parseGroup(INTERACTION_GROUP, request);
  const layers = [
    parseLayer(request, first, interaction),
    ...others.map((layer) => parseLayer(request, layer, interaction)),
  ] as const;
  return {
    layers,
    scales: {
      x: axisScale('x', parseGroup(X_SCALE_GROUP, request)),
      y: axisScale('y', parseGroup(Y_SCALE_GROUP, request)),
      right: axisScale('right', parseGroup(RIGHT_SCALE_GROUP, request)),
      color: parseGroup(COLOR_SCALE_GROUP, request),
      size: parseGroup(SIZE_SCALE_GROUP, request),
    },
    guides: {
      x: parseGroup(X_GUIDE_GROUP, request),
      y: parseGroup(Y_GUIDE_GROUP, request),
      right: parseGroup(RIGHT_GUIDE_GROUP, request),
      color: parseGroup(COLOR_GUIDE_GROUP, request),
      size: parseGroup(SIZE_GUIDE_GROUP, request),
      theta: parseGroup(THETA_GUIDE_GROUP, request),
      ...parseGroup(SHOWN_GUIDES_GROUP, request),
    },
    ...parseGroup(CLOCKS_GROUP, request),
    lang: request.lang?.trim() || null,
    facet: parseGroup(FACET_GROUP, request),
    brush: interaction.brush,
    zoom: interaction.zoom,
    zoomGroup: interaction.zoomGroup,
    selection: interaction.selection ?? layers[0].from,
  };
}

function parseLayer(plot: PlotAttributes, layer: LayerAttributes, { selection, ...filters }: Interaction): LayerSpec {
  const texts = inherited(plot, layer);
  const { from, mark, context, yAxis } = parseGroup(BASICS_GROUP, texts);
  if (from === null) {
    throw new PikaError('spec/missing-from', {
      subject: '<pika-plot>',
      expected: 'an attribute from="…" naming a <pika-query>',
      found: 'none',
      next: 'Write <pika-query name="trips" src="trips.parquet"> and then from="trips".',
    });
  }
  if (mark === null) {
    throw new PikaError('spec/unknown-mark', {
      subject: `plot from "${from}"`,
      expected: 'an attribute mark="…"',
      found: 'none',
      next: 'Write for example mark="bar" or mark="density".',
    });
  }
  const channels = acrossPanel(mark, parseGroup(CHANNELS_GROUP, texts), layer);
  return {
    from,
    mark,
    channels: new Map(
      CHANNEL_NAMES.flatMap((name) => {
        const channel = channels[channelProperty(name)];
        return channel === null ? [] : [[name, channel] as const];
      }),
    ),
    options: parseGroup(OPTIONS_GROUP, texts),
    filterBy: filters.filterBy ?? [selection ?? from],
    filterKey: filters.filterKey,
    context,
    yAxis,
  };
}

type LayerChannels = GroupOf<typeof CHANNELS_GROUP>;

/** A rule at a constant crosses the panel, although the plot has a position on the other axis for its other layers. */
function acrossPanel(mark: string, channels: LayerChannels, own: LayerAttributes): LayerChannels {
  if (mark !== 'rule') return channels;
  for (const [value, other, end] of [
    ['y', 'x', 'y2'],
    ['x', 'y', 'x2'],
  ] as const)
    if (channels[value]?.kind === 'constant' && own[value] != null && own[other] == null && channels[end] === null)
      return { ...channels, [other]: null };
  return channels;
}

/** The texts of a layer, with the plot's as defaults. */
function inherited(plot: PlotAttributes, layer: LayerAttributes): LayerAttributes {
  return Object.fromEntries(
    LAYER_ATTRIBUTES.map(({ property }) => {
      const name = property as keyof LayerAttributes;
      return [name, layer[name] ?? plot[name] ?? null];
    }),
  );
}

function axisScale(axis: AxisName, asked: GroupOf<typeof X_SCALE_GROUP>): AxisScaleSpec {
  const { scale, domain, reverse } = asked;
  if (domain === null) return { ...asked, domain, isClockDomain: false };
  if ('ends' in domain) {
    const {
      ends: [start, end],
      isClock: isClockDomain,
    } = domain;
    if (scale?.kind === 'log' && Math.min(start, end) <= 0) {
      throw new PikaError('spec/bad-channel', {
        subject: `attribute ${axis}-domain`,
        expected: `two numbers above 0, because ${axis}-scale is "log"`,
        found: `"${start}, ${end}"`,
        next: `Write for example ${axis}-domain="1, 1000", or ${axis}-scale="symlog", which includes 0.`,
      });
    }
    return start < end
      ? { ...asked, domain: [start, end], isClockDomain }
      : { ...asked, domain: [end, start], isClockDomain, reverse: !reverse };
  }
  const { order } = domain;
  if (scale === null) return { ...asked, scale: { kind: 'band', order }, domain: null, isClockDomain: false };
  if (scale.kind === 'band' || scale.kind === 'point')
    return { ...asked, scale: { ...scale, order }, domain: null, isClockDomain: false };
  throw new PikaError('spec/bad-channel', {
    subject: `attribute ${axis}-domain`,
    expected: `two numbers or dates, because ${axis}-scale is "${scale.kind}"`,
    found: 'labels',
    next: `Write ${axis}-scale="band", or leave it out.`,
  });
}
