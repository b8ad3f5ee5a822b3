import { PikaError, WORKSPACE, type WorkspaceState } from '../../engine/index';
import { AddressPart } from './address';
import { Chosen } from './chosen';
import { Gestures } from './gestures';
import { History } from './history';
import { WorkspaceMembers } from './members';
import { isSameSnapshot, merged, type Snapshot } from './snapshot';

/** A step ends when nothing has changed for this long and no pointer is pressed, so a drag is one step. */
const SETTLE_MS = 300;

export interface SessionListener {
  /** The state has changed and settled. */
  readonly changed: () => void;
  readonly failed: (error: PikaError) => void;
}

/** What a workspace remembers while its element is off the page. */
export interface SessionMemory {
  /** The page as its author wrote it; it may contain clauses, such as those of filters. */
  authored: Snapshot;
  /** True until a user chooses something or a state is restored: until then, all changes come from the author. */
  isAsAuthored: boolean;
  readonly history: History<Snapshot>;
}

/** A workspace on the page: records users' steps, undoes and redoes them, and keeps the state in the URL. */
export class WorkspaceSession {
  readonly #root: HTMLElement;
  readonly #listener: SessionListener;
  readonly #members: WorkspaceMembers;
  readonly #chosen: Chosen;
  readonly #gestures: Gestures;
  readonly #memory: SessionMemory;
  #address: AddressPart | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether a user made the changes that have not settled yet. */
  #isStep = false;

  /** @param memory that of an earlier session of the element, which goes on; null for a new one */
  constructor(root: HTMLElement, listener: SessionListener, memory: SessionMemory | null) {
    this.#root = root;
    this.#listener = listener;
    this.#members = new WorkspaceMembers(
      root,
      () => {
        this.#chosen.deliver();
        this.#later();
      },
      () => this.#later(),
    );
    this.#chosen = new Chosen(this.#members);
    this.#gestures = new Gestures(root);
    if (memory) this.#chosen.restore(memory.history.current);
    const now = this.#chosen.snapshot();
    this.#memory = memory ?? { authored: now, isAsAuthored: true, history: new History(now, isSameSnapshot) };
    root.addEventListener('keydown', this.#press);
    addEventListener('pagehide', this.#leavePage);
  }

  get state(): WorkspaceState {
    return this.#chosen.snapshot().own;
  }

  get canUndo(): boolean {
    return this.#memory.history.canUndo;
  }

  get canRedo(): boolean {
    return this.#memory.history.canRedo;
  }

  /**
   * The page's URL with the current state.
   * @param part the name of the state's part, for a workspace without `sync-url`
   */
  link(part: string): string {
    const address = this.#address ?? new AddressPart(part, () => undefined);
    const link = address.with(this.#textOf(this.#chosen.snapshot()));
    if (address !== this.#address) address.close();
    return link;
  }

  /**
   * Restores a state that a script of the page assigned; null restores the page as its author wrote it.
   * @param isStep whether the user can undo this
   */
  restore(state: unknown, isStep: boolean): void {
    try {
      const { EMPTY_STATE, parseState } = WORKSPACE.loaded;
      const own = state === null ? null : parseState(state);
      this.#settle(true);
      if (own) this.#chosen.clearFilters();
      this.#chosen.restore(own ? { own, linked: EMPTY_STATE } : this.#memory.authored);
      if (!own) this.#chosen.restoreFilters();
      this.#gestures.forget();
      this.#keep(isStep, true);
      this.#memory.isAsAuthored = own === null;
    } catch (thrown) {
      this.#listener.failed(PikaError.from(thrown, '<pika-workspace>'));
    }
  }

  /** Undoes (-1) or redoes (1) one step. */
  move(by: -1 | 1): void {
    // A change that has not settled yet becomes a step first.
    this.#settle(true);
    const step = this.#memory.history.move(by);
    if (!step) return;
    this.#chosen.restore(step);
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
    if (text !== '' && this.#open(text)) this.#keep(false, true);
  }

  /** Ends the session, and returns what the next one of the element needs. */
  close(): SessionMemory {
    // The URL may be that of another page by now.
    this.#settle(false);
    this.#members.close();
    this.#gestures.close();
    this.#address?.close();
    this.#root.removeEventListener('keydown', this.#press);
    removeEventListener('pagehide', this.#leavePage);
    return this.#memory;
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#isStep ||= this.#gestures.isRecent;
    this.#timer = setTimeout(() => {
      if (this.#gestures.isDragging) this.#later();
      else this.#keep(this.#isStep, true);
    }, SETTLE_MS);
  }

  readonly #leavePage = (): void => this.#settle(true);

  #settle(writes: boolean): void {
    this.#keep(this.#isStep || this.#gestures.isRecent, writes);
  }

  /**
   * Records the state as a new step, or replaces the current step with it.
   * @param writes whether to write it to the URL
   */
  #keep(isStep: boolean, writes: boolean): void {
    clearTimeout(this.#timer);
    this.#isStep = false;
    const memory = this.#memory;
    const before = memory.history.current;
    const now = this.#chosen.snapshot();
    const isPushed = isStep && memory.history.push(now);
    const isReplaced = !isPushed && memory.history.replace(now);
    memory.isAsAuthored &&= !isPushed;
    if (memory.isAsAuthored) memory.authored = now;
    if (writes && (isPushed || isReplaced)) this.#write(isPushed ? 'push' : 'replace');
    const { stateText } = WORKSPACE.loaded;
    if (isPushed || stateText(before.own) !== stateText(now.own)) this.#listener.changed();
  }

  #write(how: 'push' | 'replace'): void {
    this.#address?.write(this.#textOf(this.#memory.history.current), how);
  }

  /** The text of a snapshot in the URL; empty for the page as its author wrote it. */
  #textOf(snapshot: Snapshot): string {
    return isSameSnapshot(snapshot, this.#memory.authored) ? '' : WORKSPACE.loaded.linkText(merged(snapshot));
  }

  /** The user went back or forward, or edited the URL. */
  #visit(text: string): void {
    // A change that has not settled yet becomes a step, but the URL is another entry's already.
    this.#settle(false);
    const { history, authored } = this.#memory;
    const step = text === '' ? authored : history.steps.find((one) => this.#textOf(one) === text);
    if (step) {
      // This page has shown the step, so its SQL is trusted.
      this.#chosen.restore(step);
      history.visit(step);
    } else if (this.#open(text)) history.push(this.#chosen.snapshot());
    else return;
    this.#gestures.forget();
    this.#listener.changed();
  }

  /** Restores the state in the text of a link, which is untrusted. Returns false if the text can't be read. */
  #open(text: string): boolean {
    try {
      const linked = WORKSPACE.loaded.stateOfLink(text);
      this.#memory.isAsAuthored = false;
      this.#chosen.clearFilters();
      this.#chosen.restore({ own: WORKSPACE.loaded.EMPTY_STATE, linked });
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

/** Whether the browser itself undoes what the user types there. */
function isTextField(target: EventTarget | undefined): boolean {
  if (target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLInputElement) return !['range', 'checkbox', 'radio', 'button'].includes(target.type);
  return target instanceof HTMLElement && target.isContentEditable;
}
