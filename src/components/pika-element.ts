import {
  defaultConverter,
  LitElement,
  type CSSResult,
  type CSSResultOrNative,
  type PropertyDeclaration,
  type PropertyValues,
} from 'lit';
import type { PikaError } from '../engine/index';
import { AttributeController, dropObjectText, type AttributeUse } from './controllers/attribute-controller';
import { notText, propertyText, type ToText } from './property-text';

/**
 * Written by a wrapper while its framework hides the element but keeps it in the document, as React's Activity does:
 * the element is as one that left the page. With the value `briefly`, it keeps its rows and pictures, but another
 * element may take its name.
 */
const HIDDEN = 'data-pika-hidden';

export interface PikaPropertyDeclaration extends PropertyDeclaration {
  /** The value of a property that was never set. Elements with many properties need not assign it to each. */
  readonly empty?: null | false;
  /** Text: how it reads lists and booleans; null: it keeps objects as they are, such as a File. */
  readonly toText?: ToText | null;
  /** Text: for errors. */
  readonly expected?: string;
}

/**
 * Base class of all elements. Events bubble and cross shadow roots, and `Events` types their details. The doc comment
 * of each element lists its events.
 */
export abstract class PikaElement<Events extends object> extends LitElement {
  /** Notes about attributes without effect. */
  protected notes: readonly string[] = [];
  protected readonly attributeCheck = new AttributeController(
    this,
    () => this.attributeUse(),
    (notes) => this.noted(notes),
  );
  /** Why properties can't hold what was assigned last; null for those that can now. */
  readonly #refused = new Map<PropertyKey, PikaError | null>();
  /** Events of the current task, if it connects the element. */
  #connecting: CustomEvent[] | null = null;
  #lateStyles: readonly CSSResult[] = [];
  #isOnPage = false;

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, HIDDEN];
  }

  /**
   * Frameworks assign to a property what an author writes as an attribute: JSON, a number, true or an empty text for an
   * attribute without a value, null or undefined for none. {@link propertyText} reads other values.
   */
  static override createProperty(name: PropertyKey, options: PikaPropertyDeclaration = {}): void {
    super.createProperty(name, options);
    const accessor = Object.getOwnPropertyDescriptor(this.prototype, name);
    const { get, set } = accessor ?? {};
    if (!get || !set || options.state) return;
    const { empty } = options;
    Object.defineProperty(this.prototype, name, {
      ...accessor,
      ...(empty !== undefined && {
        get(this: PikaElement<object>): unknown {
          return get.call(this) ?? empty;
        },
      }),
      set(this: PikaElement<object>, value: unknown) {
        const read = asOfType(options, value);
        set.call(this, read ?? null);
        this.#refuse(name, read === undefined ? notText(this.localName, String(name), value, options.expected) : null);
        if (typeof value === 'object' && value !== null) dropObjectText(this, name);
      },
    });
  }

  override addEventListener<Name extends keyof Events & string>(
    type: Name,
    listener: (this: this, event: CustomEvent<Events[Name]>) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener<Name extends keyof HTMLElementEventMap>(
    type: Name,
    listener: (this: HTMLElement, event: HTMLElementEventMap[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(type: string, listener: object, options?: boolean | AddEventListenerOptions): void {
    super.addEventListener(type, listener as EventListener, options);
  }

  /** The first of the properties that can't hold what was assigned to them. */
  get propertyError(): PikaError | null {
    return this.#refused.size === 0 ? null : ([...this.#refused.values()].find((error) => error !== null) ?? null);
  }

  /** Whether {@link propertyError} may have changed. */
  protected isRefusalIn(changed: PropertyValues): boolean {
    return this.#refused.size > 0 && [...changed.keys()].some((name) => this.#refused.has(name));
  }

  #refuse(name: PropertyKey, error: PikaError | null): void {
    if (error === null && !this.#refused.get(name)) return;
    this.#refused.set(name, error);
    this.requestUpdate(name, NO_VALUE);
  }

  /** Whether the element takes part in the page: not while a framework hides it. */
  override get isConnected(): boolean {
    return super.isConnected && !this.hasAttribute(HIDDEN);
  }

  override connectedCallback(): void {
    if (!this.isConnected) return;
    this.#isOnPage = true;
    this.#connecting ??= this.#eventsOfTask();
    for (const name of Object.getOwnPropertyNames(this)) if (hasSetter(this, name)) this.#assignAgain(name);
    super.connectedCallback();
    this.joined();
  }

  override disconnectedCallback(): void {
    if (!this.#isOnPage) return;
    this.#isOnPage = false;
    super.disconnectedCallback();
    this.left();
  }

  override attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (name !== HIDDEN) super.attributeChangedCallback(name, before, now);
    else if (now === '') this.disconnectedCallback();
    else if (now === null && super.isConnected) {
      // After it was hidden briefly: as an element that is moved, which claims its name again.
      this.disconnectedCallback();
      this.connectedCallback();
    }
  }

  /** The element takes part in the page from now on. */
  protected joined(): void {}

  /** It no longer does. An element that is only moved joins again in the same task. */
  protected left(): void {}

  /** Adds styles that loaded after the element was defined. */
  protected wear(styles: readonly CSSResult[]): void {
    this.#lateStyles = [...this.#lateStyles, ...styles];
    const root = this.renderRoot as ShadowRoot;
    if (root.ownerDocument !== document) return this.adoptedCallback();
    // Sheets with the colors of the page stay.
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, ...styles.map(({ styleSheet }) => styleSheet!)];
  }

  get #styles(): CSSResultOrNative[] {
    return [...(this.constructor as typeof LitElement).elementStyles, ...this.#lateStyles];
  }

  /** Browsers drop constructed style sheets from a shadow root that moves to another document: recreates them there. */
  adoptedCallback(): void {
    const root = this.shadowRoot;
    const view = this.ownerDocument.defaultView;
    if (!root || !view) return;
    root.adoptedStyleSheets = this.#styles.flatMap((style) => {
      if (!('cssText' in style)) return [style];
      const sheet = new view.CSSStyleSheet();
      sheet.replaceSync(style.cssText);
      return [sheet];
    });
  }

  /**
   * A value assigned before the element was defined is an own property, which would shadow the accessor. Lit handles
   * its own properties.
   */
  #assignAgain(name: string): void {
    const value: unknown = Reflect.get(this, name);
    Reflect.deleteProperty(this, name);
    Reflect.set(this, name, value);
  }

  /** The attributes of the element, and which of them currently have no effect. */
  protected attributeUse(): AttributeUse {
    return {
      known: (this.constructor as typeof LitElement).observedAttributes.filter((name) => name !== HIDDEN),
      unused: {},
    };
  }

  /** Called when the notes change. */
  protected noted(notes: readonly string[]): void {
    this.notes = notes;
    this.requestUpdate();
  }

  /**
   * Dispatches an event. Returns false if it is `cancelable` and a listener called `preventDefault`. An event of the
   * task that connects the element waits for its end: some frameworks insert elements first, and then add listeners.
   */
  protected fire<Name extends keyof Events & string>(
    name: Name,
    detail: Events[Name],
    { cancelable = false } = {},
  ): boolean {
    const event = new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable });
    if (!this.#connecting || cancelable) return this.dispatchEvent(event);
    this.#connecting.push(event);
    return true;
  }

  #eventsOfTask(): CustomEvent[] {
    const events: CustomEvent[] = [];
    queueMicrotask(() => {
      this.#connecting = null;
      for (const event of events) this.dispatchEvent(event);
    });
    return events;
  }
}

/** Differs from every value that a property can have. */
const NO_VALUE = Symbol();

/** Undefined for a value that the property can't hold. */
function asOfType({ type, toText = undefined }: PikaPropertyDeclaration, value: unknown): unknown {
  if (type === Boolean) return value === '' || Boolean(value);
  if (value == null || (toText === null && typeof value === 'object')) return value ?? null;
  if (type === String) return propertyText(value, toText ?? undefined);
  return typeof value === 'string' && (type === Object || type === Array)
    ? defaultConverter.fromAttribute!(value, type)
    : value;
}

function hasSetter(element: HTMLElement, name: string): boolean {
  for (
    let prototype: unknown = Object.getPrototypeOf(element);
    prototype && prototype !== HTMLElement.prototype;
    prototype = Object.getPrototypeOf(prototype)
  ) {
    if (Object.getOwnPropertyDescriptor(prototype, name)?.set) return true;
  }
  return false;
}
