import type { JsonSchema } from '../engine/grammar/attributes/attribute-type';
import { LAYER_ATTRIBUTES, PLOT_ATTRIBUTES, type Attribute } from '../engine/grammar/attributes/attributes';
import {
  isAttribute,
  isOptional,
  jsonTree,
  MAX_LAYERS,
  SPEC_VERSION,
  type JsonTree,
} from '../engine/grammar/spec-json';
import { ATTRIBUTE_DOCS } from './attribute-docs';

/** The JSON Schema of `plot.spec`, published as `plot-schema.json`. */
export const plotSchema: JsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'A plot of pika-plot',
  ...objectSchema(jsonTree(PLOT_ATTRIBUTES), attributeSchema, {
    $schema: { type: 'string' },
    version: { const: SPEC_VERSION },
    layers: {
      type: 'array',
      maxItems: MAX_LAYERS,
      description: 'In painter’s order. A layer has the attributes of the plot as defaults; null is no value.',
      items: objectSchema(jsonTree(LAYER_ATTRIBUTES), (attribute) =>
        isOptional(attribute) ? { anyOf: [attributeSchema(attribute), { type: 'null' }] } : attributeSchema(attribute),
      ),
    },
  }),
};

function objectSchema(
  tree: JsonTree,
  schemaOf: (attribute: Attribute) => JsonSchema,
  others: Readonly<Record<string, JsonSchema>> = {},
): JsonSchema {
  const properties = [...tree].map(([key, node]): [string, JsonSchema] => [
    key,
    isAttribute(node) ? schemaOf(node) : objectSchema(node, schemaOf),
  ]);
  return { type: 'object', properties: { ...others, ...Object.fromEntries(properties) }, additionalProperties: false };
}

function attributeSchema({ type, property }: Attribute): JsonSchema {
  return { description: ATTRIBUTE_DOCS[property], ...type.schema };
}
