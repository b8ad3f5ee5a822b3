import { isPresence, type Attribute, type LayerTexts, type PlotTexts } from '../engine/index';
import { PikaElement, type PikaPropertyDeclaration } from './pika-element';

/** Properties that hold attributes as text; null for an attribute that is not set. */
type Texts<T, Flags extends string = never> = { [property in Exclude<keyof T, Flags>]-?: string | null } & {
  [property in Flags]: boolean;
};

/** The attributes of a plot, as properties of its element. */
export type PlotTextProperties = Texts<PlotTexts, 'pick'>;

/** PikaElement, with properties that {@link textProperties} declares. */
type ElementWith<T> = Omit<typeof PikaElement, 'prototype'> &
  (abstract new <Events extends object>() => PikaElement<Events> & T);

export const LayerElement = PikaElement as unknown as ElementWith<Texts<LayerTexts>>;
export const PlotElement = PikaElement as unknown as ElementWith<PlotTextProperties>;

/** A list that an attribute refuses stays readable, for its error. */
function textOf({ type }: Attribute, value: unknown): string | undefined {
  if (!Array.isArray(value)) return type.toText(value);
  const json = JSON.stringify(value);
  return type.toText(JSON.parse(json)) ?? json;
}

/** Lit's declarations of a property for each attribute. */
export function textProperties(attributes: readonly Attribute[]): Record<string, PikaPropertyDeclaration> {
  return Object.fromEntries(
    attributes.map((attribute) => [
      attribute.property,
      isPresence(attribute)
        ? { type: Boolean, attribute: attribute.name, empty: false }
        : {
            type: String,
            attribute: attribute.name,
            empty: null,
            toText: (value: unknown) => textOf(attribute, value),
            expected: attribute.type.expected,
          },
    ]),
  );
}
