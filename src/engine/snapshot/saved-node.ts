import { badSnapshot } from './bad-snapshot';
import { array, count, optional, record, text, textsOf } from './parse';

/** A part of the layout: text, an element, or the place of a query or plot, by the number of its entry. */
export type SavedNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'query'; readonly query: number }
  | { readonly kind: 'plot'; readonly plot: number }
  | (SavedElement & { readonly kind: 'element'; readonly children: readonly SavedNode[] });

export interface SavedElement {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** CSS properties of the layout and custom properties of the theme. */
  readonly style: Readonly<Record<string, string>>;
}

/** A `<pika-plot>`. */
export interface SavedPlot extends SavedElement {
  /** See `PlotJson`; null for a plot whose attributes are wrong, which are then those of the element. */
  readonly spec: unknown;
  /** The attributes of each `<pika-mark>` inside a plot without a spec. */
  readonly marks: readonly Readonly<Record<string, string>>[];
}

const MOST_DEPTH = 64;
const MOST_NODES = 20_000;

export function plotJson({ attributes, style, spec, marks }: SavedPlot): object {
  return { attributes, style, spec, ...(marks.length > 0 && { marks }) };
}

export function parsePlot(json: unknown, subject: string): SavedPlot {
  const { attributes, style, spec, marks } = record(json, subject);
  return {
    tag: 'pika-plot',
    attributes: textsOf(attributes, `attributes of ${subject}`),
    style: textsOf(style, `style of ${subject}`),
    spec: spec === null ? null : record(spec, `spec of ${subject}`),
    marks: optional(marks, listOfTexts, `marks of ${subject}`) ?? [],
  };
}

function listOfTexts(list: unknown, subject: string): SavedPlot['marks'] {
  return array(list, subject).map((texts) => textsOf(texts, subject));
}

export function layoutJson(nodes: readonly SavedNode[]): object {
  return { children: nodes.map(nodeJson) };
}

function nodeJson(node: SavedNode): object {
  switch (node.kind) {
    case 'text':
      return { text: node.text };
    case 'query':
      return { query: node.query };
    case 'plot':
      return { plot: node.plot };
    case 'element': {
      const { tag, attributes, style, children } = node;
      return {
        tag,
        ...(Object.keys(attributes).length > 0 && { attributes }),
        ...(Object.keys(style).length > 0 && { style }),
        ...(children.length > 0 && { children: children.map(nodeJson) }),
      };
    }
  }
}

/** @throws PikaError `snapshot/bad-file`, also if there are more than 20,000 nodes, or nested more than 64 deep */
export function parseLayout(json: unknown, subject: string): readonly SavedNode[] {
  let nodes = 0;
  const parseAll = (children: unknown, depth: number): readonly SavedNode[] => {
    if (depth > MOST_DEPTH) throw badSnapshot(subject, `at most ${MOST_DEPTH} elements inside one another`, 'more');
    return array(children, `children in ${subject}`).map((child) => {
      if (++nodes > MOST_NODES) throw badSnapshot(subject, `at most ${MOST_NODES} elements and texts`, 'more');
      return parseNode(child, depth);
    });
  };
  const parseNode = (value: unknown, depth: number): SavedNode => {
    const node = record(value, `element in ${subject}`);
    if (node.text !== undefined) return { kind: 'text', text: text(node.text, `text in ${subject}`) };
    if (node.query !== undefined) return { kind: 'query', query: count(node.query, `query in ${subject}`) };
    if (node.plot !== undefined) return { kind: 'plot', plot: count(node.plot, `plot in ${subject}`) };
    return {
      kind: 'element',
      tag: text(node.tag, `tag in ${subject}`),
      attributes: textsOf(node.attributes, `attributes in ${subject}`),
      style: textsOf(node.style, `style in ${subject}`),
      children: optional(node.children, (children) => parseAll(children, depth + 1), subject) ?? [],
    };
  };
  return parseAll(record(json, subject).children, 0);
}
