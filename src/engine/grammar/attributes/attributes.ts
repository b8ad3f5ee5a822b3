import type { PikaErrorCode } from '../../errors';
import type { AttributeType } from './attribute-type';
import { presence } from './word-types';
import {
  ELEMENT_GROUP,
  kebabCase,
  LAYER_GROUPS,
  NAME_GROUP,
  PLOT_GROUPS,
  type AttributeGroup,
  type LayerProperty,
  type PlotProperty,
} from './attribute-groups';

export interface Attribute {
  /** In its group. */
  readonly key: string;
  /** In HTML. */
  readonly name: string;
  /** Of the element, and of {@link PlotTexts}. */
  readonly property: PlotProperty;
  /** The keys that lead to it in JSON. */
  readonly path: readonly string[];
  readonly type: AttributeType<unknown>;
  /** The code of the error for a wrong value. */
  readonly code: PikaErrorCode;
  /** The next step in the error; default: to follow an example. */
  readonly next: string | null;
}

/** Whether the attribute is a flag of HTML: on where it is present. */
export function isPresence({ type }: Attribute): boolean {
  return type === presence;
}

/** The attributes of a layer and of a plot as the author wrote them. */
export type LayerTexts = { readonly [property in LayerProperty]?: string | null };
export type PlotTexts = { readonly [property in PlotProperty]?: string | null };

/** In JSON, a scale has a type. */
const JSON_NAMES: Readonly<Record<string, string>> = { scale: 'type' };

const cache = new Map<AttributeGroup, readonly Attribute[]>();

export function attributesOfGroup(group: AttributeGroup): readonly Attribute[] {
  let attributes = cache.get(group);
  if (!attributes) {
    const { prefix, path, entries } = group;
    attributes = Object.entries(entries).map(([key, { type, code = 'spec/bad-attribute', next = null }]) => {
      const property = (prefix === '' ? key : prefix + key[0]!.toUpperCase() + key.slice(1)) as PlotProperty;
      return { key, name: kebabCase(property), property, path: [...path, JSON_NAMES[key] ?? key], type, code, next };
    });
    cache.set(group, attributes);
  }
  return attributes;
}

/** The attributes of a layer, which a plot may have too, as defaults of its layers. */
export const LAYER_ATTRIBUTES: readonly Attribute[] = LAYER_GROUPS.flatMap(attributesOfGroup);
/** The attributes that the engine uses. */
export const ENGINE_ATTRIBUTES: readonly Attribute[] = [
  ...LAYER_ATTRIBUTES,
  ...PLOT_GROUPS.filter((group) => group !== ELEMENT_GROUP && group !== NAME_GROUP).flatMap(attributesOfGroup),
];
/** All attributes of a plot. */
export const PLOT_ATTRIBUTES: readonly Attribute[] = [...LAYER_ATTRIBUTES, ...PLOT_GROUPS.flatMap(attributesOfGroup)];
