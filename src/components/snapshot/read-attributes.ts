import type { LitElement } from 'lit';
import { propertyText, type ToText } from '../property-text';
import { COMMON_ATTRIBUTES } from './kept';

/** The attributes of an element, also those that a framework has set as properties. */
export function attributesOf(element: LitElement, leftOut: ReadonlySet<string>): Readonly<Record<string, string>> {
  const attributes: Record<string, string> = {};
  const { elementProperties } = element.constructor as typeof LitElement;
  for (const [property, { attribute, state }] of elementProperties) {
    if (attribute === false || state) continue;
    const name = typeof attribute === 'string' ? attribute : String(property).toLowerCase();
    const text = leftOut.has(name) ? null : textOf(Reflect.get(element, property));
    if (text !== null) attributes[name] = text;
  }
  return { ...attributes, ...commonAttributesOf(element), ...(element.id !== '' && { id: element.id }) };
}

export function commonAttributesOf(element: Element): Readonly<Record<string, string>> {
  return Object.fromEntries(
    COMMON_ATTRIBUTES.flatMap((name) => {
      const text = element.getAttribute(name);
      return text === null ? [] : [[name, text]];
    }),
  );
}

const asJson: ToText = (value) => (typeof value === 'boolean' ? undefined : JSON.stringify(value));

function textOf(value: unknown): string | null {
  const text = propertyText(value, asJson);
  return text === undefined ? JSON.stringify(value) : text;
}
