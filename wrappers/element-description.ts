/**
 * How a value becomes the text of an attribute. `flag`: present or absent. `switch`: "on" or "off". `truth`: "true" or
 * "false". `text`: as it is. `list`: an array as JSON, which the elements read.
 */
export type AttributeKind = 'flag' | 'switch' | 'truth' | 'text' | 'list';

/** An element, for a framework's component. Generated from the manifest; names of props are in camel case. */
export interface ElementDescription {
  readonly tag: string;
  /** The attribute of each prop that has one. */
  readonly attributes: Readonly<Record<string, readonly [attribute: string, kind: AttributeKind]>>;
  /** Props that are assigned to the element, because they may be objects. */
  readonly properties: readonly string[];
  /** Types of the element's own events. */
  readonly events: readonly string[];
}

const WORDS = { switch: ['off', 'on'], truth: ['false', 'true'] } as const;

/** The text of an attribute; undefined if the element should not have it, or if its value is an object. */
export function attributeText(kind: AttributeKind, value: unknown): string | undefined {
  if (value == null) return undefined;
  if (typeof value === 'object') return kind === 'list' ? JSON.stringify(value) : undefined;
  if (kind === 'flag') return value === false ? undefined : '';
  if ((kind === 'switch' || kind === 'truth') && typeof value === 'boolean') return WORDS[kind][Number(value) as 0 | 1];
  return value === false ? undefined : value === true ? '' : String(value);
}

/** The prop of an event's listener: of `pika-select` it is `onPikaSelect`. */
export function handlerOf(type: string): string {
  return `on-${type}`.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
