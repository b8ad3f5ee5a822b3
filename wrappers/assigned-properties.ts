/** Rows may be many, and another array of them is another set: they are not compared. */
const ROWS = 'data';

/** The values that a component has assigned to its element: it assigns only those that change. */
export class AssignedProperties {
  readonly #values = new Map<string, unknown>();
  #element: object | null = null;

  /**
   * A value that is no longer given becomes null. A new element gets all values. An object with the same content is the
   * same value: components write objects inline, and a plot whose `spec` is assigned again drops its selection.
   */
  assign(element: object, values: Iterable<readonly [property: string, value: unknown]>): void {
    if (element !== this.#element) this.#values.clear();
    this.#element = element;
    for (const [property, value] of values) {
      const before = this.#values.get(property);
      this.#values.set(property, value);
      if (property === ROWS ? Object.is(value, before) : isEqual(value, before)) continue;
      Reflect.set(element, property, value ?? null);
    }
  }

  /** The element itself has this value: it need not be assigned. */
  reported(property: string, value: unknown): void {
    this.#values.set(property, value);
  }
}

/** Whether two values are the same text, number, …, or plain objects and arrays of the same. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  if (!isPlain(a) || !isPlain(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && isEqual(a[key], b[key]));
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null;
}
