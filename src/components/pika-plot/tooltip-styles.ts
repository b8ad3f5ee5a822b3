import { css } from 'lit';

export const tooltipStyles = css`
  .tooltip {
    position: fixed; inset: auto; margin: 0; box-sizing: border-box; overflow: hidden;
    max-width: min(340px, calc(100vw / var(--_zoom, 1) - 8px)); max-height: calc(100vh / var(--_zoom, 1) - 8px);
    padding: 7px 10px; border: 1px solid var(--_line); border-radius: var(--_radius); pointer-events: none;
    background: var(--_background); color: var(--_strong); font: inherit; font-size: 1.09em;
    box-shadow: 0 2px 10px light-dark(#0002, #0008);
  }
  .tooltip dl { display: grid; grid-template-columns: fit-content(60%) auto; gap: 1px 10px; margin: 0; }
  .tooltip dt { color: var(--_text); overflow-wrap: break-word; }
  .tooltip dd {
    margin: 0;
    font-variant-numeric: tabular-nums;
    unicode-bidi: plaintext;
    text-align: match-parent;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .tooltip p { margin: 3px 0 0; }
  .tooltip .row { margin: 6px -10px 3px; padding: 5px 10px 0; border-top: 1px solid var(--_line); color: var(--_text); }
  .tooltip .swatch { display: inline-block; width: 9px; height: 9px; margin-inline-end: 5px; border-radius: 2px; }
  .tooltip .faint { color: var(--_text); }
  .hover rect { fill: none; stroke: var(--_strong); stroke-opacity: 0.75; }
  .hover circle { fill: none; stroke: var(--_strong); stroke-width: 1.5; }
  .hover circle.under { stroke: var(--_background); stroke-width: 4; }
`;
