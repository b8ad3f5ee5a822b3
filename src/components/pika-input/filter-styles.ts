import { css } from 'lit';
import { clearButtonStyles } from '../clear-button-styles';

export const filterStyles = css`
  :host {
    --_accent: var(--pika-accent, light-dark(#2f6fde, #6ea8ff));
    --_edge: color-mix(in srgb, currentcolor 32%, transparent);
    --_quiet: color-mix(in srgb, currentcolor 72%, transparent);
  }
  .filter { width: 220px; max-width: 100%; }
  .head { display: flex; align-items: baseline; gap: 8px; min-height: 24px; }
  .head [part=label] { flex: 1; font-weight: 600; overflow-wrap: anywhere; }
  output { color: var(--_quiet); }
  ${clearButtonStyles}
  :is([part=control], .list):focus-visible { outline: 2px solid var(--_accent); outline-offset: 1px; }
  /* Aligns its ends with those of a slider's track. */
  pika-plot { height: 56px; min-height: 0; min-width: 0; margin-inline: 7px; }
  .fields { display: flex; align-items: center; gap: 6px; margin-block-start: 4px; }
  .fields input, .search input {
    box-sizing: border-box;
    min-width: 0;
    flex: 1 1 0;
    padding: 3px 6px;
    border: 1px solid var(--_edge);
    border-radius: min(4px, var(--pika-radius, 6px));
    background: transparent;
  }
  .fields input[aria-invalid=true] { border-color: light-dark(#c8372d, #ff8073); }
  .filter:has(input[type=datetime-local]) { width: 380px; }
  .filter:has(input[type=date]) { width: 290px; }
  input[type=range] { display: block; width: 100%; margin: 2px 0 0; }
  select[multiple] { min-width: 16ch; }
  option.none, .count { color: var(--_quiet); }
  .search { width: 240px; }
  .search input { width: 100%; }
  .list {
    position: relative;
    height: 182px;
    margin-block-start: 4px;
    overflow: auto;
    overscroll-behavior: contain;
    border: 1px solid var(--_edge);
    border-radius: min(4px, var(--pika-radius, 6px));
    contain: strict;
  }
  .option {
    position: absolute;
    inset-inline: 0;
    display: flex;
    align-items: center;
    gap: 8px;
    box-sizing: border-box;
    height: 26px;
    padding: 0 8px;
    cursor: pointer;
  }
  .option:hover { background: color-mix(in srgb, currentcolor 8%, transparent); }
  .option.active { box-shadow: inset 0 0 0 2px var(--_accent); }
  .option .name { flex: 1; overflow: hidden; text-overflow: ellipsis; white-space: pre; }
  .option .mark { flex: none; width: 1em; color: var(--_accent); }
  .option.none .name { color: var(--_quiet); }
  .empty { padding: 4px 8px; color: var(--_quiet); }
  .words {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: 0;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (forced-colors: active) {
    .option[aria-selected=true] { background: Highlight; color: HighlightText; forced-color-adjust: none; }
  }
`;
