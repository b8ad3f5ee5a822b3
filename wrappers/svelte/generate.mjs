import { bareTag, importTypes } from '../source-text.mjs';

/** The module `pika-plot/svelte`: the elements, and the types of their tags in Svelte's templates. */
export function svelteModule({ elements, types }) {
  const classes = elements.map(({ name }) => `${name} as ${name}Element`);
  return `import type { HTMLAttributes } from 'svelte/elements';
import 'pika-plot';
${importTypes([...classes, ...types])}
${elements.map((element) => bareTag(element, { listener: 'on' })).join('\n')}
type Tag<Element extends HTMLElement, Own> = Own & Omit<HTMLAttributes<Element>, keyof Own>;

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
${elements.map(({ tag, name }) => `    '${tag}': Tag<${name}Element, ${name}Attributes>;\n`).join('')}  }
}
`;
}
