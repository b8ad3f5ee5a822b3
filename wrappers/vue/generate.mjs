import { comment, descriptionOf, fields, importTypes, propsOf, summaryOf } from '../source-text.mjs';

/** What `v-model` binds: the property, and the event with its new value. */
const MODELS = {
  PikaInput: { modelValue: ['value', 'pika-input', 'value', 'unknown'] },
  PikaSelection: {
    modelValue: ['value', 'pika-select', 'clauses', 'readonly SelectionClause[]'],
    selection: ['value', 'pika-select', 'clauses', 'readonly SelectionClause[]'],
  },
  PikaPlot: { domain: ['domain', 'pika-view', null, 'PlotDomain'] },
};

/** The module `pika-plot/vue`: a component for each element, and the composables. */
export function vueModule({ elements, types }) {
  const classes = elements.map(({ name }) => `${name} as ${name}Element`);
  const named = [...new Set([...types, 'PlotDomain', 'SelectionClause'])];
  return `import 'pika-plot';
${importTypes([...classes, ...named])}import { component } from '../../wrappers/vue/component';
export { useQuery, useSelection } from '../../wrappers/vue/composables';

${elements.map(componentOf).join('\n')}
declare module 'vue' {
  interface GlobalComponents {
${elements.map(({ name }) => `    ${name}: typeof ${name};\n`).join('')}  }
}
`;
}

function componentOf(element) {
  const { name, events } = element;
  const models = Object.entries(MODELS[name] ?? {});
  const own = models.filter(([model]) => !element.properties.some((property) => property.name === model));
  const handlers = [
    ...events.map(({ handler, type, description }) => ({ name: handler, type: `CustomEvent<${type}>`, description })),
    ...models.map(([model, [, , , type]]) => ({ name: `onUpdate:${model}`, type })),
  ].map(({ type, ...handler }) => ({ ...handler, type: `((value: ${type}) => void)` }));
  const props = [
    ...propsOf(element),
    ...own.map(([model, [, , , type]]) => ({ name: model, type: `${type} | null` })),
    ...handlers,
  ];
  const code = models.map(
    ([model, [property, event, key]]) =>
      `${model}: { property: '${property}', event: '${event}', valueOf: (detail: ${element.name}Events['${event}']) => detail${key ? `.${key}` : ''} }`,
  );
  const emits = [
    ...events.map(({ name: event, type }) => `  '${event}': (event: CustomEvent<${type}>) => void;\n`),
    ...models.map(([model, [, , , type]]) => `  'update:${model}': (value: ${type}) => void;\n`),
  ];
  return `export interface ${name}Props {
${fields(props)}}
export type ${name}Emits = {
${emits.join('')}};
${comment(summaryOf(element))}export const ${name} = component<${name}Element, ${name}Props, ${name}Emits>('${name}', ${descriptionOf(element)}${code.length > 0 ? `, { ${code.join(', ')} }` : ''});
`;
}
