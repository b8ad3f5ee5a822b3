import { css } from 'lit';

export const dataTableStyles = css`
  .data .toggle {
    position: absolute;
    inset: 2px auto auto 2px;
    z-index: 2;
    padding: 3px 9px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_background);
    color: var(--_strong);
    font: inherit;
  }
  .data .toggle:not(:focus-visible):not([aria-expanded="true"]) {
    width: 1px;
    height: 1px;
    padding: 0;
    border: 0;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .data .toggle:focus-visible { outline: 2px solid var(--_accent); }
  .data .scroll {
    position: absolute;
    inset: 0;
    z-index: 1;
    box-sizing: border-box;
    overflow: auto;
    padding: 34px 10px 8px;
    background: var(--_background);
    color: var(--_text);
  }
  .data table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
  .data caption { padding: 0 0 6px; color: var(--_strong); text-align: start; white-space: nowrap; }
  .data th, .data td {
    padding-block: 2px;
    padding-inline-end: 14px;
    border-bottom: 1px solid var(--_line);
    text-align: start;
  }
  .data th { position: sticky; top: -34px; background: var(--_background); color: var(--_strong); }
`;
