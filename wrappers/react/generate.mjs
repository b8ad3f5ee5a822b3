import { bareTag, comment, descriptionOf, fields, importTypes, propsOf, summaryOf } from '../source-text.mjs';

/** The module `pika-plot/react`: a component for each element, the hooks, and the types of bare tags. */
export function reactModule({ elements, types }) {
  const classes = elements.map(({ name }) => `${name} as ${name}Element`);
  return `import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import 'pika-plot';
${importTypes([...classes, ...types])}import { component, type Component } from '../../wrappers/react/component';
export { useQuery, useSelection } from '../../wrappers/react/hooks';

${elements.map(componentOf).join('\n')}
/** Props of bare tags. React 18 sets only attributes. */
type Tag<Element, Own> = DetailedHTMLProps<Omit<HTMLAttributes<Element>, keyof Own> & Own, Element> & { class?: string | undefined };

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
${elements.map(({ tag, name }) => `      '${tag}': Tag<${name}Element, ${name}Attributes>;\n`).join('')}    }
  }
}
`;
}

/** In JSX, the attribute `for` is written `htmlFor`. */
function withHtmlFor(element) {
  const named = element.attributes.filter(({ name }) => name === 'for');
  return { ...element, attributes: [...element.attributes, ...named.map((one) => ({ ...one, prop: 'htmlFor' }))] };
}

function componentOf(plain) {
  const element = withHtmlFor(plain);
  const { name, events } = element;
  const handlers = events.map(({ handler, type, description }) => ({
    name: handler,
    type: `((event: CustomEvent<${type}>) => void)`,
    description,
  }));
  return `export interface ${name}Props {
${fields([...propsOf(element), ...handlers])}}
${bareTag(plain, { listener: 'on' })}${comment(summaryOf(element))}export const ${name}: Component<${name}Element, ${name}Props> = component('${name}', ${descriptionOf(element)});
`;
}
