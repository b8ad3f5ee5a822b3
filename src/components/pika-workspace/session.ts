import { PikaError, WORKSPACE, type WorkspaceState } from '../../engine/index';
import { AddressPart } from './address';
import { Chosen } from './chosen';
import { Gestures } from './gestures';
import { History } from './history';
import { WorkspaceMembers } from './members';

/** A step ends when nothing has changed for this long and no pointer is pressed, so a drag is one step. */
const SETTLE_MS = 300;

export interface SessionListener {
  /** The state has changed and settled. */
  readonly changed: () => void;
  readonly failed: (error: PikaError) => void;
}

/** A workspace on the page: records users' steps, undoes and redoes them, and keeps the state in the URL. */
export class WorkspaceSession {
  readonly #root: HTMLElement;
  readonly #listener: SessionListener;
  readonly #members: WorkspaceMembers;
  readonly #chosen: Chosen;
  readonly #gestures: Gestures;
  readonly #history: History<WorkspaceState>;
  /** The state of the page as its author wrote it; it may contain clauses, such as those of filters. */
  #authored: WorkspaceState;
  /** True until a user chooses something or a state is restored: until then, all changes come from the author. */
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

  /** The page's URL with the current state. */
  link(part: string): string {
    const address = this.#address ?? new AddressPart(part, () => undefined);
    const link = address.with(this.#textOf(this.#chosen.wanted));
    if (address !== this.#address) address.close();
    return link;
  }

  /**
   * Restores a state that a script of the page assigned; null restores the page as its author wrote it.
   * @param isStep whether the user can undo this
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

  /** Undoes (-1) or redoes (1) one step. */
  move(by: -1 | 1): void {
    // A change that has not settled yet becomes a step first.
    this.#settle();
    const state = this.#history.move(by);
    if (!state) return;
    this.#chosen.restore(state, 'page');
    this.#gestures.forget();
    this.#write('push');
    this.#listener.changed();
  }

  /** Keeps the state in this part of the URL, from the next step on; null stops that. */
  syncAddress(part: string | null): void {
    if (part === (this.#address?.name ?? null)) return;
    this.#address?.close();
    this.#address = part === null ? null : new AddressPart(part, () => this.#visit(this.#address!.text));
  }

  /** Restores the state in the URL, if there is one. */
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

  /** Records the state as a new step, or replaces the current step with it. */
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

  /** The text of a state in the URL; empty for the page as its author wrote it. */
  #textOf(state: WorkspaceState): string {
    return isSame(state, this.#authored) ? '' : WORKSPACE.loaded.linkText(state);
  }

  /** The user went back or forward, or edited the URL. */
  #visit(text: string): void {
    this.#settle();
    // The page has already shown the steps of this session, so their SQL is trusted.
    const step = this.#history.steps.find((one) => this.#textOf(one) === text);
    if (step) this.#chosen.restore(step, 'page');
    else if (!this.#open(text)) return;
    this.#gestures.forget();
    this.#history.visit(this.state);
    this.#listener.changed();
  }

  /**
   * Restores the state in the text of a link, which is untrusted. Returns false if the text can't be read.
   * @param prepare called before the state is restored
   */
  #open(text: string, prepare = (): void => undefined): boolean {
    try {
      const state = text === '' ? this.#authored : WORKSPACE.loaded.stateOfLink(text);
      this.#isAsAuthored = false;
      prepare();
      this.#chosen.restore(state, text === '' ? 'page' : 'link');
      return true;
    } catch (thrown) {
      this.#listener.failed(PikaError.from(thrown, "the page's URL"));
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

/** Whether the browser itself undoes what the user types there. */
function isTextField(target: EventTarget | undefined): boolean {
  if (target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLInputElement) return !['range', 'checkbox', 'radio', 'button'].includes(target.type);
  return target instanceof HTMLElement && target.isContentEditable;
}
