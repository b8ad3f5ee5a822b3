import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import {
  OnDemand,
  PikaError,
  WORKSPACE,
  type OpenedSnapshot,
  type OpenOptions,
  type SaveOptions,
  type WorkspaceState,
} from '../../engine/index';
import { dropObjectText } from '../controllers/attribute-controller';
import { errorPanel, errorStyles } from '../error-panel';
import { PikaElement } from '../pika-element';
import type { Opener } from '../snapshot/opener';
import type { SessionMemory, WorkspaceSession } from './session';

const SESSION = new OnDemand('the code for workspaces', async () => {
  const [session] = await Promise.all([import('./session'), WORKSPACE.load()]);
  return session;
});

const FILES = new OnDemand('the code that saves and opens workspaces', async () => {
  const [opener, { openerStyles }] = await Promise.all([
    import('../snapshot/opener'),
    import('../snapshot/opener-styles'),
    WORKSPACE.load(),
  ]);
  return { ...opener, openerStyles };
});

/** The default name of the state's part of the URL. */
const ADDRESS_PART = 'pika';

/** Details of a workspace's events. */
export interface PikaWorkspaceEvents {
  'pika-state': { readonly state: WorkspaceState; readonly canUndo: boolean; readonly canRedo: boolean };
  /** `lost` are the parts that could not be read; `isNewer`: a later release saved the file. */
  'pika-open': OpenedSnapshot;
  'pika-error': PikaError;
}

/**
 * Keeps what users choose in the elements inside: selections, zoomed domains and values of inputs. Users can undo each
 * step, and share the state as a link; scripts can read and restore it as JSON.
 *
 * ```html
 * <pika-workspace sync-url>
 *   <pika-query name="flights" src="flights.parquet"></pika-query>
 *   <pika-plot id="delays" from="flights" mark="bar" x="bin(delay)" y="count()" brush="x" zoom></pika-plot>
 * </pika-workspace>
 * ```
 * The element has no CSS box of its own. While the focus is inside, Ctrl+Z undoes one step, and Ctrl+Shift+Z or Ctrl+Y
 * redoes it; a drag is one step. A plot is identified by its `id`, or without one by its position among the plots
 * inside. Clauses that follow the pointer (`brush="nearest"`) are not part of the state.
 *
 * @tag pika-workspace
 * @attr {string} sync-url - keeps the state in the page's URL, after `#`, so that a link restores it and the browser's
 *   back button undoes steps; a value names this part of the URL, which a second workspace needs; default: `pika`
 * @attr {string} src - the URL of a file that a workspace has saved, relative to the page; its elements replace those
 *   inside
 * @attr {boolean} trust - opens the file of `src` without asking the user, even if it runs SQL or fetches files
 * @csspart error - the error panel
 * @csspart consent - asks the user whether to trust a file
 * @csspart note - says what could not be opened
 * @fires {CustomEvent<{state: WorkspaceState, canUndo: boolean, canRedo: boolean}>} pika-state - the element has
 *   started, the user has finished a step, or the state has changed in another way
 * @fires {CustomEvent<OpenedSnapshot>} pika-open - a file was opened: `{ lost, isNewer }`, where `lost` are the parts
 *   that could not be read
 * @fires {CustomEvent<PikaError>} pika-error - a state, the URL or the file of `src` can't be read; the element shows
 *   why
 */
export class PikaWorkspace extends PikaElement<PikaWorkspaceEvents> {
  static override properties = {
    syncUrl: { type: String, attribute: 'sync-url', toText: (value: unknown) => (value === true ? '' : undefined) },
    src: { type: String },
    trust: { type: Boolean },
    error: { state: true },
  };

  static override styles = [
    errorStyles,
    css`
    :host { display: contents; }
    :host([hidden]) { display: none; }
    .error { font: 13px/1.45 var(--pika-font, system-ui, sans-serif); }
  `,
  ];

  declare syncUrl: string | null;
  declare src: string | null;
  declare trust: boolean;
  declare private error: PikaError | null;
  /** Null until its code has loaded. */
  #session: WorkspaceSession | null = null;
  /** What the last session on the page remembers. */
  #memory: SessionMemory | null = null;
  /** A state that was assigned before the code loaded. */
  #early: WorkspaceState | null = null;
  /** Null before a file is first opened. */
  #opener: Opener | null = null;

  constructor() {
    super();
    Object.assign(this, { syncUrl: null, src: null, trust: false, error: null });
  }

  /**
   * What users have chosen, as plain JSON; null until the element has started. Assign a state to restore it exactly,
   * or null to return to the page as its author wrote it. A state contains SQL: assign only states that you trust.
   */
  get state(): WorkspaceState | null {
    return this.#session?.state ?? null;
  }

  set state(state: WorkspaceState | null | undefined) {
    dropObjectText(this, 'state');
    this.error = null;
    if (this.#session) this.#session.restore(state ?? null, true);
    else this.#early = state ?? null;
  }

  /**
   * The page's URL with the current state, even without `sync-url`. Empty until the element has started, and for a
   * state that is too long.
   */
  get link(): string {
    return this.#session?.link(this.#part ?? ADDRESS_PART) ?? '';
  }

  get canUndo(): boolean {
    return this.#session?.canUndo ?? false;
  }

  get canRedo(): boolean {
    return this.#session?.canRedo ?? false;
  }

  /** Undoes the last step; does nothing if there is none. */
  undo(): void {
    this.#session?.move(-1);
  }

  /** Redoes the step that was undone last; does nothing if there is none. */
  redo(): void {
    this.#session?.move(1);
  }

  /**
   * Saves the elements inside, what users have chosen in them, and their rows, in one file. With `form: 'page'`, saves
   * the plots as a page that still brushes: it holds the counts of the plots, and no rows.
   * @throws PikaError `engine/bad-option`; `source/…` if rows can't be read; `engine/nothing-brushes`,
   *   `engine/page-too-large`
   */
  async save(options?: SaveOptions): Promise<Blob> {
    const { saveWorkspace } = await FILES.load();
    await this.updateComplete;
    return saveWorkspace(this, this.state ?? WORKSPACE.loaded.EMPTY_STATE, options);
  }

  /**
   * Opens a saved file: its elements replace those inside. Users can't undo this.
   * @param from the file, or its URL
   * @throws PikaError `snapshot/…`, and `source/…` if the file can't be read; the elements inside then stay
   */
  open(from: Blob | string, options: OpenOptions = {}): Promise<OpenedSnapshot> {
    return this.#open(from, options, false);
  }

  /** @param keepsLink whether a state in the URL is one of this file */
  async #open(from: Blob | string, options: OpenOptions, keepsLink: boolean): Promise<OpenedSnapshot> {
    const { Opener, openerStyles } = await FILES.load();
    if (!this.#opener) this.wear([openerStyles]);
    this.#opener ??= new Opener(this);
    const { lost, isNewer } = await this.#opener.open(from, options, (state) => {
      if (!keepsLink) this.#session?.syncAddress(null);
      this.#endSession();
      this.#memory = null;
      this.#early = null;
      this.error = null;
      void this.#startSession(state);
    });
    const opened = { lost, isNewer };
    this.fire('pika-open', opened);
    return opened;
  }

  protected override joined(): void {
    void this.#startSession(null);
  }

  /** @param saved the state of a file that was opened */
  async #startSession(saved: WorkspaceState | null): Promise<void> {
    const { WorkspaceSession } = await SESSION.load();
    if (this.#session || !this.isConnected) return;
    const listener = {
      changed: () => {
        this.error = null;
        this.#announce(session);
      },
      failed: (error: PikaError) => void this.fire('pika-error', (this.error = error)),
    };
    const session = (this.#session = new WorkspaceSession(this, listener, this.#memory));
    if (saved) session.adopt(saved);
    session.syncAddress(this.#part);
    const early = this.#early;
    this.#early = null;
    if (early) session.restore(early, false);
    // A link that the user opened takes precedence over a state that the page assigned.
    session.begin();
    this.#announce(session);
  }

  #endSession(): void {
    if (this.#session) this.#memory = this.#session.close();
    this.#session = null;
  }

  protected override left(): void {
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#opener?.close();
      this.#endSession();
    });
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('syncUrl')) this.#session?.syncAddress(this.#part);
    if (changed.has('src') && this.src) void this.#openSource(this.src);
  }

  async #openSource(src: string): Promise<void> {
    try {
      await this.#open(src, this.trust ? { trust: true } : {}, !this.canUndo);
    } catch (thrown) {
      const error = PikaError.from(thrown, `<pika-workspace src="${src}">`);
      if (this.src !== src || !this.isConnected) return;
      this.error = error;
      this.fire('pika-error', error);
    }
  }

  protected override render(): TemplateResult {
    return html`${this.error ? errorPanel(this.error) : nothing}${this.#opener?.render() ?? nothing}<slot></slot>`;
  }

  /** The name of the state's part of the URL; null without `sync-url`. */
  get #part(): string | null {
    return this.syncUrl === null ? null : this.syncUrl.trim() || ADDRESS_PART;
  }

  #announce({ state, canUndo, canRedo }: WorkspaceSession): void {
    this.fire('pika-state', { state, canUndo, canRedo });
  }
}
