/**
 * The elements as wrappers need them, from the package itself: attributes and events of dist/custom-elements.json,
 * and the types of properties in dist/pika-plot.d.ts, where a setter may take more than the manifest says.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { attributeTypes } from './attribute-types.mjs';

/**
 * @typedef {object} DescribedElement
 * @property {string} tag
 * @property {string} name of its class, and of the component
 * @property {string} description
 * @property {readonly Attribute[]} attributes
 * @property {readonly { name: string, type: string, description: string }[]} properties that may be objects
 * @property {readonly { name: string, handler: string, type: string, description: string }[]} events
 * @typedef {Record<'name' | 'prop' | 'kind' | 'type' | 'bareType' | 'description', string>} Attribute
 */

const KINDS = { boolean: 'flag', '"on"|"off"': 'switch', '"true"|"false"': 'truth' };
const TYPES = { flag: 'boolean', switch: "boolean | 'on' | 'off'", truth: "boolean | 'true' | 'false'" };
/** In a bare tag, false would be an absent attribute, not "off". An attribute without a value is true in JSX. */
const BARE_TYPES = { flag: 'boolean', switch: "true | 'on' | 'off'", truth: "'true' | 'false'" };
const PLOTS = ['pika-plot', 'pika-mark'];

/**
 * `types` are the types of pika-plot that they name.
 * @returns {Promise<{ elements: readonly DescribedElement[], types: readonly string[] }>}
 */
export async function describeElements(root) {
  const attributesOfPlots = await attributeTypes(root);
  const manifest = JSON.parse(readFileSync(join(root, 'dist/custom-elements.json'), 'utf8'));
  const declarations = new Declarations(join(root, 'dist/pika-plot.d.ts'));
  const elements = manifest.modules[0].declarations.map((element) =>
    describe(element, declarations, PLOTS.includes(element.tagName) ? attributesOfPlots : new Map()),
  );
  return { elements, types: [...declarations.used].sort() };
}

function describe({ tagName, name, description = '', attributes, members, events }, declarations, others) {
  const fields = members.filter(({ kind, readonly, static: isStatic }) => kind === 'field' && !readonly && !isStatic);
  const properties = fields
    .map((field) => ({ name: field.name, type: declarations.typeOfSetter(name, field.name), ...textOf(field) }))
    .filter(({ name: field, type }) => !isText(type) || !attributes.some((one) => camelCase(one.name) === field));
  const objects = properties.map((property) => property.name);
  return {
    tag: tagName,
    name,
    description,
    attributes: attributes
      // The attribute is what the value is at first; the property is the value.
      .filter((attribute) => !(attribute.name === 'value' && objects.includes('value')))
      .map((attribute) => describeAttribute(attribute, others.get(attribute.name))),
    properties,
    events: events.map((event) => ({
      name: event.name,
      handler: `on${pascalCase(event.name)}`,
      type: declarations.use(`${name}Events`, `${name}Events['${event.name}']`),
      ...textOf(event),
    })),
  };
}

/** `others` are types that it takes besides those of the manifest. */
function describeAttribute({ name, type: { text }, ...attribute }, others = { prop: [], bare: [] }) {
  const words = text.split('|').flatMap((word) => WORDS[word] ?? word.replaceAll('"', "'"));
  const isList = [...words, ...others.prop].some((type) => type.endsWith('[]'));
  const kind = KINDS[text] ?? (isList ? 'list' : 'text');
  const typed = (own, more) => own ?? openTo([...new Set([...words, ...more])]).join(' | ');
  return {
    name,
    prop: camelCase(name),
    kind,
    type: typed(TYPES[kind], others.prop),
    bareType: typed(BARE_TYPES[kind], others.bare),
    ...textOf(attribute),
  };
}

/** If a union has `string`, TypeScript would drop its words, and editors would not offer them. */
function openTo(types) {
  const hasWords = types.some((type) => type.startsWith("'"));
  return hasWords ? types.map((type) => (type === 'string' ? '(string & {})' : type)) : types;
}

/** An attribute that may have no value is true in JSX and in Svelte. */
const WORDS = {
  '""': ["''", 'boolean'],
  number: ['number', 'string'],
  'string[]': ['readonly string[]'],
  array: ['string'],
  object: ['string'],
};

const textOf = ({ description = '' }) => ({ description: description.replace(/\s+/g, ' ').replaceAll('*/', '') });
const isText = (type) => /^(string \| null|boolean)$/.test(type);
const camelCase = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
const pascalCase = (name) => camelCase(`-${name}`);

class Declarations {
  #source;
  #exported = new Set();
  used = new Set();

  constructor(file) {
    this.#source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    for (const statement of this.#source.statements)
      if (ts.isExportDeclaration(statement) && statement.exportClause)
        for (const { name } of statement.exportClause.elements) this.#exported.add(name.text);
  }

  /** The type that a property of a class takes. */
  typeOfSetter(className, property) {
    const found = this.#source.statements.find((one) => ts.isClassDeclaration(one) && one.name?.text === className);
    const members = found.members.filter(({ name }) => name?.getText() === property);
    const setter = members.find(ts.isSetAccessor);
    const type = setter ? setter.parameters[0].type : members.find(ts.isPropertyDeclaration)?.type;
    if (!type) throw new Error(`${className}.${property}: expected a declared type, found none`);
    this.#visit(type);
    return type.getText();
  }

  /** Notes that an expression names a type of pika-plot. */
  use(name, text) {
    if (!this.#exported.has(name)) throw new Error(`${text}: pika-plot does not export ${name}; export it in index.ts`);
    this.used.add(name);
    return text;
  }

  #visit(node) {
    if (ts.isTypeReferenceNode(node) && this.#isOwn(node.typeName.getText()))
      this.use(node.typeName.getText(), node.getText());
    node.forEachChild((child) => this.#visit(child));
  }

  #isOwn(name) {
    return this.#source.statements.some(
      (one) =>
        (ts.isInterfaceDeclaration(one) || ts.isTypeAliasDeclaration(one) || ts.isClassDeclaration(one)) &&
        one.name?.text === name,
    );
  }
}
