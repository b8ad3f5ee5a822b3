import { directive, Directive, PartType, type ElementPart, type PartInfo } from 'lit/directive.js';

/** The controls of a story: attributes of an element, and custom properties, such as `--pika-accent`. */
export type Args = Readonly<Record<string, unknown>>;

class AttributesDirective extends Directive {
  #previous: Args = {};

  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error('attributes(): expected a place inside a tag.');
  }

  override render(_args: Args): void {}

  override update({ element }: ElementPart, [args]: [Args]): void {
    setAttributes(element as HTMLElement, { ...unset(this.#previous), ...args });
    this.#previous = args;
  }
}

/** The attributes of a tag: `<pika-plot ${attributes({ from: 'flights', mark: 'bar' })}>`. */
export const attributes = directive(AttributesDirective);

/** Removes attributes whose value is undefined, null or false. */
function setAttributes(element: HTMLElement, args: Args): void {
  for (const [name, value] of Object.entries(args)) {
    const text = attributeText(value);
    if (name.startsWith('--')) element.style.setProperty(name, text);
    else if (text === null) element.removeAttribute(name);
    else if (element.getAttribute(name) !== text) element.setAttribute(name, text);
  }
}

/** The text of an attribute; null for none. */
export function attributeText(value: unknown): string | null {
  if (value === undefined || value === null || value === false) return null;
  if (value === true) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const unset = (args: Args): Args => Object.fromEntries(Object.keys(args).map((name) => [name, undefined]));
