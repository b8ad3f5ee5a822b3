import { html, nothing, type TemplateResult } from 'lit';
import type { Layout, PlotModel, ReadyModel } from '../../engine/index';
import type { Say } from '../controllers/messages-controller';
import { corners } from '../controllers/own-pixels';
import type { PLOT_MESSAGES } from '../messages/english/plot';
import { axes, grid, hasShortened, zeroLines } from './axes';
import type { LegendController } from './legend';
import { overlay } from './overlay';
import { dragSelects } from './drag-selects';
import type { PlotInteraction } from './plot-interaction';
import { texts } from './texts';

/** What the shadow root of a plot shows. */
export interface PlotContents {
  /** The accessible name. */
  readonly name: string;
  readonly say: Say<typeof PLOT_MESSAGES>;
  readonly model: PlotModel | null;
  readonly notes: readonly string[];
  readonly brush: string | null;
  /** The axes that the user can zoom: `x`, `xy`, or none. */
  readonly zoomed: string;
  readonly isFocusable: boolean;
  /** Null until it is loaded. */
  readonly legend: LegendController | null;
  /** Null until it is loaded. */
  readonly interaction: PlotInteraction | null;
  readonly stop: () => void;
  readonly retry: () => void;
}

/** Grid, axes, canvas, selection, overlays and texts of a plot. The canvas is added to `#surface`. */
export function plotTemplate(contents: PlotContents): TemplateResult {
  const { name, say, model, notes, brush, zoomed, isFocusable, interaction, legend, stop, retry } = contents;
  const { hover, table } = interaction ?? {};
  const ready = model?.phase === 'ready' ? model : null;
  const viewBox = ready ? `0 0 ${ready.layout.widthCss} ${ready.layout.heightCss}` : nothing;
  const zoom = zoomed ? `zoom-${zoomed} ${dragSelects(brush) ? '' : 'pans'}` : '';
  const note = sentences(notes);
  const selected = ready?.selectedText ? say('selected', { selection: ready.selectedText }) : '';
  const zoomText = ready?.zoomText ? say('zoomed', { domain: ready.zoomText }) : '';
  return html`
      <div class="frame ${note === '' ? '' : 'noted'}">
      <div class="plot brush-${brush ?? 'none'} ${zoom} ${ready?.stale ? 'stale' : ''}" part="plot"
        role="group" aria-roledescription=${say('role')} aria-label=${name} aria-describedby="summary"
        aria-busy=${ready?.stale ?? (model === null || model.phase === 'loading')}
        .style=${ready ? sizes(ready.layout) : ''}
        tabindex=${isFocusable ? 0 : nothing}>
        <svg aria-hidden="true" viewBox=${viewBox} preserveAspectRatio="xMinYMin">
          ${ready ? grid(ready.layout) : null}
          ${ready && !hasShortened(ready.layout) ? axes(ready.layout) : null}
        </svg>
        <div id="surface"></div>
        ${ready ? aboveCanvas(ready, viewBox, interaction) : nothing}
        ${overlay(model, say, { stop, retry })}
        ${ready?.approximate ? html`<span class="about" title=${say('sampled')}>≈</span>` : nothing}
        ${corners()}
        <p class="words" id="summary">${ready?.summary}</p>
        <p class="words" aria-live="polite">${selected}</p>
        <p class="words" aria-live="polite">${zoomText}</p>
        <p class="words" aria-live="polite">${hover?.liveText}</p>
      </div>
      ${note === '' ? null : html`<p class="note" part="note" title=${note}>${note}</p>`}
      ${ready && table ? table.template() : nothing}
      </div>
      ${(ready?.layout.legend && legend?.above(ready.layout.legend)) ?? nothing}
      ${interaction?.tools.template() ?? nothing}
      ${hover?.tooltip() ?? nothing}`;
}

/**
 * Lines, texts, selection and hovered mark above the canvas; nothing if there are none. Browsers composite what
 * overlaps a canvas as one more layer in every frame, so axes are below it, unless the pointer must reach them.
 */
function aboveCanvas(
  { layout, texts: labels, shape }: ReadyModel,
  viewBox: string | typeof nothing,
  interaction: PlotInteraction | null,
): TemplateResult | typeof nothing {
  const lines = zeroLines(layout);
  const shownAxes = hasShortened(layout) ? axes(layout) : null;
  const hovered = interaction?.hover.mark(layout) ?? null;
  if (lines.length === 0 && labels.length === 0 && !shownAxes && !shape && !hovered) return nothing;
  return html`<svg aria-hidden="true" viewBox=${viewBox} preserveAspectRatio="xMinYMin">
    ${shownAxes}
    ${lines}
    ${texts(labels)}
    ${shape ? interaction?.shapeMark(layout, shape) : null}
    ${hovered}
  </svg>`;
}

/** Several notes as one text. */
function sentences(notes: readonly string[]): string {
  return notes.map((note, i) => (i < notes.length - 1 && /\w$/.test(note) ? `${note}.` : note)).join(' ');
}

/** The layout's sizes, for the styles. */
function sizes({ topCss, widthCss, heightCss }: Layout): string {
  return `--_top: ${topCss}px; --_width: ${widthCss}px; --_height: ${heightCss}px`;
}
