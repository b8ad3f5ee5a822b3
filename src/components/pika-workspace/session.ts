import { PikaError, WORKSPACE, type WorkspaceState } from '../../engine/index';
import { AddressPart } from './address';
import { Chosen } from './chosen';
import { Gestures } from './gestures';
import { History } from './history';
import { WorkspaceMembers } from './members';

/** A step ends when nothing has changed for this long and no button is down: a drag is one step. */
const SETTLE_MS = 300;

export interface SessionListener {
  /** The state has changed, and has settled. */
  readonly changed: () => void;
  readonly failed: (error: PikaError) => void;
}

/** A workspace on the page: follows what users choose, takes it back, and keeps it in the address. */
export class WorkspaceSession {
  readonly #root: HTMLElement;
  readonly #listener: SessionListener;
  readonly #members: WorkspaceMembers;
  readonly #chosen: Chosen;
  readonly #gestures: Gestures;
  readonly #history: History<WorkspaceState>;
  /** The page as its author wrote it: a part of it may be selected. */
  #authored: WorkspaceState;
  /** Whether nobody has chosen or restored anything yet: what changes now, the author wrote. */
  #isAsAuthored = true;
  #address: AddressPart | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(root: HTMLElement, listener: SessionListener) {
    this.#root = root;
    this.#listener = listener;
    this.#members = new WorkspaceMembers(
      root,
      () => this.#chosen.deliver(),
      () => this.#later(),
    );
    this.#chosen = new Chosen(this.#members);
    this.#gestures = new Gestures(root);
    this.#authored = this.state;
    this.#history = new History(this.state, isSame);
    root.addEventListener('keydown', this.#press);
    addEventListener('pagehide', this.#settle);
  }

  get state(): WorkspaceState {
    return this.#chosen.state;
  }

  get canUndo(): boolean {
    return this.#history.canUndo;
  }

  get canRedo(): boolean {
    return this.#history.canRedo;
  }

  /** The address of the page in this state. */
  link(part: string): string {
    const address = this.#address ?? new AddressPart(part, () => undefined);
    const link = address.with(this.#textOf(this.#chosen.wanted));
    if (address !== this.#address) address.close();
    return link;
  }

  /**
   * Restores a state that a script of the page has; null: the page as its author wrote it.
   * @param isStep whether the user can take that back
   */
  restore(state: unknown, isStep: boolean): void {
    try {
      const parsed = state === null ? this.#authored : WORKSPACE.loaded.parseState(state);
      this.#settle();
      this.#isAsAuthored = false;
      this.#chosen.restore(parsed, 'page');
      this.#gestures.forget();
      this.#keep(isStep);
    } catch (thrown) {
      this.#listener.failed(PikaError.from(thrown, '<pika-workspace>'));
    }
  }

  /** Goes back or forward by one step. */
  move(by: -1 | 1): void {
    // The change that is under way is a step, too.
    this.#settle();
    const state = this.#history.move(by);
    if (!state) return;
    this.#chosen.restore(state, 'page');
    this.#gestures.forget();
    this.#write('push');
    this.#listener.changed();
  }

  /** Keeps the state in a part of the address, and begins with what is there; null: no longer. */
  syncAddress(part: string | null): void {
    if (part === (this.#address?.name ?? null)) return;
    this.#address?.close();
    this.#address = part === null ? null : new AddressPart(part, () => this.#visit(this.#address!.text));
  }

  /** Restores the state in the address, if there is one. */
  begin(): void {
    const text = this.#address?.text ?? '';
    if (text !== '' && this.#open(text, () => this.#chosen.clearFilters())) this.#keep(false);
  }

  close(): void {
    this.#settle();
    this.#members.close();
    this.#gestures.close();
    this.#address?.close();
    this.#root.removeEventListener('keydown', this.#press);
    removeEventListener('pagehide', this.#settle);
  }

  #later(): void {
    clearTimeout(this.#timer);
    const isStep = this.#gestures.isRecent;
    this.#timer = setTimeout(() => {
      if (this.#gestures.isDragging) this.#later();
      else this.#keep(isStep);
    }, SETTLE_MS);
  }

  readonly #settle = (): void => {
    clearTimeout(this.#timer);
    this.#keep(this.#gestures.isRecent);
  };

  /** Keeps the state as a step, or as a correction of the current one. */
  #keep(isStep: boolean): void {
    clearTimeout(this.#timer);
    const { state } = this;
    this.#isAsAuthored &&= !isStep;
    if (this.#isAsAuthored) this.#authored = state;
    if (!(isStep ? this.#history.push(state) : this.#history.replace(state))) return;
    this.#write(isStep ? 'push' : 'replace');
    this.#listener.changed();
  }

  #write(how: 'push' | 'replace'): void {
    this.#address?.write(this.#textOf(this.#chosen.wanted), how);
  }

  /** Empty for the page as its author wrote it. */
  #textOf(state: WorkspaceState): string {
    return isSame(state, this.#authored) ? '' : WORKSPACE.loaded.linkText(state);
  }

  /** The user went back or forward, or edited the address. */
  #visit(text: string): void {
    this.#settle();
    // A step of this session is what the page itself has shown.
    const step = this.#history.steps.find((one) => this.#textOf(one) === text);
    if (step) this.#chosen.restore(step, 'page');
    else if (!this.#open(text)) return;
    this.#gestures.forget();
    this.#history.visit(this.state);
    this.#listener.changed();
  }

  /**
   * The text is untrusted. Returns false if it can't be read.
   * @param prepare called before its state is restored
   */
  #open(text: string, prepare = (): void => undefined): boolean {
    try {
      const state = text === '' ? this.#authored : WORKSPACE.loaded.stateOfLink(text);
      this.#isAsAuthored = false;
      prepare();
      this.#chosen.restore(state, text === '' ? 'page' : 'link');
      return true;
    } catch (thrown) {
      this.#listener.failed(PikaError.from(thrown, 'the address of the page'));
      return false;
    }
  }

  readonly #press = (event: KeyboardEvent): void => {
    const { key, ctrlKey, metaKey, shiftKey, altKey } = event;
    if (!(ctrlKey || metaKey) || altKey || event.defaultPrevented || isTextField(event.composedPath()[0])) return;
    const letter = key.toLowerCase();
    if (letter === 'z') this.move(shiftKey ? 1 : -1);
    else if (letter === 'y' && !shiftKey) this.move(1);
    else return;
    event.preventDefault();
  };
}

function isSame(a: WorkspaceState, b: WorkspaceState): boolean {
  const { stateText } = WORKSPACE.loaded;
  return stateText(a) === stateText(b);
}

/** The browser takes back what is typed there. */
function isTextField(target: EventTarget | undefined): boolean {
  if (target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLInputElement) return !['range', 'checkbox', 'radio', 'button'].includes(target.type);
  return target instanceof HTMLElement && target.isContentEditable;
}
