import type { Json } from './attributes/attribute-type';
import { LAYER_ATTRIBUTES, PLOT_ATTRIBUTES, type Attribute, type PlotTexts } from './attributes/attributes';
import { parseAttribute } from './attributes/parse-attributes';
import type { PlotRequest } from './plot-spec';
import { SPEC_VERSION, type PlotJson } from './spec-json';

/**
 * What the author wrote, as JSON.
 * @throws PikaError `spec/…` for the first wrong attribute
 */
export function specToJson({ layers = [], ...texts }: PlotRequest): PlotJson {
  return {
    version: SPEC_VERSION,
    ...toJson(PLOT_ATTRIBUTES, texts, false),
    ...(layers.length > 0 && { layers: layers.map((layer) => toJson(LAYER_ATTRIBUTES, layer, true)) }),
  };
}

type JsonObject = { [key: string]: Json | JsonObject };

/** @param ofLayer keeps empty values, which decline the plot's */
function toJson(attributes: readonly Attribute[], texts: PlotTexts, ofLayer: boolean): PlotJson {
  const root: JsonObject = {};
  for (const attribute of attributes) {
    const text = texts[attribute.property];
    if (text == null) continue;
    const isEmpty = parseAttribute(attribute, text) === null;
    if (isEmpty && !ofLayer) continue;
    const at = attribute.path.slice(0, -1).reduce((object, key) => (object[key] ??= {}) as JsonObject, root);
    at[attribute.path.at(-1)!] = isEmpty ? null : attribute.type.toJson(text);
  }
  return root as PlotJson;
}
