import { isDate, PikaError, pageEngine } from '../../engine/index';
import { isInputKind } from './input-value';

/** The element: what the author wrote, and the value now. */
export interface ParameterElement {
  readonly isConnected: boolean;
  readonly name: string | null;
  readonly type: string | null;
  readonly value: unknown;
  readonly propertyError: PikaError | null;
}

export interface ParameterListener {
  /** Null when the value was sent. */
  readonly failed: (error: PikaError | null) => void;
  /** The element has no name, or an unknown type, or its value is no date. */
  readonly refused: () => void;
}

/** A parameter of SQL: holds its name, and sends its values to the engine. */
export class Parameter {
  readonly #host: ParameterElement;
  readonly #listener: ParameterListener;
  #held: string | null = null;
  #isSending = false;
  /** Set while another input holds the name. */
  #stopWaiting: (() => void) | null = null;

  constructor(host: ParameterElement, listener: ParameterListener) {
    this.#host = host;
    this.#listener = listener;
  }

  /** Sends one value at a time. If the user chooses others while it waits, it then sends only the last one. */
  async send(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    const host = this.#host;
    try {
      for (
        let sent: unknown = NONE;
        host.isConnected && (!Object.is(sent, host.value) || this.#held !== host.name?.trim());
      ) {
        const name = this.#takeName();
        sent = host.value;
        if (name === null || (isDate(sent) && Number.isNaN(sent.getTime()))) return this.#listener.refused();
        const drawn = pageEngine().setInput(name, sent ?? null, host);
        this.#held = name;
        this.#stop();
        this.#listener.failed(null);
        await drawn;
      }
    } catch (thrown) {
      const error = PikaError.from(thrown, `<pika-input name="${host.name ?? ''}">`);
      if (error.code === 'source/duplicate-name') this.#sendWhenFree(host.name!.trim());
      this.#listener.failed(error);
    } finally {
      this.#isSending = false;
    }
  }

  release(): void {
    if (this.#held !== null) pageEngine().removeInput(this.#held, this.#host);
    this.#held = null;
    this.#stop();
  }

  /** The name to use; releases a previous one. Null without a name, or for an unknown type. */
  #takeName(): string | null {
    const { type, propertyError } = this.#host;
    const name = this.#host.name?.trim();
    if (this.#held !== name) this.release();
    if (propertyError) throw propertyError;
    return name && (type === null || isInputKind(type)) ? name : null;
  }

  #sendWhenFree(name: string): void {
    this.#held = null;
    this.#stop();
    this.#stopWaiting = pageEngine().onReleased('input', name, () => void this.send());
  }

  #stop(): void {
    this.#stopWaiting?.();
    this.#stopWaiting = null;
  }
}

const NONE = Symbol('nothing sent');
