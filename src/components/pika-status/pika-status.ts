import { nothing, type TemplateResult } from 'lit';
import { OnDemand, PikaError, pageEngine } from '../../engine/index';
import { checkColors } from '../color-checks';
import { errorPanel, errorStyles } from '../error-panel';
import type { MessagesController, Say } from '../controllers/messages-controller';
import type { STATUS_MESSAGES } from '../messages/english/status';
import { themeProperties } from '../theme-properties';
import { PikaElement } from '../pika-element';
import type { Fact } from './fact';

const PANEL_PARTS = new OnDemand('the code that describes the engine', () => import('./panel-parts'));
const REFRESH_MS = 1000;

/** Details of a status's events. */
export interface PikaStatusEvents {
  'pika-trace': { readonly name: string; readonly json: string };
}

/**
 * A panel with the status of the plots: frame times of the last second, the backend and why it was chosen, memory in
 * use, and a button that records a trace for ui.perfetto.dev or chrome://tracing.
 *
 * ```html
 * <pika-status></pika-status>
 * ```
 * It floats at the bottom right of the page; use CSS to move it (`position: static`). It has the colors of the plots.
 *
 * @tag pika-status
 * @attr {boolean} open - shows all lines, not only the summary
 * @csspart panel - the whole panel
 * @csspart record - the button to record and save
 * @cssprop {<color>} --pika-background - background color
 * @cssprop {<color>} --pika-text - color of the words
 * @cssprop {<color>} --pika-strong - color of the values
 * @cssprop {<color>} --pika-line - color of lines
 * @cssprop {<color>} --pika-accent - color of focus rings and of the triangle that opens it
 * @cssprop {<family-name>} --pika-font - font family
 * @fires {CustomEvent<{name: string, json: string}>} pika-trace - a trace is about to be saved under this name;
 *   preventDefault() prevents the download
 */
export class PikaStatus extends PikaElement<PikaStatusEvents> {
  static override properties = {
    open: { type: Boolean, reflect: true },
    line: { state: true },
    facts: { state: true },
    recording: { state: true },
    announced: { state: true },
    error: { state: true },
  };

  static override styles = [themeProperties, errorStyles];

  declare open: boolean;
  declare private line: { readonly backend: string; readonly frames: string };
  /** Null until the styles of the panel have loaded, with what it shows. */
  declare private facts: readonly Fact[] | null;
  declare private recording: boolean;
  /**
   * Text for screen readers, which do not see the button change. Numbers are not announced: they change every second.
   */
  declare private announced: string;
  declare private error: PikaError | null;
  /** Null until the panel has loaded. */
  #messages: MessagesController<typeof STATUS_MESSAGES> | null = null;
  #timer: ReturnType<typeof setInterval> | null = null;

  constructor() {
    super();
    Object.assign(this, {
      open: false,
      line: { backend: '…', frames: '' },
      facts: null,
      recording: false,
      announced: '',
      error: null,
    });
  }

  protected override joined(): void {
    this.#timer = setInterval(() => {
      if (!document.hidden) void this.#refresh();
    }, REFRESH_MS);
    void this.#refresh();
    this.#checkColors();
  }

  #checkColors(): void {
    checkColors(this, () => this.#checkColors());
  }

  protected override left(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** Starts a recording. */
  record(): void {
    pageEngine().profile.start();
    this.recording = true;
    this.announced = PANEL_PARTS.ifLoaded ? this.#say('recording') : '';
  }

  /** Ends the recording and downloads it. */
  async save(): Promise<void> {
    const { profile } = pageEngine();
    await profile.stop();
    this.recording = false;
    const json = profile.export();
    const { download, traceName } = await PANEL_PARTS.load();
    const name = traceName();
    this.announced = this.#say('saved', { file: name });
    if (this.fire('pika-trace', { name, json }, { cancelable: true })) download(name, json);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { line, facts, open, recording, announced, error } = this;
    if (!facts) return error ? errorPanel(error) : nothing;
    return PANEL_PARTS.loaded.panel({
      say: this.#say,
      ...{ line, facts, isOpen: open, isRecording: recording, announced, error },
      toggle: () => (this.open = !this.open),
      record: () => this.record(),
      save: () => void this.save(),
    });
  }

  get #say(): Say<typeof STATUS_MESSAGES> {
    return (this.#messages ??= PANEL_PARTS.loaded.messagesOf(this)).say;
  }

  async #refresh(): Promise<void> {
    const engine = pageEngine();
    const parts = await this.#known(() => PANEL_PARTS.load());
    if (!parts) return;
    const { factsOf, frameTimes, milliseconds, statusStyles } = parts;
    if (this.facts === null) this.wear([statusStyles]);
    this.facts ??= [];
    const status = await this.#known(() => engine.status());
    if (!status) return;
    // A script of the page may have started or stopped a recording.
    this.recording = engine.profile.isRecording;
    const times = frameTimes(engine.profile.frames, performance.now());
    this.line = {
      backend: status.backend === 'webgpu' ? 'WebGPU' : 'CPU',
      frames: times ? `${milliseconds(times.medianMs)}, worst ${milliseconds(times.worstMs)}` : 'idle',
    };
    this.facts = factsOf(status, engine.profile.counters, times);
  }

  async #known<T>(ask: () => Promise<T>): Promise<T | null> {
    try {
      const answer = await ask();
      this.error = null;
      return answer;
    } catch (thrown) {
      this.error = PikaError.from(thrown);
      return null;
    }
  }
}
