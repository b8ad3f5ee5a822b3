import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import {
  OnDemand,
  WORKSPACE,
  type OpenedSnapshot,
  type OpenOptions,
  type SaveOptions,
  type WorkspaceState,
} from '../../engine/index';
import { dropObjectText } from '../controllers/attribute-controller';
import { PikaElement } from '../pika-element';
import type { SavedVersion } from './autosave/index';
import type { PikaWorkspaceEvents } from './workspace-events';
import type { WorkspacePresenter } from './workspace-presenter';

const PRESENTER = new OnDemand(
  'the code of workspaces',
  async () => (await Promise.all([import('./workspace-presenter'), WORKSPACE.load()]))[0],
);

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
 * @attr {string} autosave - saves the state in this browser after each step, and restores it when the page opens again;
 *   workspaces of the same name share it on all pages of the site; default: the path of the page
 * @attr {string} src - the URL of a file that a workspace has saved, relative to the page; its elements replace those
 *   inside
 * @attr {boolean} trust - opens the file of `src` without asking the user, even if it runs SQL or fetches files
 * @csspart error - the error panel
 * @csspart consent - asks the user whether to trust a file
 * @csspart note - says what could not be opened
 * @fires {CustomEvent<{state: WorkspaceState, canUndo: boolean, canRedo: boolean}>} pika-state - the element has
 *   started, the user has finished a step, or the state has changed in another way
 * @fires {CustomEvent<OpenedSnapshot>} pika-open - a file was opened: `{ lost, changed, isNewer }`, where `lost` are
 *   the parts that could not be read, and `changed` the files outside that are not as they were
 * @fires {CustomEvent<PikaError>} pika-error - a state, the URL or the file of `src` can't be read, or a state
 *   can't be saved; the element shows why
 */
export class PikaWorkspace extends PikaElement<PikaWorkspaceEvents> {
  static override properties = {
    syncUrl: { type: String, attribute: 'sync-url' },
    autosave: { type: String },
    src: { type: String },
    trust: { type: Boolean },
  };

  static override styles = css`
    :host { display: contents; }
    :host([hidden]) { display: none; }
  `;

  declare syncUrl: string | null;
  declare autosave: string | null;
  declare src: string | null;
  declare trust: boolean;
  /** Null until its code has loaded. */
  #presenter: WorkspacePresenter | null = null;
  /** A state that was assigned before the code loaded. */
  #early: WorkspaceState | null = null;

  constructor() {
    super();
    Object.assign(this, { syncUrl: null, autosave: null, src: null, trust: false });
  }

  /**
   * What users have chosen, as plain JSON; null until the element has started. Assign a state to restore it exactly,
   * or null to return to the page as its author wrote it. A state contains SQL: assign only states that you trust.
   */
  get state(): WorkspaceState | null {
    return this.#presenter?.session?.state ?? null;
  }

  set state(state: WorkspaceState | null | undefined) {
    dropObjectText(this, 'state');
    if (this.#presenter?.session) this.#presenter.restore(state ?? null);
    else this.#early = state ?? null;
  }

  /**
   * The page's URL with the current state, even without `sync-url`. Empty until the element has started, and for a
   * state that is too long.
   */
  get link(): string {
    return this.#presenter?.link ?? '';
  }

  get canUndo(): boolean {
    return this.#presenter?.session?.canUndo ?? false;
  }

  get canRedo(): boolean {
    return this.#presenter?.session?.canRedo ?? false;
  }

  /** Undoes the last step; does nothing if there is none. */
  undo(): void {
    this.#presenter?.session?.move(-1);
  }

  /** Redoes the step that was undone last; does nothing if there is none. */
  redo(): void {
    this.#presenter?.session?.move(1);
  }

  /**
   * Saves the elements inside, what users have chosen in them, and their rows, in one file. With `form: 'page'`, saves
   * the plots as a page that still brushes: it holds the counts of the plots, and no rows.
   * @throws PikaError `engine/bad-option`; `source/…` if rows can't be read; `engine/nothing-brushes`,
   *   `engine/page-too-large`; `snapshot/no-storage` if it can't be written to the file of `to`
   */
  async save(options?: SaveOptions): Promise<Blob> {
    return (await this.#load()).save(options);
  }

  /**
   * Opens a saved file: its elements replace those inside. Users can't undo this.
   * @param from the file, or its URL
   * @throws PikaError `snapshot/…`, and `source/…` if the file can't be read; the elements inside then stay
   */
  async open(from: Blob | string, options: OpenOptions = {}): Promise<OpenedSnapshot> {
    return (await this.#load()).open(from, options, false);
  }

  /**
   * The states that `autosave` has saved in this browser, the newest first; a state of null is the page as its author
   * wrote it. Assign one to `state` to return to it.
   * @throws PikaError `snapshot/no-storage`
   */
  async versions(): Promise<readonly SavedVersion[]> {
    return (await this.#load()).versions();
  }

  /**
   * Deletes the states that `autosave` has saved. The next step is saved again.
   * @throws PikaError `snapshot/no-storage`
   */
  async clearVersions(): Promise<void> {
    await (await this.#load()).clearVersions();
  }

  protected override joined(): void {
    void this.#load().then((presenter) => (this.#early = presenter.join(this.#early)));
  }

  protected override left(): void {
    queueMicrotask(() => {
      if (!this.isConnected) this.#presenter?.leave();
    });
  }

  protected override updated(changed: PropertyValues): void {
    this.#presenter?.update(changed);
  }

  protected override render(): TemplateResult {
    return html`${this.#presenter?.render() ?? nothing}<slot></slot>`;
  }

  async #load(): Promise<WorkspacePresenter> {
    const { WorkspacePresenter } = await PRESENTER.load();
    return (this.#presenter ??= new WorkspacePresenter(
      this,
      (name, detail) => void this.fire(name, detail),
      (styles) => this.wear(styles),
    ));
  }
}
