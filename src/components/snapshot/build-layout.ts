import type { LitElement } from 'lit';
import { PikaError, type PlotJson, type SavedElement, type SavedNode, type SavedPlot } from '../../engine/index';
import type { PikaPlot } from '../pika-plot/pika-plot';
import { COMMON_ATTRIBUTES, isKeptStyle, MARK, PIKA_TAGS, STRUCTURE_TAGS } from './kept';

/** What the layout of a snapshot names by number. */
export interface BuiltParts {
  readonly queries: ReadonlyMap<number, HTMLElement>;
  readonly plots: ReadonlyMap<number, SavedPlot>;
}

/**
 * Creates the elements of a layout that anyone may have written: only known tags, attributes and styles, and all text
 * as text.
 * @param host the element whose content they replace
 */
export function buildLayout(nodes: readonly SavedNode[], parts: BuiltParts, host: Element): readonly Node[] {
  const ids = new IdsOfPage(host);
  const build = (node: SavedNode): readonly Node[] => {
    switch (node.kind) {
      case 'text':
        return [new Text(node.text)];
      case 'query':
        return [parts.queries.get(node.query)].filter((query) => query !== undefined);
      case 'plot': {
        const plot = parts.plots.get(node.plot);
        return plot ? [buildPlot(plot, ids)] : [];
      }
      case 'element': {
        const element = buildElement(node, ids);
        element?.append(...node.children.flatMap(build));
        return element ? [element] : [];
      }
    }
  };
  return nodes.flatMap(build);
}

/** The ids that are taken: elements that stay on the page keep theirs. */
class IdsOfPage {
  readonly #host: Element;
  readonly #taken = new Set<string>();

  /** @param host its content leaves the page */
  constructor(host: Element) {
    this.#host = host;
  }

  /** Takes an id, unless an element has it. */
  take(id: string): boolean {
    const holder = document.getElementById(id);
    const isLeaving = holder !== this.#host && this.#host.contains(holder);
    if (this.#taken.has(id) || (holder && !isLeaving)) return false;
    this.#taken.add(id);
    return true;
  }
}

function buildPlot(plot: SavedPlot, ids: IdsOfPage): HTMLElement {
  const element = buildElement(plot, ids) as PikaPlot;
  if (plot.spec !== null) element.spec = plot.spec as PlotJson;
  else for (const attributes of plot.marks) element.append(elementOf(MARK, attributes));
  return element;
}

/** Null for a tag that a snapshot can't hold. */
function buildElement({ tag, attributes, style }: SavedElement, ids: IdsOfPage): HTMLElement | null {
  const isOurs = PIKA_TAGS.has(tag);
  if (!isOurs && !STRUCTURE_TAGS.has(tag)) return null;
  const element = elementOf(tag, attributes);
  const { id } = attributes;
  if (isOurs && id !== undefined && ids.take(id)) element.id = id;
  for (const [property, value] of Object.entries(style))
    if (isKeptStyle(property, value)) element.style.setProperty(property, value);
  return element;
}

/** With those attributes that are known. */
function elementOf(tag: string, attributes: SavedElement['attributes']): HTMLElement {
  const element = document.createElement(tag);
  const known = new Set(STRUCTURE_TAGS.has(tag) ? COMMON_ATTRIBUTES : [...COMMON_ATTRIBUTES, ...namesOf(tag)]);
  // The state holds what is selected.
  if (tag === 'pika-selection') known.delete('value');
  for (const [name, text] of Object.entries(attributes)) if (known.has(name)) element.setAttribute(name, text);
  return element;
}

function namesOf(tag: string): readonly string[] {
  const element = customElements.get(tag) as typeof LitElement | undefined;
  if (element) return element.observedAttributes.filter((name) => !name.startsWith('data-'));
  throw new PikaError('engine/internal', {
    subject: `<${tag}>`,
    expected: 'a defined element',
    found: 'none',
    next: 'Load pika-plot first.',
  });
}
