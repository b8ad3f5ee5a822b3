/// <reference types="node" />
import { nothing, type TemplateResult } from 'lit';
import { LAYER_ATTRIBUTES, PLOT_ATTRIBUTES, type Attribute } from '../../src/engine/grammar/attributes/attributes';
import { specFromJson } from '../../src/engine/grammar/from-json';
import type { PlotRequest } from '../../src/engine/grammar/plot-spec';
import { attributeText } from '../../stories/attributes';

/** An element of a story's template. */
export interface StoryElement {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Bound by `.name=${…}`. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** Bound by `@name=${…}`. */
  readonly listeners: Readonly<Record<string, (event: Event) => void>>;
  /** The `<pika-mark>` children of a plot. */
  readonly marks: readonly StoryElement[];
}

/** What `attributes(args)` in a tag gives to lit. */
interface Directive {
  readonly values: readonly [args: Readonly<Record<string, unknown>>];
}

const MARK = '\u0000';
const OPEN_TAG = /<(pika-[a-z]+)((?:"[^"]*"|[^">])*)>/g;
const BINDING = new RegExp(`([@.]?[\\w-]+)(?:=(?:"([^"]*)"|(${MARK}\\d+${MARK})))?`, 'g');

/**
 * The custom elements of a story's template, in document order. Needs no DOM: stories contain no nested markup but
 * marks in plots.
 */
export function readStory(template: TemplateResult): StoryElement[] {
  const values: unknown[] = [];
  const text = flatten(template, values);
  const elements: (StoryElement & { marks: StoryElement[] })[] = [];
  for (const [, tag, bindings] of text.matchAll(OPEN_TAG)) {
    const element = { ...readElement(tag!, bindings!, values), marks: [] };
    if (tag === 'pika-mark') elements.findLast((one) => one.tag === 'pika-plot')!.marks.push(element);
    else elements.push(element);
  }
  return elements;
}

/** What a plot asks of the engine: its property `spec`, or its attributes and marks. */
export function requestOf({ attributes, properties, marks }: StoryElement): PlotRequest {
  if (properties['spec'] !== undefined) return specFromJson(properties['spec']);
  const texts = (all: readonly Attribute[], of: StoryElement['attributes']): object =>
    Object.fromEntries(all.flatMap(({ name, property }) => (of[name] === undefined ? [] : [[property, of[name]]])));
  return {
    ...texts(PLOT_ATTRIBUTES, attributes),
    ...(marks.length > 0 && { layers: marks.map((mark) => texts(LAYER_ATTRIBUTES, mark.attributes)) }),
  };
}

/** The markup as one text, with an index in place of each value that is not markup itself. */
function flatten({ strings, values }: TemplateResult, found: unknown[]): string {
  const marked = (value: unknown): string => `${MARK}${found.push(value) - 1}${MARK}`;
  const textOf = (value: unknown): string => {
    if (typeof value !== 'object' || value === null) return marked(value);
    if ('_$litType$' in value) return flatten(value as TemplateResult, found);
    if ('_$litDirective$' in value) return bindings(value as unknown as Directive);
    return marked(value);
  };
  const bindings = ({ values: [args] }: Directive): string =>
    Object.entries(args)
      .map(([name, value]) => `${name}=${marked(attributeText(value) ?? nothing)}`)
      .join(' ');
  return strings.reduce((text, part, i) => text + textOf(values[i - 1]) + part);
}

function readElement(tag: string, text: string, values: readonly unknown[]): Omit<StoryElement, 'marks'> {
  const attributes: Record<string, string> = {};
  const properties: Record<string, unknown> = {};
  const listeners: Record<string, (event: Event) => void> = {};
  const valueOf = (mark: string): unknown => values[Number(mark.replaceAll(MARK, ''))];
  for (const [, name, quoted, bound] of text.matchAll(BINDING)) {
    const value = bound
      ? valueOf(bound)
      : (quoted ?? '').replace(new RegExp(`${MARK}\\d+${MARK}`, 'g'), (mark) => String(valueOf(mark)));
    if (name!.startsWith('.')) properties[name!.slice(1)] = value;
    else if (name!.startsWith('@')) listeners[name!.slice(1)] = value as (event: Event) => void;
    else if (value !== nothing) attributes[name!] = String(value);
  }
  return { tag, attributes, properties, listeners };
}
