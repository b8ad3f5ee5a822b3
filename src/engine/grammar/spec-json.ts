import type { Json } from './attributes/attribute-type';
import type { AttributeGroup, LAYER_GROUPS, PLOT_GROUPS } from './attributes/attribute-groups';
import type { Attribute } from './attributes/attributes';

/** The current form of a plot's spec in JSON. */
export const SPEC_VERSION = 1;
export const MAX_LAYERS = 100;

/** A plot as plain JSON, as {@link specToJson} writes it. `plot-schema.json` of the package describes it. */
export type PlotJson = JsonOf<typeof PLOT_GROUPS> &
  LayerJson & {
    readonly $schema?: string;
    readonly version?: typeof SPEC_VERSION;
    readonly layers?: readonly LayerJson[];
  };

/** One layer of a plot as JSON. In `layers`, null means that the layer does not inherit the plot's value. */
export type LayerJson = JsonOf<typeof LAYER_GROUPS>;

/** The JSON of groups of attributes, nested by their paths. */
type JsonOf<Groups extends readonly AttributeGroup[]> = Intersection<{
  [I in keyof Groups]: Nested<Groups[I]['path'], { readonly [K in keyof Groups[I]['entries']]?: Json }>;
}>;

type Nested<Path extends readonly string[], Value> = Path extends readonly [
  infer Key extends string,
  ...infer Rest extends readonly string[],
]
  ? { readonly [K in Key]?: Nested<Rest, Value> }
  : Value;

type Intersection<Types extends readonly unknown[]> = Types extends readonly [infer First, ...infer Rest]
  ? First & Intersection<Rest>
  : unknown;

/** Whether a layer can decline a value of the plot: in JSON by null, in HTML by an empty attribute. */
export function isOptional({ type }: Attribute): boolean {
  return type.parse('') === null;
}

/** Attributes by the keys of their JSON, nested as JSON is. */
export type JsonTree = ReadonlyMap<string, Attribute | JsonTree>;

export function isAttribute(node: Attribute | JsonTree): node is Attribute {
  return !(node instanceof Map);
}

export function jsonTree(attributes: readonly Attribute[]): JsonTree {
  const root = new Map<string, Attribute | Map<string, Attribute | JsonTree>>();
  for (const attribute of attributes) {
    let at = root as Map<string, Attribute | JsonTree>;
    for (const key of attribute.path.slice(0, -1)) {
      if (!at.has(key)) at.set(key, new Map());
      at = at.get(key) as Map<string, Attribute | JsonTree>;
    }
    at.set(attribute.path.at(-1)!, attribute);
  }
  return root;
}
