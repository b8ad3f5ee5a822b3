/** Pieces of TypeScript that every generated module has. */

/** A doc comment, or nothing. */
export function comment(text, indent = '') {
  return text ? `${indent}/** ${text} */\n` : '';
}

/** The fields of an interface. */
export function fields(list) {
  return list
    .map(({ name, type, description }) => `${comment(description, '  ')}  ${quoted(name)}?: ${type} | undefined;\n`)
    .join('');
}

/** The `ElementDescription` of an element, as code. */
export function descriptionOf({ tag, attributes, properties, events }) {
  const own = Object.fromEntries(attributes.map(({ prop, name, kind }) => [prop, [name, kind]]));
  return JSON.stringify({
    tag,
    attributes: own,
    properties: properties.map(({ name }) => name),
    events: events.map(({ name }) => name),
  });
}

/** The first paragraph of an element's doc comment, in one line. */
export function summaryOf({ description }) {
  return description
    .split(/\n\s*\n|```/)[0]
    .replace(/\s+/g, ' ')
    .trim();
}

/** Imports types of pika-plot; `names` may rename them. */
export function importTypes(names) {
  return `import type { ${names.join(', ')} } from 'pika-plot';\n`;
}

/**
 * The interface `NAMEAttributes` of a bare tag: attributes as they are written in HTML, properties and listeners. A
 * framework assigns a property by its name alone, or by a prefix; it also names listeners by a prefix.
 */
export function bareTag({ name, attributes, properties, events }, { listener, property = '' }) {
  const objects = properties.map((one) => one.name);
  return `interface ${name}Attributes {
${fields([
  ...attributes
    .filter(({ prop }) => property !== '' || !objects.includes(prop))
    .map(({ name: attribute, bareType, description }) => ({
      name: attribute,
      type: `${bareType} | null`,
      description,
    })),
  ...properties.map((one) => ({ ...one, name: property + one.name })),
  ...events.map(({ name: event, type, description }) => ({
    name: listener + event,
    type: `((event: CustomEvent<${type}>) => void)`,
    description,
  })),
])}}
`;
}

/** The attributes and properties of an element as props; a property replaces the attribute of its name. */
export function propsOf({ attributes, properties }) {
  const objects = properties.map(({ name }) => name);
  return [
    ...attributes
      .filter(({ prop }) => !objects.includes(prop))
      .map((one) => ({ ...one, name: one.prop, type: `${one.type} | null` })),
    ...properties,
  ];
}

function quoted(name) {
  return /^[\w$]+$/.test(name) ? name : `'${name}'`;
}
