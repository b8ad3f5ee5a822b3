/**
 * dist/custom-elements.json: describes the elements to editors and documentation tools. Paths are relative to the
 * package.
 */
const MODULE = 'dist/pika-plot.js';
const BASE = { name: 'LitElement', package: 'lit' };

/**
 * Merges all sources into the one module that they are bundled into. Keeps only the public part of the elements:
 * attributes and events from their doc comments.
 */
const asPackaged = {
  name: 'as-packaged',
  packageLinkPhase({ customElementsManifest: manifest }) {
    const elements = manifest.modules
      .flatMap(({ declarations }) => declarations ?? [])
      .filter(({ tagName }) => tagName);
    const declarations = elements.map((element) => ({
      ...element,
      superclass: BASE,
      members: element.members?.filter(isPublic),
      attributes: element.attributes?.filter(isDocumented),
      events: element.events?.filter(isDocumented),
    }));
    const exports = declarations.flatMap(({ name, tagName }) => [
      { kind: 'js', name, declaration: { name, module: MODULE } },
      { kind: 'custom-element-definition', name: tagName, declaration: { name, module: MODULE } },
    ]);
    manifest.modules = [{ kind: 'javascript-module', path: MODULE, declarations, exports }];
  },
};

const isPublic = ({ privacy, name, inheritedFrom }) =>
  privacy !== 'private' && privacy !== 'protected' && !name.startsWith('#') && !inheritedFrom;
const isDocumented = ({ description }) => Boolean(description);

export default { globs: ['src/components/**/*.ts'], outdir: 'dist', litelement: true, plugins: [asPackaged] };
