import { nothing, type CSSResult, type PropertyValues, type TemplateResult } from 'lit';
import { PageColorsController } from './controllers/page-colors-controller';
import { PikaElement } from './pika-element';

/** What an element shows. */
export interface Presenter {
  /** The page's styles may have changed. */
  restyle?(): void;
  /** The element was rendered after these properties changed. */
  changed(changed: PropertyValues): void;
  /** @param notes sentences about attributes without effect */
  template(notes: readonly string[]): TemplateResult;
}

/** An element whose code and styles load after it. Pages without the element load neither. */
export abstract class LateElement<Events extends object> extends PikaElement<Events> {
  #presenter: Presenter | null = null;

  constructor() {
    super();
    new PageColorsController(this, () => this.#presenter?.restyle?.());
    void this.present().then(([presenter, styles]) => {
      this.#presenter = presenter;
      void this.updateComplete.then(() => {
        this.wear([styles]);
        this.requestUpdate();
      });
    });
  }

  /** Loads what the element shows, and its styles. */
  protected abstract present(): Promise<readonly [Presenter, CSSResult]>;

  protected override updated(changed: PropertyValues): void {
    this.#presenter?.changed(changed);
  }

  protected override render(): TemplateResult | typeof nothing {
    return this.#presenter?.template(this.notes) ?? nothing;
  }
}
