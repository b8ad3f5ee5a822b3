import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Bounds, FilterValues, ValueField } from '../../engine/index';
import { clearButton, type SayOfInput } from './clear-button';
import { OPEN } from './filter-histogram';
import { keptText } from './kept-text';

/** What an interval control shows, and how it selects other values. */
export interface BoundsContext {
  readonly label: string;
  readonly say: SayOfInput;
  readonly values: FilterValues;
  readonly bounds: Bounds;
  readonly histogram: TemplateResult | null;
  readonly select: (bounds: Bounds) => void;
}

/** Two fields, below the histogram if there is one. */
export function intervalControl(context: BoundsContext, field: ValueField = context.values.field): TemplateResult {
  const { label, say, values, bounds, histogram } = context;
  const textOf = {
    first: (typed: string) => values.firstText({ first: values.first(typed), end: null }, field),
    end: (typed: string) => values.lastText({ first: null, end: values.end(typed) }, field),
  };
  const input = (name: 'from' | 'to', end: keyof Bounds, text: string): TemplateResult =>
    html`<input part="control" type=${field} step=${stepOf(field)}
      aria-label=${say('field', { filter: label, end: say(name) })}
      placeholder=${field === 'number' ? say(name) : nothing} .value=${keptText(text, (typed) => textOf[end](typed))}
      @input=${(event: Event) => typed(event.target as HTMLInputElement, end, context)}
      @change=${(event: Event) => left(event.target as HTMLInputElement, text)}>`;
  return html`<div class="filter" role="group" aria-label=${label} @keydown=${resets(context)}>
    ${head(context)}${histogram ?? nothing}
    <div class="fields">
      ${input('from', 'first', values.firstText(bounds, field))}
      <span aria-hidden="true">–</span>
      ${input('to', 'end', values.lastText(bounds, field))}
    </div>
  </div>`;
}

/** A slider. It selects the rows up to its value; at its end, all rows. */
export function sliderControl(context: BoundsContext): TemplateResult {
  const { label, say, values, bounds, histogram, select } = context;
  const [least, most] = values.extent ?? [0, 0];
  const last = values.last(bounds);
  const at = last === null ? most : Number(last);
  const text = last === null ? say('any') : `≤ ${values.text(last)}`;
  const slide = ({ target }: Event): void => {
    const { valueAsNumber } = target as HTMLInputElement;
    select(valueAsNumber >= most ? OPEN : { first: null, end: values.endNear(valueAsNumber) });
  };
  return html`<div class="filter" role="group" aria-label=${label} @keydown=${resets(context)}>
    ${head(context, html`<output>${text}</output>`)}${histogram ?? nothing}
    <input part="control" type="range" min=${least} max=${most} step="any" aria-label=${label} aria-valuetext=${text}
      ?disabled=${least === most} .value=${live(String(at))} @input=${slide}>
  </div>`;
}

function head(context: BoundsContext, output: TemplateResult | typeof nothing = nothing): TemplateResult {
  const { label, say, bounds, select } = context;
  const clear = clearButton(label, say, isOpen(bounds), () => select(OPEN));
  return html`<div class="head"><span part="label">${label}</span>${output}${clear}</div>`;
}

export function isOpen({ first, end }: Bounds): boolean {
  return first === null && end === null;
}

function stepOf(field: ValueField): string {
  return field === 'date' ? '1' : 'any';
}

/** An empty field is an open end. A text that can't be read, as while the user types, changes nothing. */
function typed(input: HTMLInputElement, end: keyof Bounds, { say, values, bounds, select }: BoundsContext): void {
  const { value, validity } = input;
  const read = value === '' ? null : values[end](value);
  const next = { ...bounds, [end]: read };
  const isReadable = !validity.badInput && (value === '' || read !== null);
  const isOrdered = next.first === null || next.end === null || next.first < next.end;
  input.setAttribute('aria-invalid', String(!isReadable || !isOrdered));
  input.title = isOrdered ? '' : say('wrongOrder');
  if (isReadable && isOrdered) select(next);
}

/** When the user leaves a field whose text had no effect, the field shows the selected value again. */
function left(input: HTMLInputElement, text: string): void {
  if (input.getAttribute('aria-invalid') !== 'true') return;
  input.value = text;
  input.setAttribute('aria-invalid', 'false');
  input.title = '';
}

/** Handles Escape in a field. The histogram handles its own. */
function resets({ bounds, select }: BoundsContext): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.key !== 'Escape' || isOpen(bounds) || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    select(OPEN);
  };
}
