import { bareTag, importTypes } from '../source-text.mjs';

/** The module `pika-plot/solid`: the elements, and the types of their tags in JSX. */
export function solidModule({ elements, types }) {
  const classes = elements.map(({ name }) => `${name} as ${name}Element`);
  return `import type { JSX as SolidJsx } from 'solid-js';
import 'pika-plot';
${importTypes([...classes, ...types])}
${elements.map((element) => bareTag(element, { listener: 'on:', property: 'prop:' })).join('\n')}
type Tag<Element, Own> = Own & Omit<SolidJsx.HTMLAttributes<Element>, keyof Own>;

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
${elements.map(({ tag, name }) => `      '${tag}': Tag<${name}Element, ${name}Attributes>;\n`).join('')}    }
  }
}
`;
}
