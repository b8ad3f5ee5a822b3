import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { OnDemand, WORKSPACE, type PikaError, type WorkspaceState } from '../../engine/index';
import { dropObjectText } from '../controllers/attribute-controller';
import { errorPanel, errorStyles } from '../error-panel';
import { PikaElement } from '../pika-element';
import type { SessionMemory, WorkspaceSession } from './session';

const SESSION = new OnDemand('the code for workspaces', async () => {
  const [session] = await Promise.all([import('./session'), WORKSPACE.load()]);
  return session;
});

/** The default name of the state's part of the URL. */
const ADDRESS_PART = 'pika';

/** Details of a workspace's events. */
export interface PikaWorkspaceEvents {
  'pika-state': { readonly state: WorkspaceState; readonly canUndo: boolean; readonly canRedo: boolean };
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
 * @csspart error - the error panel
 * @fires {CustomEvent<{state: WorkspaceState, canUndo: boolean, canRedo: boolean}>} pika-state - the element has
 *   started, the user has finished a step, or the state has changed in another way
 * @fires {CustomEvent<PikaError>} pika-error - a state or the URL can't be read; the element shows why
 */
export class PikaWorkspace extends PikaElement<PikaWorkspaceEvents> {
  static override properties = {
    syncUrl: { type: String, attribute: 'sync-url', toText: (value: unknown) => (value === true ? '' : undefined) },
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
  declare private error: PikaError | null;
  /** Null until its code has loaded. */
  #session: WorkspaceSession | null = null;
  /** What the last session on the page remembers. */
  #memory: SessionMemory | null = null;
  /** A state that was assigned before the code loaded. */
  #early: WorkspaceState | null = null;

  constructor() {
    super();
    Object.assign(this, { syncUrl: null, error: null });
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

  /**
   * Saves the plots inside as a page in one file, which still brushes: it holds the counts of the plots, and no rows.
   * @throws PikaError `engine/nothing-brushes`, `engine/page-too-large` or `engine/bad-option`
   */
  async save(options: { readonly form: 'page'; readonly title?: string }): Promise<Blob> {
    return (await SESSION.load()).savePage(this, options);
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

  protected override joined(): void {
    void SESSION.load().then(({ WorkspaceSession }) => {
      if (this.#session || !this.isConnected) return;
      const listener = {
        changed: () => {
          this.error = null;
          this.#announce(session);
        },
        failed: (error: PikaError) => void this.fire('pika-error', (this.error = error)),
      };
      const session = (this.#session = new WorkspaceSession(this, listener, this.#memory));
      session.syncAddress(this.#part);
      const early = this.#early;
      this.#early = null;
      if (early) session.restore(early, false);
      // A link that the user opened takes precedence over a state that the page assigned.
      session.begin();
      this.#announce(session);
    }, reportError);
  }

  protected override left(): void {
    queueMicrotask(() => {
      if (this.isConnected) return;
      if (this.#session) this.#memory = this.#session.close();
      this.#session = null;
    });
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('syncUrl')) this.#session?.syncAddress(this.#part);
  }

  protected override render(): TemplateResult {
    return html`${this.error ? errorPanel(this.error) : nothing}<slot></slot>`;
  }

  /** The name of the state's part of the URL; null without `sync-url`. */
  get #part(): string | null {
    return this.syncUrl === null ? null : this.syncUrl.trim() || ADDRESS_PART;
  }

  #announce({ state, canUndo, canRedo }: WorkspaceSession): void {
    this.fire('pika-state', { state, canUndo, canRedo });
  }
}
