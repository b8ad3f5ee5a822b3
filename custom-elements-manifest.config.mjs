import * as built from './dist/pika-plot.js';

/**
 * dist/custom-elements.json: describes the elements to editors and documentation tools. Paths are relative to the
 * package.
 */
/** The types of attributes in doc comments, by class; the analyzer prefers those of the properties. */
const documented = {};
const MODULE = 'dist/pika-plot.js';
const BASE = { name: 'LitElement', package: 'lit' };

/**
 * Merges all sources into the one module that they are bundled into. Keeps only the public part of the elements:
 * attributes and events from their doc comments.
 */
const asPackaged = {
  name: 'as-packaged',
  analyzePhase({ ts, node }) {
    if (!ts.isClassDeclaration(node) || !node.name) return;
    const comment = node.jsDoc?.map((doc) => doc.getFullText()).join('') ?? '';
    documented[node.name.text] = new Map(
      [...comment.matchAll(/@attr \{(.+?)\} ([\w-]+)/g)].map(([, text, name]) => [name, text]),
    );
  },
  packageLinkPhase({ customElementsManifest: manifest }) {
    const elements = manifest.modules
      .flatMap(({ declarations }) => declarations ?? [])
      .filter(({ tagName }) => tagName);
    const declarations = elements.map((element) => ({
      ...element,
      superclass: BASE,
      members: element.members?.filter(isPublic).map((member) => ({ ...member, ...readonlyIfState(element, member) })),
      attributes: attributesOf(element),
      ...(element.cssProperties && { cssProperties: element.cssProperties.map(withSyntax) }),
      events: (element.events ?? []).filter(isDocumented),
    }));
    const exports = declarations.flatMap(({ name, tagName }) => [
      { kind: 'js', name, declaration: { name, module: MODULE } },
      { kind: 'custom-element-definition', name: tagName, declaration: { name, module: MODULE } },
    ]);
    manifest.modules = [{ kind: 'javascript-module', path: MODULE, declarations, exports }];
  },
};

/** The manifest has a field of its own for the syntax of a custom property, such as `<color>`. */
function withSyntax({ type, ...property }) {
  return type ? { ...property, syntax: type.text } : property;
}

/** The element itself sets its reactive state. */
function readonlyIfState({ name }, { name: member }) {
  return built[name].elementProperties.get(member)?.state ? { readonly: true } : {};
}

/** Those that authors write and the element observes, each with its doc comment. */
function attributesOf({ name, attributes = [] }) {
  const observed = built[name].observedAttributes.filter((attribute) => !attribute.startsWith('data-'));
  return observed.map((attribute) => {
    const found = attributes.find((one) => one.name === attribute && one.description);
    const text = documented[name].get(attribute);
    if (!found || !text) throw new Error(`${name}: the doc comment of the class lacks “@attr {type} ${attribute} - …”`);
    return { ...found, type: { text } };
  });
}

const isPublic = ({ privacy, name, inheritedFrom }) =>
  privacy !== 'private' && privacy !== 'protected' && !name.startsWith('#') && !inheritedFrom;
const isDocumented = ({ description }) => Boolean(description);

export default { globs: ['src/components/**/*.ts'], outdir: 'dist', litelement: true, plugins: [asPackaged] };
