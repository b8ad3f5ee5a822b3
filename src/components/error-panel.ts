import { css, html, type TemplateResult } from 'lit';
import type { PikaError } from '../engine/index';

/** Shows an error: subject, expected, found, next step. All parts are text, never markup. */
export function errorPanel({ code, detail, message }: PikaError): TemplateResult {
  return html`
    <div class="error" role="alert" part="error" tabindex="0" title=${message}>
      <strong>${detail.subject}</strong>
      <dl>
        <dt>expected</dt><dd>${detail.expected}</dd>
        <dt>found</dt><dd>${detail.found}</dd>
      </dl>
      <p>${detail.next}</p>
      <code>${code}</code>
    </div>`;
}

export const errorStyles = css`
  .error {
    box-sizing: border-box; max-width: 62ch; padding: 12px 16px; border-radius: var(--pika-radius, 6px);
    overflow: auto; max-height: 100%;
    border-inline-start: 3px solid light-dark(#c8372d, #ff8073);
    background: light-dark(#fdf2f1, #2b1a19); color: light-dark(#3c1210, #ffe3e0); text-align: start;
    --_dim: light-dark(#75504d, #d6aeaa);
  }
  .error strong { display: block; margin-bottom: 4px; overflow-wrap: anywhere; }
  .error dl { display: grid; grid-template-columns: max-content 1fr; gap: 1px 10px; margin: 0; }
  .error dd { margin: 0; overflow-wrap: anywhere; }
  .error :is(strong, dd, p) { unicode-bidi: plaintext; text-align: match-parent; }
  .error p { margin: 6px 0 4px; }
  .error :is(dt, code) { color: var(--_dim); }
  .error code { font-size: 11px; }
`;
