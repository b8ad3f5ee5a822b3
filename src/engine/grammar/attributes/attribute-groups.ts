import type { PikaErrorCode } from '../../errors';
import { CHANNEL_NAMES, type ChannelName } from '../channel-name';
import type { Channel } from '../channel';
import { MARK_NAMES } from '../mark-name';
import { SYMBOLS } from '../symbols';
import type { AttributeType, ValueOf } from './attribute-type';
import { axisDomain, axisScale, axisTicks } from './axis-types';
import { channelType } from './channel-type';
import { numbers, texts, values } from './list-types';
import { sort } from './sort-type';
import { timeZone } from './time-zone-type';
import { choice, flag, name, names, number, presence, whole } from './word-types';

/**
 * The language of authors, as one table: attributes, properties of elements, JSON and its schema are derived from it. A
 * new channel is an entry of {@link CHANNEL_NAMES}, a new option one of a group below.
 */

/** One attribute of a group. Its name is its key after the prefix of the group: `xDomain`, `x-domain`. */
interface Entry<T> {
  readonly type: AttributeType<T>;
  /** The code of the error for a wrong value; default: `spec/bad-attribute`. */
  readonly code?: PikaErrorCode;
  /** The next step in the error, in place of an example. */
  readonly next?: string;
}

export type Entries = Readonly<Record<string, Entry<unknown>>>;

/** The parsed values of a group; null for those that the author left out. */
export type GroupValues<E extends Entries> = { readonly [K in keyof E]: ValueOf<E[K]['type']> | null };

/** How a mark draws its instances. Each mark uses some. */
const MARK_OPTIONS = {
  /** What to do with instances at one place. */
  stack: { type: choice(['zero', 'normalize', 'center', 'dodge', 'off']) },
  sort: { type: sort },
  /** How many labels of a band, or slices of a pie, to draw: the first in the order of `sort`, or the largest. */
  limit: { type: whole(1, 1000, 10), next: 'Write limit="10" for the ten largest bars, or leave it out for all.' },
  curve: { type: choice(['linear', 'step', 'step-before', 'step-after', 'monotone', 'natural', 'basis', 'cardinal']) },
  symbol: { type: choice(SYMBOLS) },
  hollow: { type: flag },
  /** Lengths of dashes and gaps, in CSS pixels. */
  dash: { type: numbers(0, null, '4 2') },
  strokeWidth: { type: number(0, 100, 2) },
  cornerRadius: { type: number(0, 1000, 3) },
  /** Boxes are vertical, or horizontal. */
  orient: { type: choice(['vertical', 'horizontal']) },
  /** The part of a text that is at its position. */
  anchor: { type: choice(['start', 'middle', 'end']) },
  /** How far to move a text to the right and down, in CSS pixels. */
  dx: { type: number(-1000, 1000, 6) },
  dy: { type: number(-1000, 1000, -6) },
  /** The size of a text, in CSS pixels. */
  fontSize: { type: number(1, 200, 11) },
  textFormat: { type: name('$,.2~s') },
  /** The hole of a pie, as a fraction of its radius. */
  innerRadius: { type: number(0, 1, 0.6) },
} as const satisfies Entries;

const AXIS_SCALE = {
  scale: { type: axisScale },
  domain: { type: axisDomain, code: 'spec/bad-channel' },
  nice: { type: flag },
  zero: { type: flag },
  reverse: { type: flag },
} as const satisfies Entries;

const COLOR_SCALE = {
  scale: { type: choice(['category', 'sequential', 'diverging', 'quantile', 'quantize', 'threshold']) },
  scheme: { type: name('viridis') },
  domain: { type: values },
  range: { type: texts('colors separated by commas', 'steelblue, #f60') },
  reverse: { type: flag },
} as const satisfies Entries;

const SIZE_SCALE = {
  /** How the area of a symbol grows with its value. */
  scale: { type: choice(['linear', 'sqrt', 'log', 'symlog']) },
  /** The areas of symbols, in square CSS pixels. */
  range: { type: numbers(0, 2, '4, 400') },
} as const satisfies Entries;

const AXIS_GUIDE = {
  label: { type: name('Delay in minutes') },
  format: { type: name('$,.2~s') },
  ticks: { type: axisTicks },
  grid: { type: flag },
} as const satisfies Entries;

/** The format of the values of color, size or the angles of a pie, in the legend and elsewhere. */
const VALUE_GUIDE = { format: { type: name('.1%') } } as const satisfies Entries;

/** The zone in which times are shown and days begin. */
const CLOCKS = { timeZone: { type: timeZone } } as const satisfies Entries;

/** Small multiples: how many panels are side by side, and whether they share scales. */
const FACET = {
  wrap: { type: number(1, 100, 4) },
  scales: { type: choice(['shared', 'free', 'free-x', 'free-y']) },
} as const satisfies Entries;

/** Which guides the plot shows. `labels`: axes without titles. */
const SHOWN_GUIDES = {
  legend: { type: flag },
  axes: { type: choice(['on', 'labels', 'off']) },
} as const satisfies Entries;

/**
 * What the pointer selects. A drag selects a range on the named axes, or the inside of a lasso; pointing selects the
 * values of the nearest row, on both axes or one.
 */
const BRUSHES = ['x', 'y', 'xy', 'lasso', 'nearest', 'nearest-x', 'nearest-y'] as const;

/** `all`, or no value: every axis that shows a column. */
const zoomAxes: AttributeType<'x' | 'y' | 'xy' | 'all'> = {
  ...choice(['x', 'y', 'xy', 'all']),
  expected: '"x", "y", "xy" or nothing for all axes',
  parse: (text) => (text.trim() === '' ? 'all' : choice(['x', 'y', 'xy', 'all']).parse(text)),
  toJson: (text) => text.trim().toLowerCase() || 'all',
};

const INTERACTION = {
  brush: {
    type: choice(BRUSHES),
    code: 'spec/bad-brush',
    next: 'Name the axes to drag along, or how pointing selects.',
  },
  zoom: { type: zoomAxes, code: 'spec/bad-zoom', next: 'Name the axes that the wheel zooms, or write zoom alone.' },
  /** Plots of one group share the visible domains of axes of the same kind. */
  zoomGroup: { type: name('maps') },
  /** The selection that receives the plot's clause. */
  selection: { type: name('flights') },
  /** The selections that filter the plot. */
  filterBy: { type: names },
  /**
   * The column by which clauses over other queries filter the plot's rows; null if those clauses use columns that its
   * query has too.
   */
  filterKey: { type: name('id') },
} as const satisfies Entries;

/** What the element does by itself. */
const ELEMENT = {
  pick: { type: presence },
  tooltip: { type: flag },
  tools: { type: choice(['menu', 'off']) },
} as const satisfies Entries;

const ACCESSIBLE_NAME = { label: { type: name('Delays by hour') } } as const satisfies Entries;

const LAYER_BASICS = {
  from: { type: name('flights') },
  mark: { type: choice(MARK_NAMES), code: 'spec/unknown-mark' },
  /** The y axis that shows the layer's values. The two axes have separate scales. */
  yAxis: { type: choice(['left', 'right']) },
  /** Whether rows that are filtered out are drawn behind the others; null: the mark's default. */
  context: {
    type: flag,
    code: 'spec/bad-context',
    next: 'Write "on" to draw rows that are filtered out behind the others, "off" to hide them.',
  },
} as const satisfies Entries;

/** The property of a channel: `text` for labels, because `label` is the accessible name of a plot. */
export type ChannelProperty<C extends ChannelName = ChannelName> = C extends 'label' ? 'text' : CamelCase<C>;

export function channelProperty(channel: ChannelName): ChannelProperty {
  return (channel === 'label' ? 'text' : camelCase(channel)) as ChannelProperty;
}

const CHANNELS = Object.fromEntries(
  CHANNEL_NAMES.map((channel) => [
    channelProperty(channel),
    { type: channelType(kebabCase(channelProperty(channel))), code: 'spec/bad-channel' },
  ]),
) as unknown as Readonly<Record<ChannelProperty, Entry<Channel>>>;

/** The attributes whose names start with a prefix. In JSON they are at `path`. */
export interface AttributeGroup<
  P extends string = string,
  E extends Entries = Entries,
  Path extends readonly string[] = readonly string[],
> {
  readonly prefix: P;
  readonly path: Path;
  readonly entries: E;
}

/** The parsed values of a group. */
export type GroupOf<G> = G extends AttributeGroup<string, infer E> ? GroupValues<E> : never;

function group<const P extends string, E extends Entries, const Path extends readonly string[]>(
  prefix: P,
  path: Path,
  entries: E,
): AttributeGroup<P, E, Path> {
  return { prefix, path, entries };
}

export const BASICS_GROUP = group('', [], LAYER_BASICS);
export const CHANNELS_GROUP = group('', [], CHANNELS);
export const OPTIONS_GROUP = group('', [], MARK_OPTIONS);
export const X_SCALE_GROUP = group('x', ['scales', 'x'], AXIS_SCALE);
export const Y_SCALE_GROUP = group('y', ['scales', 'y'], AXIS_SCALE);
/** The right y axis. */
export const RIGHT_SCALE_GROUP = group('right', ['scales', 'right'], AXIS_SCALE);
export const COLOR_SCALE_GROUP = group('color', ['scales', 'color'], COLOR_SCALE);
export const SIZE_SCALE_GROUP = group('size', ['scales', 'size'], SIZE_SCALE);
export const X_GUIDE_GROUP = group('x', ['guides', 'x'], AXIS_GUIDE);
export const Y_GUIDE_GROUP = group('y', ['guides', 'y'], AXIS_GUIDE);
export const RIGHT_GUIDE_GROUP = group('right', ['guides', 'right'], AXIS_GUIDE);
export const COLOR_GUIDE_GROUP = group('color', ['guides', 'color'], VALUE_GUIDE);
export const SIZE_GUIDE_GROUP = group('size', ['guides', 'size'], VALUE_GUIDE);
export const THETA_GUIDE_GROUP = group('theta', ['guides', 'theta'], VALUE_GUIDE);
export const CLOCKS_GROUP = group('', [], CLOCKS);
export const FACET_GROUP = group('facet', ['facet'], FACET);
export const SHOWN_GUIDES_GROUP = group('', ['guides'], SHOWN_GUIDES);
export const INTERACTION_GROUP = group('', ['interaction'], INTERACTION);
export const ELEMENT_GROUP = group('', ['interaction'], ELEMENT);
export const NAME_GROUP = group('', [], ACCESSIBLE_NAME);

/** Attributes of each layer. Those of the plot are the defaults of its layers. */
export const LAYER_GROUPS = [BASICS_GROUP, CHANNELS_GROUP, OPTIONS_GROUP] as const;

/** Attributes of the plot as a whole. */
export const PLOT_GROUPS = [
  X_SCALE_GROUP,
  Y_SCALE_GROUP,
  RIGHT_SCALE_GROUP,
  COLOR_SCALE_GROUP,
  SIZE_SCALE_GROUP,
  X_GUIDE_GROUP,
  Y_GUIDE_GROUP,
  RIGHT_GUIDE_GROUP,
  COLOR_GUIDE_GROUP,
  SIZE_GUIDE_GROUP,
  THETA_GUIDE_GROUP,
  SHOWN_GUIDES_GROUP,
  FACET_GROUP,
  CLOCKS_GROUP,
  INTERACTION_GROUP,
  ELEMENT_GROUP,
  NAME_GROUP,
] as const;

type PropertiesOf<G> = G extends { readonly prefix: infer P extends string; readonly entries: infer E }
  ? PropertyOf<P, keyof E & string>
  : never;
type PropertyOf<P extends string, K extends string> = P extends '' ? K : `${P}${Capitalize<K>}`;
type CamelCase<S extends string> = S extends `${infer A}-${infer B}` ? `${A}${Capitalize<CamelCase<B>>}` : S;

/** The name of an attribute as a property of its element: `xDomain`. */
export type LayerProperty = PropertiesOf<(typeof LAYER_GROUPS)[number]>;
export type PlotProperty = LayerProperty | PropertiesOf<(typeof PLOT_GROUPS)[number]>;

export function camelCase(text: string): string {
  return text.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

export function kebabCase(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
