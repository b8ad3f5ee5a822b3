import { LAYOUT, THEME } from './kept';

/** Layout properties whose values in our elements are their own. */
const OWN: ReadonlySet<string> = new Set(['display', 'box-sizing', 'flex-direction', 'min-width', 'min-height']);

/** Reads styles of the elements of a page. */
export class StyleReader {
  readonly #theme: Readonly<Record<string, string>>;
  /** An element whose shadow root has none of the page's styles. */
  readonly #plain: HTMLElement;
  readonly #defaults = new Map<string, (property: string) => string>();

  /** @param theme of the root: elements keep where they differ */
  constructor(root: Element, theme: Readonly<Record<string, string>>) {
    this.#theme = theme;
    this.#plain = document.createElement('div');
    this.#plain.attachShadow({ mode: 'open' });
    this.#plain.style.cssText = 'all: initial; position: absolute; visibility: hidden';
    root.ownerDocument.body.append(this.#plain);
  }

  /** The layout of an element, as far as it is not the browser's, and the colors and fonts that it sets. */
  styleOf(element: Element): Readonly<Record<string, string>> {
    const style: Record<string, string> = {};
    const layout = layoutOf(element);
    const isOurs = element.localName.startsWith('pika-');
    const plain = isOurs ? () => '' : this.#defaultsOf(element.localName);
    for (const [property, initial] of Object.entries(LAYOUT)) {
      const value = layout(property);
      if (value === '' || initial.includes(value) || value === plain(property)) continue;
      if (!isOurs || isSetOn(element, property, value)) style[property] = value;
    }
    for (const [property, value] of Object.entries(themeOf(element)))
      if (property !== 'color-scheme' && this.#theme[property] !== value) style[property] = value;
    return style;
  }

  close(): void {
    this.#plain.remove();
  }

  #defaultsOf(tag: string): (property: string) => string {
    const known = this.#defaults.get(tag);
    if (known) return known;
    const element = document.createElement(tag);
    this.#plain.shadowRoot!.append(element);
    const layout = layoutOf(element);
    this.#defaults.set(tag, layout);
    return layout;
  }
}

/** The theme that the page sets on or around an element. */
export function themeOf(element: Element): Readonly<Record<string, string>> {
  const style = getComputedStyle(element);
  const theme: Record<string, string> = {};
  for (const property of [...THEME, 'color-scheme']) {
    const value = style.getPropertyValue(property).trim();
    if (value !== '' && value !== 'normal') theme[property] = value;
  }
  return theme;
}

/** Whether the page sets a property of one of our elements, whose own styles set many. */
function isSetOn(element: Element, property: string, value: string): boolean {
  if (element instanceof HTMLElement && element.style.getPropertyValue(property) !== '') return true;
  return !OWN.has(property) && !(property === 'width' && value === '100%') && !property.startsWith('margin');
}

/** Values as the author wrote them, such as `1fr` and `auto`. */
function layoutOf(element: Element): (property: string) => string {
  if (typeof element.computedStyleMap === 'function') {
    const map = element.computedStyleMap();
    return (property) => map.get(property)?.toString() ?? '';
  }
  // Firefox: computed sizes are pixels, even where the author wrote none.
  const computed = getComputedStyle(element);
  const inline = element instanceof HTMLElement ? element.style : null;
  return (property) => {
    const written = inline?.getPropertyValue(property) ?? '';
    if (written !== '') return written;
    if (property === 'height') return element.localName.startsWith('pika-') ? computed.height : '';
    if (property === 'width' || property === 'grid-template-rows') return '';
    const value = computed.getPropertyValue(property);
    return property === 'grid-template-columns' ? asFractions(value) : value;
  };
}

/** Columns in pixels, as shares of the width. */
function asFractions(columns: string): string {
  const widths = columns.split(' ').map((width) => (width.endsWith('px') ? Number.parseFloat(width) : NaN));
  return widths.some(Number.isNaN) ? columns : widths.map((width) => `minmax(0px, ${width}fr)`).join(' ');
}
