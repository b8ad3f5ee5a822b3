import { css } from 'lit';

/** The author's custom properties with their defaults: colors and font of every element. */
export const themeProperties = css`
  :host {
    color-scheme: light dark;
    --_accent: var(--pika-accent, light-dark(#2f6fde, #6ea8ff));
    --_context: var(--pika-context, light-dark(#dfe4ec, #333a46));
    --_text: var(--pika-text, light-dark(#3d4450, #b6bfcc));
    --_strong: var(--pika-strong, light-dark(#14181f, #f1f4f8));
    --_line: var(--pika-line, light-dark(#e6e9ef, #2a303a));
    --_grid: var(--pika-grid, var(--_line));
    --_radius: var(--pika-radius, 6px);
    --_background: var(--pika-background, var(--_page, light-dark(#ffffff, #14171c)));
    color: var(--_text); background: var(--pika-background, transparent);
    font: var(--pika-font-size, 11px)/1.3 var(--pika-font, system-ui, -apple-system, "Segoe UI", sans-serif);
    font-variant-numeric: tabular-nums;
  }
  :host([hidden]) { display: none; }
  .words {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: 0;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
