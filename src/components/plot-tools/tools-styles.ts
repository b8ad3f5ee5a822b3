import { css } from 'lit';

export const toolsStyles = css`
  .tools .opens {
    position: absolute;
    top: 3px;
    right: 3px;
    z-index: 1;
    width: 26px;
    height: 24px;
    padding: 0;
    border: 1px solid transparent;
    border-radius: min(6px, var(--_radius));
    background: color-mix(in srgb, var(--_background) 85%, transparent);
    color: var(--_text);
    cursor: pointer;
    opacity: 0;
    transition: opacity 0.12s;
  }
  .tools .opens svg { position: static; width: 16px; height: 16px; margin: auto; fill: currentcolor; }
  :host(:hover) .opens, .opens:focus-visible, .opens[aria-expanded="true"] { opacity: 1; }
  .tools .opens:hover, .opens[aria-expanded="true"] {
    border-color: var(--_line);
    background: var(--_background);
    color: var(--_strong);
  }
  /* A drag that begins in the plot stays in the plot. */
  :host(:active) .opens:not(:hover):not(:focus-visible):not([aria-expanded="true"]) { opacity: 0; }
  .tools .menu {
    position: fixed;
    inset: auto;
    margin: 0;
    box-sizing: border-box;
    min-width: 168px;
    max-width: calc(100vw / var(--_zoom, 1) - 8px);
    max-height: calc(100vh / var(--_zoom, 1) - 8px);
    overflow: auto;
    overscroll-behavior: contain;
    padding: 5px;
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) + 2px);
    background: var(--_background);
    color: var(--_strong);
    font: inherit;
    font-size: 12px;
    box-shadow: 0 1px 2px light-dark(#0001, #0006), 0 6px 20px light-dark(#0002, #0009);
  }
  .items + .items { margin-top: 5px; padding-top: 5px; border-top: 1px solid var(--_line); }
  .items .heading { display: block; padding: 3px 10px 2px; color: var(--_text); font-size: 11px; }
  .items button {
    display: block;
    width: 100%;
    padding: 4px 10px;
    border: 0;
    border-radius: min(4px, var(--_radius));
    color: inherit;
    line-height: 16px;
    text-align: start;
    white-space: nowrap;
  }
  .items button:focus { background: color-mix(in srgb, var(--_accent) 14%, transparent); outline: none; }
  .items button:focus-visible { outline: 2px solid var(--_accent); outline-offset: -2px; }
  .said { position: absolute; inset: auto 8px 8px; z-index: 1; display: grid; justify-items: center; pointer-events: none; }
  .said > * {
    box-sizing: border-box;
    max-width: 100%;
    margin: 0;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_background);
    color: var(--_strong);
    box-shadow: 0 2px 10px light-dark(#0002, #0008);
    pointer-events: auto;
  }
  .said p { padding: 5px 12px; font-size: 12px; }
  .said .working { animation: late 0.2s 0.3s both; }
  .said .working button { margin-inline-start: 8px; }
  .said .failed { position: relative; max-height: calc(var(--_height, 100px) - 16px); overflow: auto; text-align: end; }
  .said .failed .error { border-radius: 0; max-height: none; padding: 8px 12px; font-size: 12px; }
  .said .failed button { margin: 6px 10px; }
  /* Fingers need more room, and can't hover. */
  @media (hover: none), (pointer: coarse) {
    .tools .opens { width: 36px; height: 32px; opacity: 1; }
    .items button { padding-block: 10px; font-size: 14px; }
    .items .heading { font-size: 12px; }
  }
  @media (prefers-reduced-motion: reduce) {
    .tools .opens { transition: none; }
  }
  @media (forced-colors: active) {
    .tools .opens { border-color: ButtonText; background: Canvas; }
    .items button:focus { background: Highlight; color: HighlightText; forced-color-adjust: none; }
  }
  @media print {
    .tools { display: none; }
  }
  :host(:fullscreen) { border: 16px solid transparent; background: var(--_background); }
  :host(:popover-open) {
    position: fixed !important;
    inset: 0 !important;
    width: 100% !important;
    height: 100% !important;
    max-width: none !important;
    max-height: none !important;
    margin: 0 !important;
    border: 16px solid transparent !important;
    background: var(--_background) !important;
  }
`;
