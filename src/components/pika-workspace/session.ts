import { PikaError, WORKSPACE, type WorkspaceState } from '../../engine/index';
import { AddressPart } from './address';
import { Chosen } from './chosen';
import { Gestures } from './gestures';
import { History } from './history';
import { WorkspaceMembers } from './members';
import { isSameMoment, merged, momentOf, type Moment } from './moment';

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
  authored: Moment;
  /** True until a user chooses something or a state is restored: until then, all changes come from the author. */
  isAsAuthored: boolean;
  readonly history: History<Moment>;
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
  /** Whether there was a gesture when something changed. */
  #isStep = false;

  /** @param memory that of an earlier session of the element, which goes on; null for a new one */
  constructor(root: HTMLElement, listener: SessionListener, memory: SessionMemory | null) {
    this.#root = root;
    this.#listener = listener;
    this.#members = new WorkspaceMembers(
      root,
      () => {
        this.#chosen.deliver();
        // Pages may add elements, and rows may arrive, all the time: that must not put off a step.
        if (!this.#isPending) this.#later();
      },
      () => this.#later(),
    );
    this.#chosen = new Chosen(this.#members);
    this.#gestures = new Gestures(root);
    if (memory) this.#chosen.restore(memory.history.current);
    const now = this.#chosen.moment();
    this.#memory = memory ?? { authored: now, isAsAuthored: true, history: new History(now, isSameMoment) };
    root.addEventListener('keydown', this.#press);
    addEventListener('pagehide', this.#leavePage);
  }

  get state(): WorkspaceState {
    return this.#chosen.moment().own;
  }

  /** Whether nobody has chosen or restored anything. */
  get isAsAuthored(): boolean {
    return this.#memory.isAsAuthored;
  }

  /** Null for the page as its author wrote it, which may look different when it opens again. */
  get stateToSave(): WorkspaceState | null {
    const { isAsAuthored, authored, history } = this.#memory;
    return isAsAuthored || isSameMoment(history.current, authored) ? null : history.current.own;
  }

  get canUndo(): boolean {
    return this.#memory.history.canUndo;
  }

  get canRedo(): boolean {
    return this.#memory.history.canRedo;
  }

  /**
   * The page's URL with the current state; empty if the state is too long for a URL.
   * @param part the name of the state's part, for a workspace without `sync-url`
   */
  link(part: string): string {
    const address = this.#address ?? new AddressPart(part, () => undefined);
    const text = this.#textOf(this.#chosen.moment());
    const link = WORKSPACE.loaded.tooLongForLink(text) ? '' : address.with(text);
    if (address !== this.#address) address.close();
    return link;
  }

  /**
   * Restores a state that a script of the page assigned; null restores the page as its author wrote it.
   * @param isStep whether the user can undo this
   */
  restore(state: unknown, isStep: boolean): void {
    try {
      const own = state === null ? null : WORKSPACE.loaded.parseState(state);
      this.#settle(true);
      this.#memory.isAsAuthored = false;
      this.#chosen.restore(own ? momentOf({ own }) : this.#memory.authored);
      this.#gestures.forget();
      this.#keep(isStep, true);
      if (!own) this.#memory.isAsAuthored = true;
    } catch (thrown) {
      this.#listener.failed(PikaError.from(thrown, '<pika-workspace>'));
    }
  }

  /** Restores the state that a file was saved with: the page as its author wrote it. */
  adopt(own: WorkspaceState): void {
    this.#chosen.restore(momentOf({ own }));
    this.#memory.authored = this.#chosen.moment();
    this.#memory.history.replace(this.#memory.authored);
    this.#stopTimer();
  }

  /** Undoes (-1) or redoes (1) one step. */
  move(by: -1 | 1): void {
    // A change that has not settled yet becomes a step first.
    this.#settle(true);
    const step = this.#memory.history.move(by);
    if (!step) return;
    this.#chosen.restore(step);
    this.#gestures.forget();
    this.#write('push', true);
  }

  /** Keeps the state in this part of the URL, from the next step on; null stops that. */
  syncAddress(part: string | null): void {
    const before = this.#address;
    if (part === (before?.name ?? null)) return;
    before?.write('', 'replace');
    before?.close();
    this.#address = part === null ? null : new AddressPart(part, () => this.#visit(this.#address!.text));
    if (before) this.#write('replace', false);
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

  get #isPending(): boolean {
    return this.#timer !== undefined;
  }

  /** Whether a user made the changes that have not settled yet. */
  get #isUsers(): boolean {
    return this.#isStep || this.#gestures.isRecent;
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isStep = false;
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#isStep = this.#isUsers;
    this.#timer = setTimeout(() => {
      if (this.#gestures.isDragging) this.#later();
      else this.#keep(this.#isStep, true);
    }, SETTLE_MS);
  }

  readonly #leavePage = (): void => this.#settle(true);

  #settle(writes: boolean): void {
    this.#keep(this.#isUsers, writes);
  }

  /**
   * Records the state as a new step, or replaces the current step with it.
   * @param writes whether to write it to the URL
   */
  #keep(isStep: boolean, writes: boolean): void {
    this.#stopTimer();
    const memory = this.#memory;
    const before = memory.history.current;
    const now = this.#chosen.moment();
    const isPushed = isStep && memory.history.push(now);
    const isReplaced = !isPushed && memory.history.replace(now);
    memory.isAsAuthored &&= !isPushed;
    if (memory.isAsAuthored) memory.authored = now;
    const { stateText } = WORKSPACE.loaded;
    const isChanged = isPushed || stateText(before.own) !== stateText(now.own);
    if (writes && (isPushed || isReplaced)) this.#write(isPushed ? 'push' : 'replace', isChanged);
    else if (isChanged) this.#listener.changed();
  }

  /** @param isChanged whether the listener has yet to learn that the state has changed */
  #write(how: 'push' | 'replace', isChanged: boolean): void {
    const text = this.#address ? this.#textOf(this.#memory.history.current) : '';
    const error = WORKSPACE.loaded.tooLongForLink(text);
    this.#address?.write(error ? '' : text, how);
    if (isChanged) this.#listener.changed();
    if (error) this.#listener.failed(error);
  }

  /** The text of a moment in the URL; empty for the page as its author wrote it. */
  #textOf(moment: Moment): string {
    return isSameMoment(moment, this.#memory.authored) ? '' : WORKSPACE.loaded.linkText(merged(moment));
  }

  /** The user went back or forward, or edited the URL. */
  #visit(text: string): void {
    // A change that has not settled yet becomes a step, but the URL is another entry's already. A change that is no
    // step may come from another workspace, which has visited this entry first.
    if (this.#isPending && this.#isUsers) this.#keep(true, false);
    this.#stopTimer();
    const { history, authored } = this.#memory;
    const step = text === '' ? authored : history.steps.find((one) => this.#textOf(one) === text);
    if (step) {
      // This page has shown the step, so its SQL is trusted.
      this.#chosen.restore(step);
      history.visit(step);
    } else if (this.#open(text)) history.push(this.#chosen.moment());
    else return;
    this.#gestures.forget();
    this.#listener.changed();
  }

  /** Restores the state in the text of a link, which is untrusted. Returns false if the text can't be read. */
  #open(text: string): boolean {
    try {
      const linked = WORKSPACE.loaded.stateOfLink(text);
      this.#memory.isAsAuthored = false;
      this.#chosen.restore(momentOf({ linked }));
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
