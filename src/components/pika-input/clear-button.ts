import { html, type TemplateResult } from 'lit';

/** A button that ends a filter. While nothing is filtered, it is invisible, but keeps its place. */
export function clearButton(label: string, isHidden: boolean, clear: () => void): TemplateResult {
  return html`<button part="clear" type="button" aria-label=${`Clear ${label}`} title="Clear"
    .style=${isHidden ? 'visibility: hidden' : ''} @click=${(event: Event) => {
      focusControl(event.currentTarget as Element);
      clear();
    }}>×</button>`;
}

/** The button vanishes while it has the focus. */
function focusControl(button: Element): void {
  button.closest('.filter, .search')?.querySelector<HTMLElement>('[part=control]')?.focus();
}
