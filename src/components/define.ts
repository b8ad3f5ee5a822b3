/** Registers an element unless the page already has one of that name: the module may be loaded twice, by two bundles. */
export function define(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element);
}
