import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { LAYER_ATTRIBUTES, type LayerTexts, type PikaError } from '../../engine/index';

/** Dispatched by a `<pika-mark>` when its properties or notes have changed. Bubbles to its plot. */
export const MARK_CHANGED = 'pika-mark-changed';

/** A `<pika-mark>`; its properties are missing until the browser has upgraded it. */
type Mark = HTMLElement & {
  readonly texts?: LayerTexts;
  readonly remarks?: readonly string[];
  readonly propertyError?: PikaError | null;
};

/**
 * The `<pika-mark>` children of a plot, in document order. Reports a child that is added, removed, moved or changed,
 * whichever of the elements is defined or upgraded first.
 */
export class MarksController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #changed: () => void;
  readonly #observer: MutationObserver;

  constructor(host: ReactiveControllerHost & HTMLElement, changed: () => void) {
    this.#host = host;
    this.#changed = changed;
    this.#observer = new MutationObserver(changed);
    host.addController(this);
  }

  /** Null where the plot has no marks: its own attributes describe its only layer. */
  get layers(): readonly LayerTexts[] | null {
    const marks = this.#marks;
    return marks.length === 0 ? null : marks.map((mark) => mark.texts ?? attributesIn(mark));
  }

  /** Why a mark can't be drawn. */
  get error(): PikaError | null {
    return this.#marks.find(({ propertyError }) => propertyError)?.propertyError ?? null;
  }

  get remarks(): readonly string[] {
    const unknown = [...this.#host.querySelectorAll('*')].filter(isUnknown);
    return [
      ...this.#marks.flatMap(({ remarks = [] }) => remarks),
      ...unknown.map(({ localName }) => `There is no element <${localName}>. Did you mean <pika-mark>?`),
    ];
  }

  hostConnected(): void {
    this.#observer.observe(this.#host, { childList: true, subtree: true });
    this.#host.addEventListener(MARK_CHANGED, this.#changed);
    this.#changed();
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
    this.#host.removeEventListener(MARK_CHANGED, this.#changed);
  }

  get #marks(): readonly Mark[] {
    return [...this.#host.querySelectorAll<Mark>('pika-mark')].filter(
      (mark) => mark.closest('pika-plot') === this.#host,
    );
  }
}

/** Whether an element has the prefix of this package, but is none of its elements. */
function isUnknown({ localName }: Element): boolean {
  return localName.startsWith('pika-') && !customElements.get(localName);
}

function attributesIn(mark: HTMLElement): LayerTexts {
  return Object.fromEntries(
    LAYER_ATTRIBUTES.flatMap(({ name, property }) => {
      const text = mark.getAttribute(name);
      return text === null ? [] : [[property, text]];
    }),
  );
}
