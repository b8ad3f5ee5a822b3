import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { OnDemand, WORKSPACE, type PikaError, type WorkspaceState } from '../../engine/index';
import { dropObjectText } from '../controllers/attribute-controller';
import { errorPanel, errorStyles } from '../error-panel';
import { PikaElement } from '../pika-element';
import type { WorkspaceSession } from './session';

const SESSION = new OnDemand('the code of workspaces', async () => {
  const [session] = await Promise.all([import('./session'), WORKSPACE.load()]);
  return session;
});

/** The part of the address, where the author names no other. */
const ADDRESS_PART = 'pika';

/** Details of a workspace's events. */
export interface PikaWorkspaceEvents {
  'pika-state': { readonly state: WorkspaceState; readonly canUndo: boolean; readonly canRedo: boolean };
  'pika-error': PikaError;
}

/**
 * Keeps what users choose in the elements inside: selections, zoomed domains, values of inputs. Users can undo it, and
 * share it as a link; scripts can read and restore it as JSON.
 *
 * ```html
 * <pika-workspace sync-url>
 *   <pika-query name="flights" src="flights.parquet"></pika-query>
 *   <pika-plot id="delays" from="flights" mark="bar" x="bin(delay)" y="count()" brush="x" zoom></pika-plot>
 * </pika-workspace>
 * ```
 * It has no box of its own. Ctrl+Z inside undoes one step, Ctrl+Shift+Z or Ctrl+Y redoes it; a drag is one step. Plots
 * are known by their `id`, and otherwise by their place among the plots inside. Clauses that follow the pointer
 * (`brush="nearest"`) are not part of the state.
 *
 * @tag pika-workspace
 * @attr {string} sync-url - keeps the state in the address of the page, after `#`, so that a link shows it again and
 *   the browser's back button undoes steps; a value names that part of the address, for a second workspace;
 *   default: `pika`
 * @csspart error - the error panel
 * @fires {CustomEvent<{state: WorkspaceState, canUndo: boolean, canRedo: boolean}>} pika-state - the element has
 *   started, the user has finished a step, or the state changed otherwise
 * @fires {CustomEvent<PikaError>} pika-error - the state, or the address, can't be read; the element shows why
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
  /** Assigned before that. */
  #early: WorkspaceState | null = null;

  constructor() {
    super();
    Object.assign(this, { syncUrl: null, error: null });
  }

  /**
   * What users have chosen, as plain JSON; null until the element has started. Assign a state to restore it exactly;
   * null returns to the page as its author wrote it. A state contains SQL: assign only states that you trust.
   */
  get state(): WorkspaceState | null {
    return this.#session?.state ?? this.#early;
  }

  set state(state: WorkspaceState | null | undefined) {
    dropObjectText(this, 'state');
    this.error = null;
    if (this.#session) this.#session.restore(state ?? null, true);
    else this.#early = state ?? null;
  }

  /** The address of this page in its current state, also without `sync-url`; empty until the element has started. */
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

  protected override joined(): void {
    void SESSION.load().then(({ WorkspaceSession }) => {
      if (this.#session || !this.isConnected) return;
      const session = (this.#session = new WorkspaceSession(this, {
        changed: () => {
          this.error = null;
          this.#announce(session);
        },
        failed: (error) => void this.fire('pika-error', (this.error = error)),
      }));
      session.syncAddress(this.#part);
      const early = this.#early;
      this.#early = null;
      if (early) session.restore(early, false);
      // A link that the user has opened comes before what the page restores.
      session.begin();
      this.#announce(session);
    }, reportError);
  }

  protected override left(): void {
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#session?.close();
      this.#session = null;
    });
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('syncUrl')) this.#session?.syncAddress(this.#part);
  }

  protected override render(): TemplateResult {
    return html`${this.error ? errorPanel(this.error) : nothing}<slot></slot>`;
  }

  /** The part of the address; null without one. */
  get #part(): string | null {
    return this.syncUrl === null ? null : this.syncUrl.trim() || ADDRESS_PART;
  }

  #announce({ state, canUndo, canRedo }: WorkspaceSession): void {
    this.fire('pika-state', { state, canUndo, canRedo });
  }
}
