/** The values that a component has assigned to its element: it assigns only those that change. */
export class AssignedProperties {
  readonly #values = new Map<string, unknown>();
  #element: object | null = null;

  /** A value that is no longer given becomes null. A new element gets all values. */
  assign(element: object, values: Iterable<readonly [property: string, value: unknown]>): void {
    if (element !== this.#element) this.#values.clear();
    this.#element = element;
    for (const [property, value] of values) {
      if (Object.is(value, this.#values.get(property))) continue;
      Reflect.set(element, property, value ?? null);
      this.#values.set(property, value);
    }
  }

  /** The element itself has this value: it need not be assigned. */
  reported(property: string, value: unknown): void {
    this.#values.set(property, value);
  }
}
