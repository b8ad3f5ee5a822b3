import {
  PLOT_ATTRIBUTES,
  type Attribute,
  type LayerAttributes,
  type PlotAttributes,
  type PlotRequest,
} from '../../engine/index';
import type { PlotTextProperties } from '../text-properties';

/** The layers of a plot; null if its attributes describe its only layer. */
export type AuthoredLayers = readonly LayerAttributes[] | null;

/** What the properties of a plot ask for. */
export function requestOf(
  plot: PlotTextProperties,
  layers: AuthoredLayers,
  attributes: readonly Attribute[],
): PlotRequest {
  const texts = attributes.map((attribute) => [attribute.property, textOf(plot, attribute)]);
  return { ...(Object.fromEntries(texts) as PlotAttributes), ...(layers && { layers }) };
}

/** What the author wrote in HTML: attributes, and layers as children. */
export function writtenRequest(element: Element, layers: AuthoredLayers): PlotRequest {
  const texts = PLOT_ATTRIBUTES.filter(({ name }) => element.hasAttribute(name)).map(({ name, property }) => [
    property,
    element.getAttribute(name),
  ]);
  return { ...(Object.fromEntries(texts) as PlotAttributes), ...(layers && { layers }) };
}

/** What a script or a framework assigned to properties whose attributes the author did not write. */
export function assignedTexts(plot: PlotTextProperties & Element): PlotAttributes {
  const texts = PLOT_ATTRIBUTES.filter(({ name }) => !plot.hasAttribute(name)).map((attribute) => [
    attribute.property,
    textOf(plot, attribute),
  ]);
  return Object.fromEntries(texts) as PlotAttributes;
}

/** The value of an attribute, as its property has it. */
export function textOf(plot: PlotTextProperties, { property }: Attribute): string | null {
  const value = plot[property];
  return typeof value === 'boolean' ? (value ? '' : null) : value;
}

/** The query of the first layer. */
export function queryOf({ from }: PlotTextProperties, layers: AuthoredLayers): string | null {
  return (from ?? layers?.[0]?.from)?.trim() || null;
}

/** The marks of all layers, each once. */
export function markNamesOf({ mark }: PlotTextProperties, layers: AuthoredLayers): readonly string[] {
  return [...new Set((layers ?? [{}]).map((layer: LayerAttributes) => (layer.mark ?? mark ?? '').trim()))];
}

/** The accessible name. */
export function nameOf(plot: PlotTextProperties, layers: AuthoredLayers): string {
  const [x, y, theta, color] = (['x', 'y', 'theta', 'color'] as const).map(
    (channel) => plot[channel] ?? layers?.find((one) => one[channel])?.[channel],
  );
  const [value, by] = y == null && x == null ? [theta, color] : [y, x];
  const shown = [value, by].filter((text) => text != null && text !== '').join(' by ');
  return plot.label ?? `${markNamesOf(plot, layers).join(' and ')} plot${shown && ` of ${shown}`}`;
}
