import { css, html, nothing, type CSSResult, type LitElement, type PropertyValues, type TemplateResult } from 'lit';
import {
  OnDemand,
  PikaError,
  WORKSPACE,
  type OpenedSnapshot,
  type OpenOptions,
  type SaveOptions,
  type WorkspaceState,
} from '../../engine/index';
import { errorPanel, errorStyles } from '../error-panel';
import type { Opener } from '../snapshot/opener';
import type { Autosave, SavedVersion } from './autosave/index';
import type { PikaWorkspaceEvents } from './workspace-events';
import { WorkspaceSession, type SessionMemory } from './session';

const FILES = new OnDemand('the code that saves and opens workspaces', async () => {
  const [opener, { openerStyles }] = await Promise.all([
    import('../snapshot/opener'),
    import('../snapshot/opener-styles'),
  ]);
  return { ...opener, openerStyles };
});

const AUTOSAVE = new OnDemand('the code that saves workspaces automatically', () => import('./autosave/index'));

/** The default name of the state's part of the URL. */
const ADDRESS_PART = 'pika';

const STYLES = [errorStyles, css`.error { font: 13px/1.45 var(--pika-font, system-ui, sans-serif); }`];

/** The element of a workspace. */
export interface WorkspaceHost extends LitElement {
  readonly syncUrl: string | null;
  readonly autosave: string | null;
  readonly src: string | null;
  readonly trust: boolean;
}

/** Fires an event of the element. */
export type FireEvent = <Name extends keyof PikaWorkspaceEvents>(name: Name, detail: PikaWorkspaceEvents[Name]) => void;

/** What a workspace does: keeps the state of the elements inside, saves them in files, and opens these. */
export class WorkspacePresenter {
  readonly #host: WorkspaceHost;
  readonly #fire: FireEvent;
  readonly #adopt: (styles: readonly CSSResult[]) => void;
  /** Null while the element is off the page. */
  #session: WorkspaceSession | null = null;
  /** What the last session on the page remembers. */
  #memory: SessionMemory | null = null;
  /** Null without `autosave`, and after the user has opened another file in place of the page. */
  #autosave: Autosave | null = null;
  #hasJoined = false;
  /** How many files have been opened in place of the page. */
  #opened = 0;
  /** Null before a file is first opened or saved. */
  #opener: Opener | null = null;
  #error: PikaError | null = null;

  /** @param adopt gives the element these styles, which load with this code */
  constructor(host: WorkspaceHost, fire: FireEvent, adopt: (styles: readonly CSSResult[]) => void) {
    this.#host = host;
    this.#fire = fire;
    this.#adopt = adopt;
    // Before the element is on the page, it has nothing to style.
    this.#wear(STYLES);
  }

  get session(): WorkspaceSession | null {
    return this.#session;
  }

  get link(): string {
    return this.#session?.link(this.#part ?? ADDRESS_PART) ?? '';
  }

  /**
   * The element is on the page, unless it has left since.
   * @param early a state that was assigned before
   * @returns the state that still has to be restored
   */
  join(early: WorkspaceState | null): WorkspaceState | null {
    if (this.#session || !this.#host.isConnected) return early;
    this.#start((session) => early && session.restore(early, false));
    if (!this.#hasJoined) {
      this.#hasJoined = true;
      void this.#syncAutosave();
      void this.#openSource();
    }
    return null;
  }

  /** Attributes have changed since the element joined the page. */
  update(changed: PropertyValues): void {
    if (!this.#hasJoined) return;
    if (changed.has('syncUrl')) this.#session?.syncAddress(this.#part);
    if (changed.has('autosave')) void this.#syncAutosave();
    if (changed.has('src')) void this.#openSource();
  }

  /** The element has left the page. */
  leave(): void {
    this.#opener?.close();
    this.#end();
  }

  restore(state: WorkspaceState | null): void {
    this.#show(null);
    this.#session?.restore(state, true);
  }

  /** Saves the state under the name that the element has now, and restores the one that was saved there. */
  async #syncAutosave(): Promise<void> {
    const isRenamed = this.#autosave !== null;
    this.#autosave = null;
    if (this.#autosaveName === null) return;
    const opened = this.#opened;
    try {
      const { autosaveAs } = await AUTOSAVE.load();
      const name = this.#autosaveName;
      // A file that the user has opened meanwhile is not this page.
      if (name === null || this.#autosave || opened !== this.#opened) return;
      this.#autosave = autosaveAs(name, (error) => this.#fail(error));
      await this.#restoreSaved(isRenamed);
    } catch (thrown) {
      this.#fail(PikaError.from(thrown, '<pika-workspace autosave>'));
    }
  }

  /** The versions that were saved automatically, the newest first; none without `autosave`. */
  async versions(): Promise<readonly SavedVersion[]> {
    return (await this.#autosaveByName())?.versions() ?? [];
  }

  async clearVersions(): Promise<void> {
    await (await this.#autosaveByName())?.clear();
  }

  async save(options: SaveOptions | undefined): Promise<Blob> {
    const { saveWorkspace } = await FILES.load();
    await this.#host.updateComplete;
    return saveWorkspace(this.#host, this.#session?.state ?? WORKSPACE.loaded.EMPTY_STATE, options);
  }

  /** @param keepsLink whether a state in the URL is one of this file */
  async open(from: Blob | string, options: OpenOptions, keepsLink: boolean): Promise<OpenedSnapshot> {
    const { Opener, openerStyles } = await FILES.load();
    if (!this.#opener) this.#wear([openerStyles]);
    this.#opener ??= new Opener(this.#host);
    const { opened } = await this.#opener.open(from, options, (state) => {
      if (!keepsLink) {
        this.#session?.syncAddress(null);
        this.#autosave = null;
        this.#opened++;
      }
      this.#end();
      this.#memory = null;
      this.#show(null);
      if (this.#host.isConnected) this.#start((session) => session.adopt(state));
    });
    this.#fire('pika-open', opened);
    return opened;
  }

  /** Opens the file that the element names; shows why it can't be. */
  async #openSource(): Promise<void> {
    const { src, trust } = this.#host;
    if (!src) return;
    try {
      await this.open(src, trust ? { trust } : {}, !this.#session?.canUndo);
    } catch (thrown) {
      if (this.#host.src === src && this.#host.isConnected)
        this.#fail(PikaError.from(thrown, `<pika-workspace src="${src}">`));
    }
  }

  render(): TemplateResult {
    return html`${this.#error ? errorPanel(this.#error) : nothing}${this.#opener?.render() ?? nothing}`;
  }

  /** The name of the state's part of the URL; null without `sync-url`. */
  get #part(): string | null {
    const { syncUrl } = this.#host;
    return syncUrl === null ? null : syncUrl.trim() || ADDRESS_PART;
  }

  /** What the element's state is saved as: by default, the path of the page. */
  get #autosaveName(): string | null {
    const { autosave } = this.#host;
    return autosave === null ? null : autosave.trim() || location.pathname;
  }

  async #autosaveByName(): Promise<Autosave | null> {
    const name = this.#autosaveName;
    return name === null ? null : (await AUTOSAVE.load()).autosaveAs(name, () => undefined);
  }

  /**
   * What a link brings, a script assigns or the user has chosen meanwhile takes precedence.
   * @param replaces whether the state, which is saved under another name, gives way to one that is saved
   */
  async #restoreSaved(replaces = false): Promise<void> {
    const [autosave, session] = [this.#autosave, this.#session];
    if (!autosave || !session) return;
    const state = await autosave.load();
    if (autosave !== this.#autosave || session !== this.#session) return;
    const isWanted = replaces ? state !== undefined : state && session.isAsAuthored;
    if (isWanted) session.restore(state, false);
    this.#saveSteps(session);
  }

  /** A page that only opens changes nothing that is saved, though its elements may round what is restored. */
  #saveSteps(session: WorkspaceSession): void {
    if (session.canUndo || session.canRedo) void this.#autosave?.save(session.stateToSave);
  }

  /** An element that is not on the page yet has nothing to style. */
  #wear(styles: readonly CSSResult[]): void {
    void this.#host.updateComplete.then(() => this.#adopt(styles));
  }

  #start(prepare: (session: WorkspaceSession) => void): void {
    const announce = (): void => {
      const { state, canUndo, canRedo } = session;
      this.#fire('pika-state', { state, canUndo, canRedo });
    };
    const listener = {
      changed: () => {
        this.#show(null);
        this.#saveSteps(session);
        announce();
      },
      failed: (error: PikaError) => this.#fail(error),
    };
    const session = (this.#session = new WorkspaceSession(this.#host, listener, this.#memory));
    session.syncAddress(this.#part);
    prepare(session);
    // A link that the user opened takes precedence over a state that the page assigned.
    session.begin();
    announce();
    void this.#restoreSaved();
  }

  #end(): void {
    if (this.#session) this.#memory = this.#session.close();
    this.#session = null;
  }

  #fail(error: PikaError): void {
    this.#show(error);
    this.#fire('pika-error', error);
  }

  #show(error: PikaError | null): void {
    if (this.#error === error) return;
    this.#error = error;
    this.#host.requestUpdate();
  }
}
