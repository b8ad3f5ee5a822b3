import { html, nothing, type TemplateResult } from 'lit';

interface Labeled {
  readonly aggregate: string | null;
  readonly label: string | null;
}

/** Whether the count is a large number below a label rather than a number in running text. */
export function isFigure({ aggregate, label }: Labeled): boolean {
  return aggregate !== null || label !== null;
}

/** @param title the default label; null until it is known */
export function labelOf({ label }: Labeled, title: string | null): TemplateResult | typeof nothing {
  const text = label ?? title ?? '\u00a0';
  return text === '' ? nothing : html`<span part="label">${text}</span>`;
}
