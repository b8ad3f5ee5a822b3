import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { PikaError } from '../../engine/index';
import { MessagesController, type Say } from '../controllers/messages-controller';
import { errorPanel } from '../error-panel';
import { STATUS_MESSAGES } from '../messages/english/status';
import type { Fact } from './fact';

/** After this delay, the browser has started to read a download. */
const READS_AFTER_MS = 1000;

/** What the panel shows, and what its buttons do. */
export interface PanelContents {
  readonly say: Say<typeof STATUS_MESSAGES>;
  readonly line: { readonly backend: string; readonly frames: string };
  readonly facts: readonly Fact[];
  readonly isOpen: boolean;
  readonly isRecording: boolean;
  /** For screen readers. */
  readonly announced: string;
  readonly error: PikaError | null;
  readonly toggle: () => void;
  readonly record: () => void;
  readonly save: () => void;
}

export function messagesOf(host: ReactiveControllerHost & HTMLElement): MessagesController<typeof STATUS_MESSAGES> {
  return new MessagesController(host, 'status', STATUS_MESSAGES);
}

export function panel(contents: PanelContents): TemplateResult {
  const { say, line, facts, isOpen, isRecording, announced, error, toggle, record, save } = contents;
  return html`
    <div part="panel" role="region" aria-label=${say('name')}>
      <div class="bar">
        <button class="summary" type="button" aria-expanded=${isOpen} aria-controls="facts" @click=${toggle}>
          <strong>${line.backend}</strong><span>${line.frames}</span>
        </button>
        <button class="record" part="record" type="button" aria-pressed=${isRecording}
          title=${say(isRecording ? 'saveHint' : 'recordHint')}
          @click=${isRecording ? save : record}>${say(isRecording ? 'save' : 'record')}</button>
      </div>
      ${isOpen ? factList(facts) : nothing}
      ${error ? errorPanel(error) : nothing}
      <p class="words" role="status">${announced}</p>
    </div>`;
}

function factList(facts: readonly Fact[]): TemplateResult {
  return html`<dl id="facts">${facts.map(({ label, value }) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>`;
}

/** The name of a trace that is saved now. */
export function traceName(): string {
  return `pika-plot-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.json`;
}

export function download(name: string, json: string): void {
  const url = URL.createObjectURL(new Blob([json], { type: 'application/json' }));
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), READS_AFTER_MS);
}
