import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { parseValue, writeValue, type InputKind } from './input-value';
import { keptText } from './kept-text';

/** What the control of a parameter shows; attributes as text, null for absent ones. */
export interface ShownParameter {
  readonly kind: InputKind;
  readonly value: unknown;
  readonly choices: readonly unknown[];
  readonly placeholder: string | null;
  readonly min: string | null;
  readonly max: string | null;
  readonly step: string | null;
}

/** @param choose called with another value that the user enters or chooses */
export function parameterControl(shown: ShownParameter, choose: (value: unknown) => void): TemplateResult {
  const { kind, value } = shown;
  if (kind === 'select') return choicesControl(shown, choose);
  if (kind === 'checkbox')
    return html`<input part="control" type="checkbox" .checked=${live(value === true)}
      @change=${(event: Event) => choose((event.target as HTMLInputElement).checked)}>`;
  const limit = (text: string | null): string | typeof nothing =>
    (kind === 'date' && text !== null ? writeValue(parseValue('date', text)) : text) ?? nothing;
  const text = keptText(writeValue(value), (typed) => writeValue(parseValue(kind, typed)));
  return html`<input part="control" type=${kind} min=${limit(shown.min)} max=${limit(shown.max)}
    step=${shown.step ?? (kind === 'number' ? 'any' : nothing)} placeholder=${shown.placeholder ?? nothing}
    .value=${text} @input=${(event: Event) => choose(parseValue(kind, (event.target as HTMLInputElement).value))}
    >${kind === 'range' ? html`<output>${writeValue(value)}</output>` : nothing}`;
}

function choicesControl(
  { value, choices, placeholder }: ShownParameter,
  choose: (value: unknown) => void,
): TemplateResult {
  const at = choices.findIndex((choice) => Object.is(choice, value));
  const chosen = (event: Event): unknown => choices[Number((event.target as HTMLSelectElement).value)] ?? null;
  return html`<select part="control" .value=${live(String(at))} @change=${(event: Event) => choose(chosen(event))}>
    ${placeholder === null ? nothing : html`<option value="-1" ?selected=${at < 0}>${placeholder}</option>`}
    ${choices.map((choice, i) => html`<option value=${i} ?selected=${i === at}>${String(choice)}</option>`)}
  </select>`;
}
