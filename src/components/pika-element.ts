import { LitElement } from 'lit';
import { AttributeController, type AttributeUse } from './controllers/attribute-controller';

/**
 * What all elements have in common: events of their own, whose details are typed by `Events`, and which bubble and leave shadow roots. The
 * doc comment of an element lists them.
 */
export abstract class PikaElement<Events extends object> extends LitElement {
  /** What is noted about attributes that have no effect. */
  protected notes: readonly string[] = [];
  protected readonly attributeCheck = new AttributeController(this, () => this.attributeUse(), (notes) => this.noted(notes));

  override addEventListener<Name extends keyof Events & string>(type: Name, listener: (this: this, event: CustomEvent<Events[Name]>) => void, options?: boolean | AddEventListenerOptions): void;
  override addEventListener<Name extends keyof HTMLElementEventMap>(type: Name, listener: (this: HTMLElement, event: HTMLElementEventMap[Name]) => void, options?: boolean | AddEventListenerOptions): void;
  override addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
  override addEventListener(type: string, listener: object, options?: boolean | AddEventListenerOptions): void {
    super.addEventListener(type, listener as EventListener, options);
  }

  override connectedCallback(): void {
    for (const name of Object.getOwnPropertyNames(this)) if (hasSetter(this, name)) this.#assignAgain(name);
    super.connectedCallback();
  }

  /** Browsers take constructed style sheets away from a shadow root that moves to another document: it gets the same ones, made there. */
  adoptedCallback(): void {
    const root = this.shadowRoot;
    const view = this.ownerDocument.defaultView;
    if (!root || !view) return;
    const { elementStyles } = this.constructor as typeof LitElement;
    root.adoptedStyleSheets = elementStyles.flatMap((style) => {
      if (!('cssText' in style)) return [style];
      const sheet = new view.CSSStyleSheet();
      sheet.replaceSync(style.cssText);
      return [sheet];
    });
  }

  /** What was assigned before the element was defined stands in front of its accessor, and would hide it for good. Lit sees to its own properties. */
  #assignAgain(name: string): void {
    const value: unknown = Reflect.get(this, name);
    Reflect.deleteProperty(this, name);
    Reflect.set(this, name, value);
  }

  /** Which attributes the element has, and which of them have no effect as it is now. */
  protected attributeUse(): AttributeUse {
    return { known: (this.constructor as typeof LitElement).observedAttributes, unused: {} };
  }

  /** Called when the notes have changed. */
  protected noted(notes: readonly string[]): void {
    this.notes = notes;
    this.requestUpdate();
  }

  /** Answers whether nobody called `preventDefault`, where that means anything (`cancelable`). */
  protected tell<Name extends keyof Events & string>(name: Name, detail: Events[Name], { cancelable = false } = {}): boolean {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable }));
  }
}

function hasSetter(element: HTMLElement, name: string): boolean {
  for (let prototype: unknown = Object.getPrototypeOf(element); prototype && prototype !== HTMLElement.prototype; prototype = Object.getPrototypeOf(prototype)) {
    if (Object.getOwnPropertyDescriptor(prototype, name)?.set) return true;
  }
  return false;
}
