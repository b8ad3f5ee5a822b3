import { css } from 'lit';

export const openerStyles = css`
  .opening, .consent, .lost {
    box-sizing: border-box;
    margin: 0 0 12px;
    color: light-dark(#3d4450, #b6bfcc);
    font: 13px/1.5 var(--pika-font, system-ui, sans-serif);
  }
  .consent, .lost {
    padding: 12px 16px;
    border: 1px solid light-dark(#d5dae3, #3a424f);
    border-radius: var(--pika-radius, 6px);
    background: light-dark(#f7f8fa, #1b1f26);
  }
  .consent { max-width: 72ch; }
  .lost { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 16px; padding: 6px 12px; }
  .lost p, .lost details { flex: 1 1 24ch; margin: 0; }
  :is(h2, h3) { margin: 0; color: light-dark(#14181f, #f1f4f8); font-size: 14px; line-height: 1.4; }
  h3 { margin-top: 8px; font-size: 13px; }
  p { margin: 4px 0; }
  ul { margin: 4px 0; padding-inline-start: 18px; overflow-wrap: anywhere; }
  code { font: 12px/1.4 ui-monospace, monospace; white-space: pre-wrap; }
  .requests { max-height: 200px; overflow: auto; margin-block: 8px 12px; }
  .requests:focus-visible, summary:focus-visible, button:focus-visible {
    outline: 2px solid light-dark(#2f6fde, #6ea8ff);
    outline-offset: 1px;
  }
  button {
    padding: 4px 14px;
    border: 1px solid currentcolor;
    border-radius: min(4px, var(--pika-radius, 6px));
    background: none;
    color: inherit;
    font: inherit;
    cursor: pointer;
  }
  .open { border-color: #2f6fde; background: #2f6fde; color: #fff; }
  .hide { padding: 1px 8px; }
  summary { cursor: pointer; }
`;
