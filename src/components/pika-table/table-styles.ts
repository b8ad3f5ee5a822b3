import { css } from 'lit';
import { clearButtonStyles } from '../clear-button-styles';

export const tableStyles = css`
  :host {
    flex-direction: column;
    width: 100%;
    font-size: calc(var(--pika-font-size, 11px) + 1px);
    line-height: 1.4;
    --_row: 26px;
    --_soft: color-mix(in srgb, var(--_accent) 7%, transparent);
  }
  .error { margin: 8px; }
  .grid {
    position: relative;
    flex: 1;
    min-height: 0;
    overflow: auto;
    overflow-anchor: none;
    overscroll-behavior: contain;
    background: var(--_background);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    contain: strict;
    outline-offset: -1px;
    cursor: default;
    /* Columns run and scroll from left to right, whatever the page's direction. */
    direction: ltr;
  }
  .grid:focus-visible { outline: 2px solid var(--_accent); }
  .content { position: relative; min-width: 100%; width: max-content; }
  .head { position: sticky; top: 0; z-index: 2; background: var(--_background); }
  .body { position: sticky; top: var(--_head, 30px); height: 0; }
  .row { display: grid; grid-template-columns: var(--_columns); height: var(--_row); }
  .head .row { height: 30px; border-bottom: 1px solid var(--_line); }
  .body .row { box-shadow: inset 0 -1px var(--_line); }
  .body .row:hover { background: var(--_soft); }
  .grid.selectable .body .row { cursor: pointer; }
  .body .row[aria-selected=true] { background: color-mix(in srgb, var(--_accent) 16%, transparent); }
  .body .row[aria-selected=true]:hover { background: color-mix(in srgb, var(--_accent) 22%, transparent); }
  .cell {
    box-sizing: border-box;
    overflow: hidden;
    padding: 0 calc(var(--_row) * 0.46);
    line-height: calc(var(--_row) - 1px);
    text-overflow: ellipsis;
    white-space: pre;
    color: var(--_strong);
  }
  .cell.number { text-align: end; }
  .cell.null { color: var(--_text); font-size: 0.83em; }
  .cell.pending { color: transparent; }
  .cell.pending::after {
    content: "";
    display: inline-block;
    width: 60%;
    height: 8px;
    border-radius: 4px;
    background: var(--_line);
  }
  .head .cell {
    position: relative;
    display: flex;
    align-items: center;
    gap: 4px;
    line-height: 1;
    color: var(--_text);
    font-weight: var(--pika-title-weight, 600);
    font-family: var(--pika-title-font, inherit);
    user-select: none;
    -webkit-user-select: none;
  }
  .head .cell.number { justify-content: flex-end; }
  .head .cell:hover { color: var(--_strong); }
  .head .name { overflow: hidden; text-overflow: ellipsis; line-height: 1.4; }
  .head .arrow { flex: none; width: 8px; font-size: 8px; color: var(--_accent); }
  .head .cell.number .arrow { order: -1; }
  .head .edge {
    position: absolute;
    inset-block: 0;
    inset-inline-end: 0;
    width: 7px;
    cursor: col-resize;
    touch-action: none;
  }
  .head .edge::after {
    content: "";
    position: absolute;
    inset-block: 8px;
    inset-inline-end: 0;
    width: 1px;
    background: var(--_line);
  }
  .head .edge:hover::after, .head .edge.dragged::after { width: 2px; inset-block: 4px; background: var(--_accent); }
  .head .cell.dropped { box-shadow: inset 2px 0 var(--_accent); }
  .grid:focus-visible .cell.active { outline: 2px solid var(--_accent); outline-offset: -2px; border-radius: 3px; }
  .status {
    flex: none;
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    gap: 0 0.35em;
    padding: 5px 2px 0;
    font-size: 0.92em;
  }
  .status > span:not(.outcome) { white-space: nowrap; }
  ${clearButtonStyles}
  .status [part=clear] { margin-block: -4px; }
  .status strong { color: var(--_strong); font-weight: 600; }
  .grid.tall .head .row { height: 70px; }
  .grid.tall .head .cell { padding-bottom: 40px; }
  .histogram { display: none; }
  .grid.tall .histogram {
    display: block;
    position: absolute;
    inset: 30px 6px 6px;
    line-height: normal;
    white-space: normal;
  }
  .histogram pika-plot { height: 100%; min-width: 0; min-height: 0; }
  .histogram pika-plot::part(note) { display: none; }
  .empty { position: absolute; inset: var(--_head, 30px) 0 0; display: grid; place-items: center; color: var(--_text); }
  .empty:empty { display: none; }
  @media (forced-colors: active) {
    .row { border-bottom: 1px solid CanvasText; }
    .body .row[aria-selected=true] { background: Highlight; forced-color-adjust: none; }
    .body .row[aria-selected=true] .cell { color: HighlightText; }
    .grid:focus-visible .cell.active { outline-color: Highlight; }
  }
`;
