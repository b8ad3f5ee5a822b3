import { PikaError, WORKSPACE, type WorkspaceState } from '../../engine/index';
import { AddressPart } from './address';
import { History } from './history';
import { WorkspaceMembers } from './members';

/** A step ends when nothing has changed for this long and no button is down: a drag is one step. */
const SETTLE_MS = 300;
const GESTURES = ['pointerdown', 'pointerup', 'pointercancel', 'keydown', 'wheel'] as const;
const ALSO_INSIDE = { capture: true, passive: true };

export interface SessionListener {
  readonly changed: () => void;
  readonly failed: (error: PikaError) => void;
}

/** A workspace on the page: follows what users choose, takes it back, and keeps it in the address. */
export class WorkspaceSession {
  readonly #root: HTMLElement;
  readonly #listener: SessionListener;
  readonly #members: WorkspaceMembers;
  readonly #history: History<WorkspaceState>;
  #address: AddressPart | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isButtonDown = false;
  /** Whether the user has done something since the last step. What changes by itself while a page loads is no step. */
  #hasActed = false;

  constructor(root: HTMLElement, listener: SessionListener) {
    this.#root = root;
    this.#listener = listener;
    this.#members = new WorkspaceMembers(root, () => this.#later());
    const { stateText } = WORKSPACE.loaded;
    this.#history = new History(this.#members.state, (a, b) => stateText(a) === stateText(b));
    for (const type of GESTURES) document.addEventListener(type, this.#act, ALSO_INSIDE);
    root.addEventListener('keydown', this.#key);
  }

  get state(): WorkspaceState {
    return this.#members.state;
  }

  get canUndo(): boolean {
    return this.#history.canUndo;
  }

  get canRedo(): boolean {
    return this.#history.canRedo;
  }

  /** The address of the page in this state. */
  link(name: string): string {
    const address = this.#address ?? new AddressPart(name, () => undefined);
    const path = address.with(WORKSPACE.loaded.linkText(this.#members.wanted));
    if (address !== this.#address) address.close();
    return new URL(path, location.href).href;
  }

  /** A step, by a script. */
  restore(state: WorkspaceState): void {
    this.#settle();
    this.#members.restore(state, true);
    this.#hasActed = true;
    this.#settle();
  }

  /** Goes back or forward by one step. */
  move(by: -1 | 1): void {
    // The change that is under way is a step, too.
    this.#settle();
    const state = this.#history.move(by);
    if (!state) return;
    this.#members.restore(state, true);
    this.#hasActed = false;
    this.#write('replace');
    this.#listener.changed();
  }

  /** Keeps the state in a part of the address, and begins with what is there; null: no longer. */
  syncAddress(name: string | null): void {
    if (name === (this.#address?.name ?? null)) return;
    this.#address?.close();
    this.#address = name === null ? null : new AddressPart(name, () => this.#read('visit'));
    if (this.#address && this.#address.text !== '') this.#read('replace');
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#members.close();
    this.#address?.close();
    for (const type of GESTURES) document.removeEventListener(type, this.#act, ALSO_INSIDE);
    this.#root.removeEventListener('keydown', this.#key);
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#isButtonDown) this.#later();
      else this.#settle();
    }, SETTLE_MS);
  }

  #settle(): void {
    clearTimeout(this.#timer);
    const how = this.#hasActed ? 'push' : 'replace';
    if (!this.#history[how](this.#members.state)) return;
    this.#hasActed = false;
    this.#write(how);
    this.#listener.changed();
  }

  #write(how: 'push' | 'replace'): void {
    this.#address?.write(WORKSPACE.loaded.linkText(this.#members.wanted), how);
  }

  /** Anyone may have written the address. */
  #read(how: 'visit' | 'replace'): void {
    try {
      this.#members.restore(WORKSPACE.loaded.stateOfLink(this.#address!.text), false);
    } catch (thrown) {
      this.#listener.failed(PikaError.from(thrown, 'the address of the page'));
      return;
    }
    this.#hasActed = false;
    this.#history[how](this.#members.state);
    this.#listener.changed();
  }

  readonly #act = ({ type }: Event): void => {
    this.#isButtonDown =
      type === 'pointerdown' || (this.#isButtonDown && type !== 'pointerup' && type !== 'pointercancel');
    this.#hasActed = true;
  };

  readonly #key = (event: KeyboardEvent): void => {
    const { key, ctrlKey, metaKey, shiftKey, altKey } = event;
    if (!(ctrlKey || metaKey) || altKey || event.defaultPrevented || isTextField(event.composedPath()[0])) return;
    const letter = key.toLowerCase();
    if (letter === 'z') this.move(shiftKey ? 1 : -1);
    else if (letter === 'y' && !shiftKey) this.move(1);
    else return;
    event.preventDefault();
  };
}

/** The browser takes back what is typed there. */
function isTextField(target: EventTarget | undefined): boolean {
  if (target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLInputElement) return !['range', 'checkbox', 'radio', 'button'].includes(target.type);
  return target instanceof HTMLElement && target.isContentEditable;
}
