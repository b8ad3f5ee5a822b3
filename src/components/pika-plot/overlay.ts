import { css, html, nothing, type TemplateResult } from 'lit';
import type { Progress, PlotModel } from '../../engine/index';
import type { Say } from '../controllers/messages-controller';
import { errorPanel } from '../error-panel';
import type { PLOT_MESSAGES } from '../messages/english/plot';

/** What the user can do when a plot is not drawn. */
export interface OverlayActions {
  stop(): void;
  retry(): void;
}

type SayOfPlot = Say<typeof PLOT_MESSAGES>;

/** Shown in place of a picture that is loading, empty or failed. Over an outdated picture, only a progress line. */
export function overlay(
  model: PlotModel | null,
  say: SayOfPlot,
  { stop, retry }: OverlayActions,
): TemplateResult | typeof nothing {
  switch (model?.phase) {
    case 'ready':
      return model.stale
        ? html`<div class="line" role="status"><span class="words">${say('recounting')}</span></div>`
        : nothing;
    case 'empty':
      return html`<div class="cover"><span>${model.summary}</span></div>`;
    case 'stopped':
      return html`<div class="cover" role="status"
        ><span>${say('stopped')}</span><button @click=${retry}>${say('load')}</button></div>`;
    case 'error':
      return html`<div class="cover">
        ${errorPanel(model.error)}
        ${isTransient(model.error.code) ? html`<button @click=${retry}>${say('retry')}</button>` : nothing}
      </div>`;
    default: {
      const progress = model?.progress ?? null;
      const waits = progress?.stage === 'choice';
      return html`<div class="cover" role="status"><span>${progressText(progress, say)}</span>
        ${
          waits
            ? nothing
            : html`<progress max="1" value=${progress?.total ? progress.done / progress.total : nothing}></progress>
                <button class="late" @click=${stop}>${say('stop')}</button>`
        }</div>`;
    }
  }
}

/** Errors that may go away on another try: network, worker, GPU. */
function isTransient(code: string): boolean {
  return /^(source\/(fetch-failed|not-found|database|aborted)|gpu\/device-lost|cpu\/worker)$/.test(code);
}

function progressText(progress: Progress | null, say: SayOfPlot): string {
  return progress ? `${say(progress.stage)}${amountOf(progress, say)}` : say('loading');
}

function amountOf({ unit, done, total }: Progress, say: SayOfPlot): string {
  if (unit === 'bytes') {
    const [read, all] = [megabytes(done), megabytes(total ?? 0)];
    return ` ${total ? say('megabytesOf', { done: read, total: all }) : say('megabytes', { done: read })}`;
  }
  return unit === 'seconds' && done > 0 ? `, ${say('seconds', { count: done })}` : '…';
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
