import type { LitElement } from 'lit';
import { PikaError, type PlotJson, type SavedElement, type SavedNode, type SavedPlot } from '../../engine/index';
import type { PikaPlot } from '../pika-plot/pika-plot';
import { COMMON_ATTRIBUTES, isKeptStyle, PIKA_TAGS, STRUCTURE_TAGS } from './kept';

/** What the layout of a snapshot names by number. */
export interface BuiltParts {
  readonly queries: ReadonlyMap<number, HTMLElement>;
  readonly plots: ReadonlyMap<number, SavedPlot>;
}

/**
 * Creates the elements of a layout that anyone may have written: only known tags, attributes and styles, and all text
 * as text.
 */
export function buildLayout(nodes: readonly SavedNode[], parts: BuiltParts): readonly Node[] {
  const ids = new Set<string>();
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

export function buildPlot(plot: SavedPlot, ids: Set<string>): HTMLElement {
  const element = buildElement(plot, ids) as PikaPlot;
  if (plot.spec !== null) element.spec = plot.spec as PlotJson;
  return element;
}

/** Null for a tag that a snapshot can't hold. */
function buildElement({ tag, attributes, style }: SavedElement, ids: Set<string>): HTMLElement | null {
  const isOurs = PIKA_TAGS.has(tag);
  if (!isOurs && !STRUCTURE_TAGS.has(tag)) return null;
  const element = document.createElement(tag);
  const known = new Set(isOurs ? [...COMMON_ATTRIBUTES, ...namesOf(tag)] : COMMON_ATTRIBUTES);
  // The state holds what is selected.
  if (tag === 'pika-selection') known.delete('value');
  for (const [name, text] of Object.entries(attributes)) if (known.has(name)) element.setAttribute(name, text);
  const { id } = attributes;
  // Elements of the page keep their ids.
  if (isOurs && id !== undefined && !ids.has(id) && !document.getElementById(id)) {
    ids.add(id);
    element.id = id;
  }
  for (const [property, value] of Object.entries(style))
    if (isKeptStyle(property, value)) element.style.setProperty(property, value);
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
