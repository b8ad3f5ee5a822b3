import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Category, FilterLabels } from '../../engine/index';
import type { SayOfInput } from './clear-button';

/** What a control of labels shows, and how it selects other labels. */
export interface LabelsContext {
  readonly label: string;
  readonly say: SayOfInput;
  readonly labels: FilterLabels;
  /** The entries, in the order of the list: the labels of the column, and chosen ones that it no longer has. */
  readonly entries: readonly Category[];
  readonly countOf: (label: Category) => number;
  readonly chosen: ReadonlySet<Category>;
  readonly isMultiple: boolean;
  readonly placeholder: string | null;
  readonly select: (labels: Iterable<Category>) => void;
}

/** A label as users see it. */
export function labelText(label: Category, say: SayOfInput): string {
  return label === null ? say('noValue') : label === '' ? say('emptyText') : label;
}

/** A list of labels with their numbers of rows. Its first entry means all rows. */
export function selectControl(context: LabelsContext): TemplateResult {
  const { label, say, entries, countOf, chosen, isMultiple, placeholder } = context;
  const option = (category: Category): TemplateResult => {
    const count = countOf(category);
    const text = say('label', { label: labelText(category, say), count });
    return html`<option class=${count === 0 ? 'none' : ''} .selected=${live(chosen.has(category))}>${text}</option>`;
  };
  return html`<label part="label"><span>${label}</span><select part="control" ?multiple=${isMultiple}
    @keydown=${(event: KeyboardEvent) => reset(event, context)}
    @change=${(event: Event) => choose(event.target as HTMLSelectElement, context)}>
    <option .selected=${live(chosen.size === 0)}>${placeholder ?? say('all')}</option>${entries.map(option)}
  </select></label>`;
}

/** A checkbox: only the rows that are true, or all rows. */
export function checkboxControl({ label, say, countOf, chosen, select }: LabelsContext): TemplateResult {
  return html`<label part="label"><input part="control" type="checkbox" .checked=${live(chosen.has('true'))}
    @change=${(event: Event) => select((event.target as HTMLInputElement).checked ? ['true'] : [])}><span>${label}
    <span class="count">${say('checkbox', { count: countOf('true') })}</span></span></label>`;
}

function choose({ options }: HTMLSelectElement, { entries, chosen, select }: LabelsContext): void {
  const [all, ...others] = [...options].map(({ selected }) => selected);
  // Where the user may choose several, the first entry clears the others.
  const isCleared = all === true && chosen.size > 0;
  select(isCleared ? [] : entries.filter((_, i) => others[i]));
}

function reset(event: KeyboardEvent, { chosen, select }: LabelsContext): void {
  if (event.key !== 'Escape' || chosen.size === 0) return;
  event.preventDefault();
  select([]);
}
