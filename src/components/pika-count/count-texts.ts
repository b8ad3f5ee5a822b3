import { html, nothing, type TemplateResult } from 'lit';
import type { Counting, CountTexts } from '../../engine/index';
import type { MessagesController } from '../controllers/messages-controller';
import type { COUNT_MESSAGES } from '../messages/english/count';

type MessagesOfCount = MessagesController<typeof COUNT_MESSAGES>;

/** What a count shows. */
export interface Shown {
  readonly counting: Counting;
  readonly texts: CountTexts;
}

/** A large number below its label, and beside it that of all rows. */
export function numberOf(
  { counting: { rows, of }, texts }: Shown,
  messages: MessagesOfCount,
  label: TemplateResult | typeof nothing,
): TemplateResult {
  const comparison = rows === of || texts.comparison === 'off' ? nothing : comparisonOf(texts, messages);
  return html`<span class="aggregate">${label}<span class="values"
    ><span part="selected">${texts.selected}</span>${comparison}</span></span>`;
}

/** For screen readers. */
export function wordsOf(
  { counting: { rows, of, aggregate }, texts }: Shown,
  { say }: MessagesOfCount,
  label: string | null,
): string {
  const { selected, all, title, comparison, compared } = texts;
  const ratio = compared && rows !== of ? `, ${compared.text}` : '';
  if (!aggregate) return say('rowsSelected', { selected, all, count: of }) + ratio;
  const name = label?.trim() || title;
  if (rows === of || comparison === 'off') return say('value', { name, selected });
  return say(isOf(texts) ? 'shareOf' : 'valueBeside', { name, selected: selected + ratio, all });
}

/** `1,234 of 3,000,000 rows`, in running text. */
export function rowsOf({ counting: { rows, of }, texts }: Shown, messages: MessagesOfCount): TemplateResult {
  const { selected, all, comparison, compared } = texts;
  if (rows === of) return html`${messages.parts('all', { all, count: of }, part)}`;
  if (comparison === 'off') return html`${messages.parts('selected', { selected, count: rows }, part)}`;
  const ratio = compared ? html` (${comparedPart(compared)})` : nothing;
  return html`${messages.parts('selectedOf', { selected, all, count: of }, part)}${ratio}`;
}

/** `27.4% of $4.5M`, `+12.3% all: $4.10` */
function comparisonOf(texts: CountTexts, messages: MessagesOfCount): TemplateResult {
  const { all, compared } = texts;
  return html`${compared ? comparedPart(compared) : nothing}<span part="comparison"
    >${messages.parts(isOf(texts) ? 'of' : 'beside', { all }, part)}</span>`;
}

function part(text: string, name: string): TemplateResult {
  return html`<span part=${name}>${text}</span>`;
}

/** Whether the value of all rows comes after `of`: the value or the share is a part of it. */
function isOf({ isPart, comparison }: CountTexts): boolean {
  return comparison === 'share' || (isPart && comparison === 'value');
}

function comparedPart({ text, direction }: NonNullable<CountTexts['compared']>): TemplateResult {
  return html`<span part=${direction ? `compared ${direction}` : 'compared'}>${text}</span>`;
}

/** Whether two counts have the same numbers. */
export function isSame(before: Counting, now: Counting): boolean {
  const [a, b] = [before, now].map(({ rows, of, aggregate }) =>
    [rows, of, aggregate?.selected, aggregate?.all].map((value) => (value instanceof Date ? value.getTime() : value)),
  );
  return a!.every((value, i) => Object.is(value, b![i]));
}
