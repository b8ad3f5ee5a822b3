export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonSchema = { readonly [key: string]: Json };

/** The values of an attribute: how authors write them in HTML and in JSON. Text is the form that both share. */
export interface AttributeType<T> {
  /** For errors: `"on" or "off"`. */
  readonly expected: string;
  /** A correct text. */
  readonly example: string;
  /** The accepted words, to suggest the nearest one. */
  readonly words?: readonly string[];
  /** Parses text. Null if the text counts as absent, undefined if it is wrong. May throw a PikaError. */
  parse(text: string): T | null | undefined;
  /** The JSON of a text that {@link AttributeType.parse} accepts. */
  toJson(text: string): Json;
  /** Converts a JSON value to text; undefined if it has the wrong type. The text may still be wrong. */
  toText(json: unknown): string | undefined;
  /** What {@link AttributeType.toText} accepts. */
  readonly schema: JsonSchema;
}

export type ValueOf<Type> = Type extends AttributeType<infer T> ? T : never;
