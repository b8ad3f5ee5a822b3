import { attributesOf, PLOT_ATTRIBUTES, type Attribute, type PlotAttributes } from '../../engine/index';
import type { AttributeUse } from '../controllers/attribute-controller';
import type { PlotTextProperties } from '../text-properties';
import { markNamesOf, textOf, type AuthoredLayers } from './authored-plot';

const WITHOUT_RIGHT = 'without a <pika-mark y-axis="right">';

/** What attributes that only the element reads may hold; first, what authors write. */
const ELEMENT_VALUES = { tooltip: ['off', 'on', ''], tools: ['menu', 'off', ''] } as const;

/** Whether an attribute is about the right axis. */
export function isOfRightAxis(name: string): boolean {
  return name.startsWith('right-');
}

/**
 * The attributes of a plot that have no effect, with the reason.
 * @param known the names of all attributes
 * @param hasSpec an assigned spec has replaced the attributes
 * @param rampRemark about an unknown `--pika-ramp`
 * @param otherRemarks about colors and selections
 */
export function plotAttributeUse(
  plot: PlotTextProperties & Element,
  layers: AuthoredLayers,
  known: readonly string[],
  hasSpec: boolean,
  rampRemark: string | null,
  otherRemarks: readonly string[],
): AttributeUse {
  const marks = markNamesOf(plot, layers);
  const uses = marks.map(attributesOf);
  const used = uses.includes(null) ? known : uses.flatMap((names) => names ?? []);
  const unused = known.filter((name) => !used.includes(name));
  const where = `with ${marks.map((mark) => `mark="${mark}"`).join(' or ')}`;
  const propertyText = (name: string): string | null => {
    const attribute = PLOT_ATTRIBUTES.find((one) => one.name === name)!;
    return textOf(plot, attribute);
  };
  const replaced = hasSpec ? known.filter((name) => plot.getAttribute(name) !== propertyText(name)) : [];
  const isOverridden = ({ property }: Attribute): boolean =>
    layers !== null && layers.length > 0 && layers.every((layer) => (layer as PlotAttributes)[property] != null);
  const overridden = PLOT_ATTRIBUTES.filter(isOverridden).map(({ name }) => name);
  const hasRightAxis = layers?.some(({ yAxis }) => yAxis?.trim() === 'right') ?? false;
  const { zoom } = plot;
  const ramp = marks.includes('density') ? rampRemark : null;
  const remarks = (['tooltip', 'tools'] as const).flatMap((name) => {
    const value = plot[name];
    const known: readonly string[] = ELEMENT_VALUES[name];
    return value === null || known.includes(value)
      ? []
      : [`${name}="${value}" has no effect: write ${name}="${known[0]}", or leave it out.`];
  });
  return {
    known,
    unused: {
      ...Object.fromEntries(unused.map((name) => [name, where])),
      ...Object.fromEntries(overridden.map((name) => [name, 'because each <pika-mark> has its own'])),
      ...(hasRightAxis ? {} : Object.fromEntries(known.filter(isOfRightAxis).map((name) => [name, WITHOUT_RIGHT]))),
      ...Object.fromEntries(replaced.map((name) => [name, 'beside the property "spec"'])),
      ...(zoom === null && { 'zoom-group': 'without the attribute "zoom"' }),
    },
    remarks: [...remarks, ...(ramp === null ? [] : [ramp]), ...otherRemarks],
  };
}
