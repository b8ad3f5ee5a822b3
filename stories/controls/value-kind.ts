import { CHANNELS_GROUP } from '../../src/engine/grammar/attributes/attribute-groups';
import { attributesOfGroup, PLOT_ATTRIBUTES } from '../../src/engine/grammar/attributes/attributes';
import { SCHEME_NAMES, RAMP_NAMES } from '../../src/engine/scales/color/schemes';
import type { CustomProperty, Typed } from './element-description';

/** What a control lets the user enter. */
export type ValueKind =
  | { readonly kind: 'flag' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'number'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'json' }
  | { readonly kind: 'color' }
  | { readonly kind: 'text' };

const TEXT: ValueKind = { kind: 'text' };

/** Lists that are too long for the types of the manifest. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  'color-scheme': SCHEME_NAMES,
  'time-zone': ['utc', 'local', ...Intl.supportedValuesOf('timeZone')],
  '--pika-ramp': RAMP_NAMES,
};

/** By the type in the manifest: words in quotes are choices, even if the attribute takes other text too. */
export function kindOfAttribute({ name, type }: Typed): ValueKind {
  const types = type?.text.split('|').map((one) => one.trim()) ?? [];
  const choices = LISTS[name] ?? types.flatMap((one) => /^"(.*)"$/.exec(one)?.[1] ?? []);
  if (choices.length > 0) return { kind: 'choice', choices };
  if (types.includes('boolean')) return { kind: 'flag' };
  if (types.includes('array') || types.includes('object')) return { kind: 'json' };
  return types.includes('number') ? { kind: 'number', ...boundsOf(name) } : TEXT;
}

export function kindOfCustomProperty({ name, syntax }: CustomProperty): ValueKind {
  const choices = LISTS[name];
  if (choices) return { kind: 'choice', choices };
  return syntax === '<color>' ? { kind: 'color' } : TEXT;
}

/** The group of an attribute of plots: the first key of its place in JSON. */
export function groupOfAttribute(name: string): string | null {
  if (channels.has(name)) return 'Channels';
  const attribute = plotAttributes.get(name);
  if (!attribute) return null;
  const [group] = attribute.path;
  return attribute.path.length > 1 ? group![0]!.toUpperCase() + group!.slice(1) : 'Mark';
}

const plotAttributes = new Map(PLOT_ATTRIBUTES.map((attribute) => [attribute.name, attribute]));
const channels = new Set(attributesOfGroup(CHANNELS_GROUP).map(({ name }) => name));

function boundsOf(name: string): { readonly min?: number; readonly max?: number } {
  const { minimum, maximum } = plotAttributes.get(name)?.type.schema ?? {};
  return { ...(typeof minimum === 'number' && { min: minimum }), ...(typeof maximum === 'number' && { max: maximum }) };
}
