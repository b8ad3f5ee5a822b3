import { css, html, nothing, type TemplateResult } from 'lit';
import type { Progress, PlotModel } from '../../engine/index';
import { errorPanel } from '../error-panel';

/** What the user can do when a plot is not drawn. */
export interface OverlayActions {
  stop(): void;
  retry(): void;
}

/** Shown in place of a picture that is loading, empty or failed. Over an outdated picture, only a progress line. */
export function overlay(model: PlotModel | null, { stop, retry }: OverlayActions): TemplateResult | typeof nothing {
  switch (model?.phase) {
    case 'ready':
      return model.stale
        ? html`<div class="line" role="status"><span class="words">Counting the new rows</span></div>`
        : nothing;
    case 'empty':
      return html`<div class="cover"><span>${model.summary}</span></div>`;
    case 'stopped':
      return html`<div class="cover" role="status"><span>Stopped.</span><button @click=${retry}>Load it</button></div>`;
    case 'error':
      return html`<div class="cover">
        ${errorPanel(model.error)}
        ${isTransient(model.error.code) ? html`<button @click=${retry}>Try again</button>` : nothing}
      </div>`;
    default: {
      const progress = model?.progress ?? null;
      const waits = progress?.stage === 'choice';
      return html`<div class="cover" role="status"><span>${progressText(progress)}</span>
        ${
          waits
            ? nothing
            : html`<progress max="1" value=${progress?.total ? progress.done / progress.total : nothing}></progress>
                <button class="late" @click=${stop}>Stop</button>`
        }</div>`;
    }
  }
}

/** Errors that may go away on another try: network, worker, GPU. */
function isTransient(code: string): boolean {
  return /^(source\/(fetch-failed|not-found|database|aborted)|gpu\/device-lost|cpu\/worker)$/.test(code);
}

const STAGES: Readonly<Record<Progress['stage'], string>> = {
  choice: 'Waiting for a file to be chosen',
  download: 'Loading',
  database: 'Starting the database',
  read: 'Reading rows',
  query: 'Running the query',
};

function progressText(progress: Progress | null): string {
  if (!progress) return 'Loading…';
  return `${STAGES[progress.stage]}${amountOf(progress)}`;
}

function amountOf({ unit, done, total }: Progress): string {
  if (unit === 'bytes') return ` ${megabytes(done)}${total ? ` of ${megabytes(total)}` : ''} MB`;
  return unit === 'seconds' && done > 0 ? `, ${done} s` : '…';
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
}

export const overlayStyles = css`
  .cover {
    position: absolute;
    inset: 0;
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 8px;
    padding: 8px;
    background: var(--_background);
    font-size: 1.09em;
    container-type: size;
  }
  .cover .error { max-height: calc(100cqh - 16px); }
  .cover .error + button { margin-top: -4px; }
  .cover:has(.error + button) .error { max-height: calc(100cqh - 48px); }
  /* In a small plot the error takes all of it, in smaller type; what is left scrolls. */
  @container (max-width: 300px) or (max-height: 170px) {
    .cover .error {
      width: calc(100cqw - 16px);
      max-width: none;
      padding: 6px 10px;
      font-size: 11px;
      line-height: 1.25;
    }
    .cover .error strong { margin-bottom: 1px; }
    .cover .error dl { display: block; }
    .cover .error dt, .cover .error dd { display: inline; }
    .cover .error dt::after, .cover .error dd::after { content: ' '; }
    .cover .error p { margin: 1px 0 0; }
    .cover .error code { font-size: 10px; }
  }
  progress { width: min(220px, 60vw); height: 4px; accent-color: var(--_accent); }
  button {
    font: inherit;
    padding: 2px 12px;
    border: 1px solid var(--_line);
    border-radius: min(4px, var(--_radius));
    background: none;
    color: var(--_strong);
    cursor: pointer;
  }
  button:hover { border-color: var(--_accent); }
  button:focus-visible { outline: 2px solid var(--_accent); outline-offset: 1px; }
  /* Delayed: not worth showing for fast loads. */
  .late, .line, .stale > #surface { animation: late 0.2s 0.3s both; }
  .late { animation-delay: 1s; }
  .line { position: absolute; inset: 0 0 auto; height: 2px; background: var(--_accent); }
  .stale > #surface { animation-name: fade; }
  @keyframes late { from { opacity: 0; } }
  @keyframes fade { to { opacity: 0.45; } }
`;
