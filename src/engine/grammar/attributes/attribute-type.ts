export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonSchema = { readonly [key: string]: Json };

/** The values of an attribute: how authors write them in HTML and in JSON. Text is the form that both share. */
export interface AttributeType<T> {
  /** For errors: `"on" or "off"`. */
  readonly expected: string;
  /** A correct text. */
  readonly example: string;
  /** The words that a text can be, for the nearest to a wrong one. */
  readonly words?: readonly string[];
  /** The value of a text; null if it counts as absent, undefined if it is wrong. May throw a PikaError. */
  parse(text: string): T | null | undefined;
  /** The JSON of a text that {@link AttributeType.parse} accepts. */
  toJson(text: string): Json;
  /** The text of a JSON value; undefined if it has the wrong form. The text may still be wrong. */
  toText(json: unknown): string | undefined;
  /** What {@link AttributeType.toText} accepts. */
  readonly schema: JsonSchema;
}

export type ValueOf<Type> = Type extends AttributeType<infer T> ? T : never;
