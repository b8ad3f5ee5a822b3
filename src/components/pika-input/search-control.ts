import { html, nothing, type TemplateResult } from 'lit';
import type { Category } from '../../engine/index';
import { clearButton, type SayOfInput } from './clear-button';
import { labelText, type LabelsContext } from './label-controls';

/** Height of an option in CSS pixels, as in the styles. */
const OPTION_PX = 26;
const LIST_PX = 182;
/** Options above and below those in sight. */
const MARGIN = 4;
const PAGE = Math.floor(LIST_PX / OPTION_PX) - 1;

/**
 * A field that narrows down a list of labels and their numbers of rows. Users may choose several labels. Only options
 * in sight are elements. The keyboard moves the active option while the focus stays in the field, as in the ARIA
 * pattern of a combobox.
 */
export class SearchControl {
  readonly #root: () => ParentNode;
  readonly #changed: () => void;
  readonly #say: SayOfInput;
  #text = '';
  #active = -1;
  #scrollTop = 0;
  #entries: readonly Category[] | null = null;
  #matching: readonly Category[] = [];

  constructor(root: () => ParentNode, say: SayOfInput, changed: () => void) {
    this.#say = say;
    this.#root = root;
    this.#changed = changed;
  }

  template(context: LabelsContext): TemplateResult {
    const { label, say, entries, chosen, placeholder, select } = context;
    if (entries !== this.#entries) this.#match(entries);
    const matching = this.#matching;
    const first = Math.max(0, Math.floor(this.#scrollTop / OPTION_PX) - MARGIN);
    const count = Math.ceil(LIST_PX / OPTION_PX) + 2 * MARGIN;
    const isActive = this.#active >= first && this.#active < Math.min(matching.length, first + count);
    const isEmpty = chosen.size === 0 && this.#text === '';
    const chosenText = chosen.size > 0 ? say('chosen', { count: chosen.size }) : '';
    const foundText = this.#text === '' ? '' : say('found', { count: matching.length });
    return html`<div class="filter search" role="group" aria-label=${label}>
      <div class="head"><span part="label">${label}</span><output>${chosenText}</output
        >${clearButton(label, say, isEmpty, () => this.#reset(select))}</div>
      <input part="control" type="text" role="combobox" autocomplete="off" spellcheck="false"
        aria-label=${label} aria-expanded="true" aria-controls="list" aria-autocomplete="list"
        aria-activedescendant=${isActive ? `option-${this.#active}` : nothing}
        placeholder=${placeholder ?? say('search')} .value=${this.#text}
        @input=${({ target }: Event) => this.#search((target as HTMLInputElement).value)}
        @keydown=${(event: KeyboardEvent) => this.#key(event, context)}>
      <div class="list" part="list" id="list" role="listbox" tabindex="-1"
        aria-label=${label} aria-multiselectable="true"
        @scroll=${({ target }: Event) => this.#scrolled((target as HTMLElement).scrollTop)}
        @pointerdown=${keepFocus}>
        <div role="presentation" .style=${`height: ${matching.length * OPTION_PX}px`}></div>
        ${matching.slice(first, first + count).map((category, i) => this.#option(category, first + i, context))}
        ${matching.length === 0 ? html`<div class="empty">${say('nothing')}</div>` : nothing}
      </div>
      <span class="words" role="status">${foundText}</span>
    </div>`;
  }

  #option(category: Category, place: number, context: LabelsContext): TemplateResult {
    const { say } = context;
    const isChosen = context.chosen.has(category);
    const count = context.countOf(category);
    return html`<div class="option ${place === this.#active ? 'active' : ''} ${count === 0 ? 'none' : ''}"
      id="option-${place}" role="option" aria-selected=${isChosen} aria-setsize=${this.#matching.length}
      aria-posinset=${place + 1} .style=${`top: ${place * OPTION_PX}px`} title=${labelText(category, say)}
      @click=${() => this.#toggle(place, context)}
      ><span class="mark" aria-hidden="true">${isChosen ? '✓' : ''}</span><span
      class="name">${labelText(category, say)}</span><span class="count">${say('count', { count })}</span></div>`;
  }

  #match(entries: readonly Category[]): void {
    this.#entries = entries;
    const wanted = folded(this.#text.trim());
    this.#matching =
      wanted === '' ? entries : entries.filter((category) => folded(labelText(category, this.#say)).includes(wanted));
    this.#active = Math.min(this.#active, this.#matching.length - 1);
  }

  #search(text: string): void {
    this.#text = text;
    this.#active = -1;
    if (this.#entries) this.#match(this.#entries);
    this.#scrollTo(0);
    this.#changed();
  }

  #toggle(place: number, { chosen, select }: LabelsContext): void {
    const category = this.#matching[place];
    if (category === undefined) return;
    this.#active = place;
    select(chosen.has(category) ? [...chosen].filter((other) => other !== category) : [...chosen, category]);
  }

  #key(event: KeyboardEvent, context: LabelsContext): void {
    // Keys of an input method.
    if (event.isComposing) return;
    const last = this.#matching.length - 1;
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: this.#active >= last ? 0 : this.#active + 1,
      ArrowUp: this.#active <= 0 ? last : this.#active - 1,
      PageDown: Math.min(last, this.#active + PAGE),
      PageUp: Math.max(0, this.#active - PAGE),
    };
    const to = moves[event.key];
    if (to !== undefined) this.#activate(to);
    else if (event.key === 'Enter') this.#toggle(this.#active < 0 && last === 0 ? 0 : this.#active, context);
    else if (event.key === 'Escape' && this.#text !== '') this.#search('');
    else if (event.key === 'Escape' && context.chosen.size > 0) context.select([]);
    else return;
    event.preventDefault();
  }

  #activate(place: number): void {
    this.#active = place;
    const top = place * OPTION_PX;
    if (top < this.#scrollTop) this.#scrollTo(top);
    else if (top + OPTION_PX > this.#scrollTop + LIST_PX) this.#scrollTo(top + OPTION_PX + 2 - LIST_PX);
    this.#changed();
  }

  #reset(select: LabelsContext['select']): void {
    this.#search('');
    select([]);
  }

  #scrolled(top: number): void {
    this.#scrollTop = top;
    this.#changed();
  }

  #scrollTo(top: number): void {
    this.#scrollTop = Math.max(0, top);
    const list = this.#root().querySelector('.list');
    if (list) list.scrollTop = this.#scrollTop;
  }
}

/** Case and accents make no difference. */
function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** A click on an option leaves the focus in the field. */
function keepFocus(event: Event): void {
  if ((event.target as Element).closest('.option')) event.preventDefault();
}
