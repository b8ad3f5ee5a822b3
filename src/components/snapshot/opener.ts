import { html, nothing, type LitElement, type TemplateResult } from 'lit';
import {
  OnDemand,
  PikaError,
  SNAPSHOT,
  type OpenedSnapshot,
  type OpenOptions,
  type PageOptions,
  type SaveOptions,
  type SnapshotRequests,
  type WorkspaceState,
} from '../../engine/index';
import { MessagesController } from '../controllers/messages-controller';
import { WORKSPACE_MESSAGES } from '../messages/english/workspace';
import { openPage, wearTheme, type OpenedPage } from './open-page';
import { savePage } from './save-page';

const BRUSHING_PAGES = new OnDemand(
  'the code that saves pages that brush',
  () => import('../brushing-page/brushing-page'),
);

/** What the opener shows. */
type Phase =
  | { readonly kind: 'idle' }
  | { readonly kind: 'opening' }
  | { readonly kind: 'asking'; readonly requests: SnapshotRequests; readonly answer: (isYes: boolean) => void }
  | ({ readonly kind: 'opened' } & OpenedSnapshot);

/** Opens snapshots in a workspace, and asks the user whether to trust them. */
export class Opener {
  readonly #host: LitElement;
  readonly #messages: MessagesController<typeof WORKSPACE_MESSAGES>;
  #phase: Phase = { kind: 'idle' };
  #opening: AbortController | null = null;

  constructor(host: LitElement) {
    this.#host = host;
    this.#messages = new MessagesController(host, 'workspace', WORKSPACE_MESSAGES);
  }

  /**
   * Replaces the content of the workspace.
   * @param restore called with the saved state once the elements are on the page
   * @throws PikaError; the content is then as before
   */
  async open(
    from: Blob | string,
    { trust, signal, ...limits }: OpenOptions,
    restore: (state: WorkspaceState) => void,
  ): Promise<OpenedPage> {
    this.close();
    const opening = (this.#opening = new AbortController());
    const stop = (): void => opening.abort();
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted) stop();
    this.#show({ kind: 'opening' });
    try {
      const options = { ...limits, signal: opening.signal };
      const page = await openPage(from, this.#host, options, (requests) =>
        this.#isTrusted(trust, requests, opening.signal),
      );
      if (opening.signal.aborted) throw replaced();
      this.#host.replaceChildren(...page.nodes);
      // The elements that have left take their clauses with them, in microtasks of their own.
      await Promise.resolve();
      wearTheme(this.#host, page.theme);
      restore(page.state);
      this.#show({ kind: 'opened', ...page.opened });
      return page;
    } catch (thrown) {
      if (this.#opening === opening) this.#show({ kind: 'idle' });
      throw opening.signal.aborted ? replaced() : thrown;
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  /** Stops opening. */
  close(): void {
    this.#opening?.abort();
    this.#opening = null;
  }

  render(): TemplateResult | typeof nothing {
    const { say } = this.#messages;
    switch (this.#phase.kind) {
      case 'idle':
        return nothing;
      case 'opening':
        return html`<p class="opening" role="status">${say('opening')}</p>`;
      case 'asking':
        return this.#renderQuestion(this.#phase);
      case 'opened':
        return this.#renderNotes(this.#phase);
    }
  }

  #renderQuestion({ requests: { urls, sql }, answer }: Extract<Phase, { kind: 'asking' }>): TemplateResult {
    const { say } = this.#messages;
    const list = (title: string, texts: readonly string[]): TemplateResult | typeof nothing =>
      texts.length === 0
        ? nothing
        : html`<h3>${title}</h3><ul>${texts.map((text) => html`<li><code>${text}</code></li>`)}</ul>`;
    return html`
      <section class="consent" part="consent" role="group" aria-labelledby="consent" aria-describedby="why">
        <h2 id="consent">${say('consent')}</h2>
        <p id="why">${say('why')}</p>
        <div class="requests" tabindex="0">
          ${list(say('fetches'), urls)} ${list(say('runs'), sql)}
        </div>
        <button class="open" @click=${() => answer(true)}>${say('open')}</button>
        <button class="cancel" @click=${() => answer(false)}>${say('cancel')}</button>
      </section>`;
  }

  #renderNotes({ lost, changed, isNewer }: OpenedSnapshot): TemplateResult | typeof nothing {
    const { say } = this.#messages;
    if (lost.length === 0 && changed.length === 0 && !isNewer) return nothing;
    const details = (summary: string, parts: readonly string[]): TemplateResult | typeof nothing =>
      parts.length === 0
        ? nothing
        : html`<details><summary>${summary}</summary><ul>${parts.map((part) => html`<li>${part}</li>`)}</ul></details>`;
    return html`
      <section class="lost" part="note" role="status">
        ${isNewer ? html`<p>${say('newer')}</p>` : nothing}
        ${details(
          say('lost', { count: lost.length }),
          lost.map(({ path, name, reason }) => `${name ?? path}: ${reason}`),
        )}
        ${details(
          say('changed', { count: changed.length }),
          changed.map(({ url, reason }) => `${url}: ${reason}`),
        )}
        <button class="hide" @click=${() => this.#show({ kind: 'idle' })}>${say('hide')}</button>
      </section>`;
  }

  async #isTrusted(trust: OpenOptions['trust'], requests: SnapshotRequests, signal: AbortSignal): Promise<boolean> {
    if (typeof trust === 'function') return trust(requests);
    if (trust !== undefined) return trust;
    const isYes = await new Promise<boolean>((resolve) => {
      signal.addEventListener('abort', () => resolve(false), { once: true });
      this.#show({ kind: 'asking', requests, answer: resolve });
    });
    if (!signal.aborted) this.#show({ kind: 'opening' });
    return isYes;
  }

  #show(phase: Phase): void {
    this.#phase = phase;
    this.#host.requestUpdate();
  }
}

/** Saves the elements inside a workspace. */
export async function saveWorkspace(root: Element, state: WorkspaceState, options: SaveOptions = {}): Promise<Blob> {
  const { checkedSaveOptions, writeFile } = await SNAPSHOT.load();
  const checked = checkedSaveOptions(options);
  const blob = await (checked.form === 'page' ? saveBrushingPage(root, checked) : savePage(root, state, checked));
  if (checked.to) await writeFile(checked.to, blob, checked.form === 'page' ? undefined : checked.signal);
  return blob;
}

async function saveBrushingPage(root: Element, { title }: PageOptions): Promise<Blob> {
  return (await BRUSHING_PAGES.load()).brushingPage(root, title === undefined ? {} : { title });
}

function replaced(): PikaError {
  return new PikaError('source/aborted', {
    subject: 'the snapshot',
    expected: 'to be opened',
    found: 'that the request was stopped, or that another file was opened',
    next: 'Open it again.',
  });
}
