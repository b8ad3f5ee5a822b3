import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { DrawnValue } from '../../engine/index';
import { MessagesController } from '../controllers/messages-controller';
import { HOVER_MESSAGES } from '../messages/english/hover';

/** A longer table is of little use, and slow to lay out. The caption gives the number of all rows. */
const MAX_ROWS = 500;

/** What a data table shows, and when it must be read again. */
export interface TableSource {
  /** The instances in the picture; null while there is no picture. */
  readonly values: () => Promise<readonly DrawnValue[] | null>;
  /** The title of a channel. */
  readonly title: (channel: string) => string;
  /** A category of a channel in words. */
  readonly label: (channel: string, label: string) => string;
  /** The accessible name of the plot. */
  readonly name: () => string;
  /** Changes whenever the values in the picture do. */
  readonly version: () => unknown;
}

/**
 * Shows the values of a plot as a table, for users who can't see the picture. A button opens the table over the plot;
 * it is visible only while it has the focus. The button or Escape closes the table. While open, the table follows the
 * picture.
 */
export class DataTable implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #source: TableSource;
  readonly #messages: MessagesController<typeof HOVER_MESSAGES>;
  #isOpen = false;
  #values: readonly DrawnValue[] = [];
  #version: unknown = null;

  constructor(host: ReactiveControllerHost & HTMLElement, source: TableSource) {
    this.#host = host;
    this.#source = source;
    this.#messages = new MessagesController(host, 'hover', HOVER_MESSAGES);
    host.addController(this);
  }

  hostUpdated(): void {
    const version = this.#source.version();
    if (!this.#isOpen || version === this.#version) return;
    this.#version = version;
    void this.#read();
  }

  template(): TemplateResult {
    return html`<div class="data" @keydown=${this.#key}>
      <button class="toggle" aria-expanded=${this.#isOpen} @click=${() => this.#toggle(!this.#isOpen)}>
        ${this.#messages.say(this.#isOpen ? 'closeTable' : 'showTable')}
      </button>
      ${this.#isOpen ? this.#table() : nothing}
    </div>`;
  }

  #table(): TemplateResult {
    const channels = channelsOf(this.#values);
    const { length } = this.#values;
    const shown = this.#values.slice(0, MAX_ROWS);
    const { say } = this.#messages;
    const rows =
      length > MAX_ROWS ? say('firstRows', { shown: MAX_ROWS, count: length }) : say('rows', { count: length });
    const caption = say('tableName', { plot: this.#source.name(), rows });
    return html`<div class="scroll" role="region" aria-label=${this.#source.name()} tabindex="0">
      <table>
        <caption>${caption}</caption>
        <thead><tr>${channels.map((channel) => html`<th scope="col">${this.#titleOf(channel)}</th>`)}</tr></thead>
        <tbody>${shown.map(
          (value) =>
            html`<tr>${channels.map((channel) => html`<td>${this.#textOf(channel, value[channel])}</td>`)}</tr>`,
        )}</tbody>
      </table>
    </div>`;
  }

  #titleOf(channel: keyof DrawnValue): string {
    const [, start] = /^([xy])2$/.exec(channel) ?? [];
    return start === undefined
      ? this.#source.title(channel)
      : this.#messages.say('end', { title: this.#source.title(start) });
  }

  #textOf(channel: keyof DrawnValue, value: DrawnValue[keyof DrawnValue]): string {
    if (value === null) return this.#messages.say('noValue');
    return typeof value === 'string' ? this.#source.label(channel, value) : textOf(value);
  }

  async #read(): Promise<void> {
    // The plot itself shows why it can't be drawn.
    this.#values = (await this.#source.values().catch(() => null)) ?? [];
    this.#host.requestUpdate();
  }

  #toggle(open: boolean): void {
    this.#isOpen = open;
    this.#version = null;
    this.#host.requestUpdate();
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !this.#isOpen) return;
    event.stopPropagation();
    this.#toggle(false);
    this.#host.shadowRoot?.querySelector<HTMLElement>('.data .toggle')?.focus();
  };
}

/** All channels of the instances, in order of appearance. Includes the layer only if there are several. */
function channelsOf(values: readonly DrawnValue[]): readonly (keyof DrawnValue)[] {
  const channels = new Set(values.flatMap((value) => Object.keys(value) as (keyof DrawnValue)[]));
  if (values.every(({ layer }) => layer === 0)) channels.delete('layer');
  return [...channels];
}

function textOf(value: Exclude<DrawnValue[keyof DrawnValue], string | null>): string {
  if (value === undefined) return '';
  if (value instanceof Date)
    return value.toISOString().replace('T00:00:00.000Z', '').replace('T', ' ').replace('.000Z', '');
  return value.toLocaleString('en', { maximumSignificantDigits: 12 });
}
