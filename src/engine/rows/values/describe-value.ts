/** Describes a JavaScript value for a message: `a string`, `an array`, `a Map`, `an object`. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'an array';
  if (typeof value !== 'object') return `a ${typeof value}`;
  const name = classOf(value);
  return name === null ? 'an object' : `${/^[AEIOU][a-z]/.test(name) ? 'an' : 'a'} ${name}`;
}

/** The class of an object; null for a plain object, from any window. */
export function classOf(object: object): string | null {
  if (isPlain(object)) return null;
  // A field of the object may hide its constructor.
  const { constructor } = Object.getPrototypeOf(object) as { readonly constructor?: unknown };
  return typeof constructor === 'function' && constructor.name !== ''
    ? constructor.name
    : Object.prototype.toString.call(object).slice('[object '.length, -1);
}

/** Whether an object has no class: a literal `{…}` from any window, or one without a prototype. */
export function isPlain(object: object): boolean {
  const prototype = Object.getPrototypeOf(object) as object | null;
  return prototype === null || (Object.getPrototypeOf(prototype) === null && !ArrayBuffer.isView(object));
}

/** `instanceof` fails for classes of another window. Only a date has the slot that this method reads. */
export function isDate(value: unknown): value is Date {
  return isOf(value, Date.prototype.getTime);
}

export function isMap(value: unknown): value is ReadonlyMap<unknown, unknown> {
  return isOf(value, sizeOfMap);
}

const sizeOfMap = Object.getOwnPropertyDescriptor(Map.prototype, 'size')!.get as (this: unknown) => number;

function isOf(value: unknown, method: (this: never) => unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  try {
    method.call(value as never);
    return true;
  } catch {
    return false;
  }
}
