import { html, type TemplateResult } from 'lit';

/** A button that ends a filter; hidden while nothing is filtered. It keeps its place. */
export function clearButton(label: string, isHidden: boolean, clear: () => void): TemplateResult {
  return html`<button part="clear" type="button" aria-label=${`Clear ${label}`} title="Clear"
    .style=${isHidden ? 'visibility: hidden' : ''} @click=${clear}>×</button>`;
}
