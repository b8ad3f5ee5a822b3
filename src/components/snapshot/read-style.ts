import { LAYOUT, THEME } from './kept';

/** The layout of an element, and the colors and fonts in which it differs from `theme`. */
export function styleOf(
  element: Element,
  theme: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const style: Record<string, string> = {};
  const layout = layoutOf(element);
  for (const [property, initial] of Object.entries(LAYOUT)) {
    const value = layout(property);
    if (value !== '' && !initial.includes(value)) style[property] = value;
  }
  for (const [property, value] of Object.entries(themeOf(element)))
    if (theme[property] !== value) style[property] = value;
  return style;
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
    if (property === 'width') return '';
    const value = computed.getPropertyValue(property);
    return property === 'grid-template-columns' ? asFractions(value) : property === 'grid-template-rows' ? '' : value;
  };
}

/** Columns in pixels, as shares of the width. */
function asFractions(columns: string): string {
  const widths = columns.split(' ').map((width) => (width.endsWith('px') ? Number.parseFloat(width) : NaN));
  return widths.some(Number.isNaN) ? columns : widths.map((width) => `minmax(0px, ${width}fr)`).join(' ');
}
