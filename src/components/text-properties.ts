import type { PropertyDeclarations } from 'lit';
import { isPresence, type Attribute, type LayerTexts, type PlotTexts } from '../engine/index';
import { PikaElement } from './pika-element';

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

/** Lit's declarations of a property for each attribute. */
export function textProperties(attributes: readonly Attribute[]): PropertyDeclarations {
  return Object.fromEntries(
    attributes.map((attribute) => [
      attribute.property,
      { type: isPresence(attribute) ? Boolean : String, attribute: attribute.name },
    ]),
  );
}

/** The properties before the author has set any. */
export function emptyTexts(attributes: readonly Attribute[]): object {
  return Object.fromEntries(attributes.map((attribute) => [attribute.property, isPresence(attribute) ? false : null]));
}
