const SVG = 'http://www.w3.org/2000/svg';

type Attributes = Readonly<Record<string, string | number>>;

/** An element of HTML with texts and other elements in it. */
export function html<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...content: readonly (string | Node)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  return filled(element, attributes, content);
}

/** An element of SVG. */
export function svg(name: string, attributes: Attributes = {}, ...content: readonly (string | Node)[]): SVGElement {
  return filled(document.createElementNS(SVG, name), attributes, content);
}

function filled<E extends Element>(element: E, attributes: Attributes, content: readonly (string | Node)[]): E {
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...content);
  return element;
}
