import { html, type TemplateResult } from 'lit';
import type { Say } from '../controllers/messages-controller';
import type { INPUT_MESSAGES } from '../messages/english/input';

/** Says what an input shows. */
export type SayOfInput = Say<typeof INPUT_MESSAGES>;

/** A button that ends a filter. While nothing is filtered, it is invisible, but keeps its place. */
export function clearButton(label: string, say: SayOfInput, isHidden: boolean, clear: () => void): TemplateResult {
  return html`<button part="clear" type="button"
    aria-label=${say('clearFilter', { filter: label })} title=${say('clear')}
    .style=${isHidden ? 'visibility: hidden' : ''} @click=${(event: Event) => {
      focusControl(event.currentTarget as Element);
      clear();
    }}>×</button>`;
}

/** The button vanishes while it has the focus. */
function focusControl(button: Element): void {
  button.closest('.filter, .search')?.querySelector<HTMLElement>('[part=control]')?.focus();
}
