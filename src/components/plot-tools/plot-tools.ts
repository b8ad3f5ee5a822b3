import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { PikaError, type SelectedRows } from '../../engine/index';
import { MessagesController } from '../controllers/messages-controller';
import { errorPanel } from '../error-panel';
import { TOOLS_MESSAGES } from '../messages/english/tools';
import type { DownloadOptions } from '../picture/picture-options';
import { saveFile } from '../saving/save-file';
import { writeClipboard } from '../saving/write-clipboard';
import { FullSize } from './full-size';
import { PopupMenu, type MenuGroup } from './popup-menu';
import { extensionOf, type RowsType, type SelectedRowsOptions } from '../saving/selected-rows';

export { toolsStyles } from './tools-styles';

/** The element of a plot, as a script uses it. */
export interface ToolsPlot extends ReactiveControllerHost, HTMLElement {
  download(options?: DownloadOptions): Promise<void>;
  copy(): Promise<void>;
  selectedRows(options?: SelectedRowsOptions): Promise<Blob>;
  selectedSQL(): Promise<string>;
}

/** What the plot says about the last tool used; null: nothing. */
type Said =
  | { readonly phase: 'working'; readonly text: string }
  | { readonly phase: 'done'; readonly text: string }
  | { readonly phase: 'failed'; readonly error: PikaError }
  | null;

const PICTURES = [
  { format: 'PNG', type: 'image/png' },
  { format: 'SVG', type: 'image/svg+xml' },
  { format: 'PDF', type: 'application/pdf' },
] as const;
const ROWS = [
  { format: 'CSV', type: 'csv' },
  { format: 'Parquet', type: 'parquet' },
  { format: 'Arrow', type: 'arrow' },
] as const;
/** How long the plot says that a tool has done its work. */
const DONE_MS = 4000;

/** The menu of a plot, and what it says while its tools work and when they fail. */
export class PlotTools implements ReactiveController {
  readonly #plot: ToolsPlot;
  readonly #name: () => string;
  readonly #rows: () => Promise<SelectedRows | null>;
  readonly #messages: MessagesController<typeof TOOLS_MESSAGES>;
  readonly #menu: PopupMenu;
  readonly #fullSize: FullSize;
  #said: Said = null;
  /** Stops the tool that works. */
  #working: AbortController | null = null;
  #silence: ReturnType<typeof setTimeout> | undefined;
  /** Whether some rows are selected, rather than all. */
  #hasSelected = false;

  /**
   * @param name the accessible name of the plot
   * @param rows which rows are selected; null if there are none to select
   */
  constructor(plot: ToolsPlot, name: () => string, rows: () => Promise<SelectedRows | null>) {
    this.#plot = plot;
    this.#name = name;
    this.#rows = rows;
    this.#messages = new MessagesController(plot, 'tools', TOOLS_MESSAGES);
    this.#menu = new PopupMenu(plot, () => void this.#readSelected());
    this.#fullSize = new FullSize(plot, () => plot.requestUpdate());
    plot.addController(this);
  }

  hostDisconnected(): void {
    this.#menu.close();
    this.#working?.abort();
    this.#say(null);
  }

  /** The plot no longer shows the menu. */
  close(): void {
    this.#menu.close();
  }

  template(): TemplateResult {
    const { say } = this.#messages;
    const menu = this.#menu.template(say('menu', { plot: this.#name() }), say('hint'), this.#groups());
    return html`<div class="tools">
      ${menu}
      <div class="said" aria-live="polite">${this.#saidTemplate()}</div>
    </div>`;
  }

  #saidTemplate(): TemplateResult | typeof nothing {
    const said = this.#said;
    if (!said) return nothing;
    const { say } = this.#messages;
    if (said.phase === 'done') return html`<p class="done">${said.text}</p>`;
    const end =
      said.phase === 'working'
        ? html`<button @click=${() => this.#working?.abort()}>${say('stop')}</button>`
        : html`<button @click=${this.#closeError}>${say('close')}</button>`;
    return said.phase === 'working'
      ? html`<p class="working">${said.text} ${end}</p>`
      : html`<div class="failed">${errorPanel(said.error)}${end}</div>`;
  }

  #groups(): readonly MenuGroup[] {
    const { say } = this.#messages;
    return [
      {
        label: say('picture'),
        items: [
          ...PICTURES.map(({ format, type }) => ({
            label: say('saveAs', { format }),
            run: () => this.#draw('saved', () => this.#plot.download({ type })),
          })),
          { label: say('copyPicture'), run: () => this.#draw('copied', () => this.#plot.copy()) },
        ],
      },
      {
        label: say(this.#hasSelected ? 'selectedRows' : 'allRows'),
        items: [
          ...ROWS.map(({ format, type }) => ({
            label: say('saveAs', { format }),
            run: () => void this.#work('reading', 'saved', (signal) => this.#saveRows(type, signal)),
          })),
          { label: say('copySQL'), run: () => void this.#work('reading', 'copied', () => this.#copySQL()) },
        ],
      },
      {
        label: null,
        items: [
          { label: say(this.#fullSize.isOn ? 'leaveFullSize' : 'fullSize'), run: () => void this.#fullSize.toggle() },
        ],
      },
    ];
  }

  #draw(done: 'saved' | 'copied', tool: () => Promise<void>): void {
    void this.#work('drawing', done, tool);
  }

  async #saveRows(type: RowsType, signal: AbortSignal): Promise<void> {
    const rows = await this.#rows();
    const blob = await this.#plot.selectedRows({ type, signal });
    signal.throwIfAborted();
    const part = rows?.where ? '-selected' : '';
    saveFile(blob, `${rows?.from ?? 'rows'}${part}`, extensionOf(type));
  }

  #copySQL(): Promise<void> {
    const text = this.#plot.selectedSQL().then((sql) => new Blob([sql], { type: 'text/plain' }));
    return writeClipboard('text/plain', text);
  }

  /** A tool replaces the one that works. The browser must see the tool begin in the task of the click. */
  async #work(
    doing: 'drawing' | 'reading',
    done: 'saved' | 'copied',
    tool: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    this.#working?.abort();
    const working = (this.#working = new AbortController());
    const { say } = this.#messages;
    this.#say({ phase: 'working', text: say(doing) });
    const ended = new Promise<null>((resolve) => working.signal.addEventListener('abort', () => resolve(null)));
    const said = tool(working.signal).then(
      (): Said => ({ phase: 'done', text: say(done) }),
      (thrown: unknown): Said => ({ phase: 'failed', error: PikaError.from(thrown) }),
    );
    const last = await Promise.race([said, ended]);
    if (this.#working !== working) return;
    this.#working = null;
    this.#say(last);
  }

  #say(said: Said): void {
    clearTimeout(this.#silence);
    this.#said = said;
    if (said?.phase === 'done') this.#silence = setTimeout(() => this.#say(null), DONE_MS);
    this.#plot.requestUpdate();
  }

  readonly #closeError = (): void => {
    this.#say(null);
    this.#menu.focus();
  };

  async #readSelected(): Promise<void> {
    // The plot itself shows why it can't be drawn.
    const rows = await this.#rows().catch(() => null);
    this.#hasSelected = rows !== null && rows.where !== null;
    this.#plot.requestUpdate();
  }
}
