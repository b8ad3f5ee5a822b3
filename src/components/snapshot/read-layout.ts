import type { LitElement } from 'lit';
import { PLOT_ATTRIBUTES, type SavedNode, type SavedPlot } from '../../engine/index';
import type { PikaMark } from '../pika-mark/pika-mark';
import type { PikaPlot } from '../pika-plot/pika-plot';
import type { PikaQuery } from '../pika-query/pika-query';
import { MARK, PIKA_TAGS, STRUCTURE_TAGS } from './kept';
import { attributesOf, commonAttributesOf } from './read-attributes';
import { StyleReader } from './read-style';

/** The elements of a page, in the order of the document. */
export interface PageLayout {
  readonly nodes: readonly SavedNode[];
  readonly plots: readonly SavedPlot[];
  /** The elements of the queries that the layout names by number. */
  readonly queries: readonly PikaQuery[];
  /** All other elements of the package. */
  readonly others: readonly LitElement[];
}

const NONE: ReadonlySet<string> = new Set();
/** A plot's spec holds the others. */
const IN_SPEC: ReadonlySet<string> = new Set(PLOT_ATTRIBUTES.map(({ name }) => name));
/** Their text is not shown. */
const INVISIBLE = 'script, style, template, noscript, iframe, object, svg, canvas';

/** @param theme of the root: elements keep where they differ */
export function readLayout(root: Element, theme: Readonly<Record<string, string>>): PageLayout {
  const plots: SavedPlot[] = [];
  const queries: PikaQuery[] = [];
  const others: LitElement[] = [];
  const styles = new StyleReader(root, theme);

  const childrenOf = (parent: Element): readonly SavedNode[] => [...parent.childNodes].flatMap(nodesOf);

  const nodesOf = (node: Node): readonly SavedNode[] => {
    if (node instanceof Text) {
      const text = shownText(node);
      return text === '' ? [] : [{ kind: 'text', text }];
    }
    if (!(node instanceof Element) || node.matches(INVISIBLE)) return [];
    if (!PIKA_TAGS.has(node.localName)) return structure(node);
    // Not defined yet, as while the page loads.
    if (!('updateComplete' in node)) return [];
    return [ours(node as LitElement)];
  };

  const ours = (element: LitElement): SavedNode => {
    if (isQuery(element)) return { kind: 'query', query: queries.push(element) - 1 };
    if (isPlot(element)) return { kind: 'plot', plot: plots.push(savedPlot(element, styles)) - 1 };
    others.push(element);
    return {
      kind: 'element',
      tag: element.localName,
      attributes: attributesOf(element, NONE),
      style: styles.styleOf(element),
      children: [],
    };
  };

  const structure = (element: Element): readonly SavedNode[] => {
    const children = childrenOf(element);
    const isKnown = STRUCTURE_TAGS.has(element.localName);
    // A link or a button leaves its text; a form, its fields that are ours.
    if (children.length === 0 && !(isKnown && ['br', 'hr'].includes(element.localName))) return [];
    return [
      {
        kind: 'element',
        tag: isKnown ? element.localName : isInline(element) ? 'span' : 'div',
        attributes: commonAttributesOf(element),
        style: styles.styleOf(element),
        children,
      },
    ];
  };

  const nodes = childrenOf(root);
  styles.close();
  return { nodes, plots, queries, others };
}

function savedPlot(plot: PikaPlot, styles: StyleReader): SavedPlot {
  const style = styles.styleOf(plot);
  try {
    return { tag: 'pika-plot', attributes: attributesOf(plot, IN_SPEC), style, spec: plot.spec, marks: [] };
  } catch {
    // An attribute is wrong, and the plot says so: it still does when the snapshot is opened.
    const marks = [...plot.querySelectorAll<PikaMark>(MARK)].map((mark) => attributesOf(mark, NONE));
    return { tag: 'pika-plot', attributes: attributesOf(plot, NONE), style, spec: null, marks };
  }
}

/** White space as the browser shows it: a text that is nothing else separates words only within a line. */
function shownText(node: Text): string {
  const { parentElement, previousSibling, nextSibling } = node;
  if (parentElement && /^(pre|break)/.test(getComputedStyle(parentElement).whiteSpace)) return node.data;
  const text = node.data.replace(/\s+/g, ' ');
  return text === ' ' && !(isInLine(previousSibling) && isInLine(nextSibling)) ? '' : text;
}

function isInLine(node: Node | null): boolean {
  return node instanceof Text || (node instanceof Element && isInline(node));
}

function isInline(element: Element): boolean {
  return getComputedStyle(element).display.startsWith('inline');
}

function isQuery(element: LitElement): element is PikaQuery {
  return element.localName === 'pika-query';
}

function isPlot(element: LitElement): element is PikaPlot {
  return element.localName === 'pika-plot';
}
