import { html, nothing, type TemplateResult } from 'lit';

interface Labeled {
  readonly aggregate: string | null;
  readonly label: string | null;
}

/** Whether a count is a large number under a label, not one in running text. */
export function isNumber({ aggregate, label }: Labeled): boolean {
  return aggregate !== null || label !== null;
}

/** @param title the default; null while it is not known */
export function labelOf({ label }: Labeled, title: string | null): TemplateResult | typeof nothing {
  const text = label ?? title ?? '\u00a0';
  return text === '' ? nothing : html`<span part="label">${text}</span>`;
}
