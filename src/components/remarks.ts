import { COLOR_NAMES, isWrong } from './color-names';

export { attributeNote } from './attribute-note';
export { rampRemark } from './ramp-remark';

/** The sheets that give elements default colors. */
const sheets = new WeakMap<Element, CSSStyleSheet>();

/** Shows the default color for each property of an element that is not a color. Returns a sentence about each. */
export function resetColors(host: HTMLElement): readonly string[] {
  const root = host.shadowRoot;
  const view = host.ownerDocument.defaultView;
  if (!root || !view || !host.isConnected) return [];
  const before = sheets.get(host);
  // The author's values can only be read without the sheet that replaces them.
  if (before) root.adoptedStyleSheets = root.adoptedStyleSheets.filter((one) => one !== before);
  sheets.delete(host);
  const style = view.getComputedStyle(host);
  const wrong = COLOR_NAMES.filter((name) => isWrong(style, name));
  // In a frame that is not displayed, some browsers compute no styles.
  if (wrong.length === 0 || style.color === '') return [];
  const hasImage = style.backgroundImage !== 'none';
  const isImage = (name: string): boolean => name === 'background' && hasImage;
  const remarks = wrong
    .filter((name) => !isImage(name))
    .map((name) => colorRemark(`--pika-${name}`, style.getPropertyValue(`--_${name}`).trim()));
  const sheet = new view.CSSStyleSheet();
  const resets = wrong.map((name) =>
    // A gradient stays behind the plot; what covers the plot needs a color.
    isImage(name) ? '--_background: var(--_page, Canvas);' : `--pika-${name}: initial !important;`,
  );
  sheet.replaceSync(`:host { ${resets.join(' ')} }`);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  sheets.set(host, sheet);
  return remarks;
}

function colorRemark(property: string, value: string): string {
  return value === ''
    ? `${property} is empty: write a color, or leave it out.`
    : `${property}: ${value} is not a color, and the default is shown.`;
}

/** What is wrong with an attribute that holds an object as text. */
export function objectTextNote(name: string, written: string): string {
  return (
    `The attribute "${name}" holds the text "${written}": a framework wrote an object as text, because the element ` +
    `was not defined yet. Import pika-plot before the first rendering, or assign the property "${name}".`
  );
}
