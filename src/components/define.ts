/** Registers an element unless the name is taken: two bundles may each load this module. */
export function define(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element);
}
