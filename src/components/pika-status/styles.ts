import { css } from 'lit';

/** Sizes do not depend on the text, so the panel does not move while numbers change. */
export const statusStyles = css`
  :host {
    display: block; position: fixed; inset-block-end: 12px; inset-inline-end: 12px; z-index: 10; box-sizing: border-box; width: 272px;
    border: 1px solid var(--_line); border-radius: calc(var(--_radius) * 4 / 3);
    overflow: hidden; background: var(--_background);
  }
  .bar { display: grid; grid-template-columns: 1fr auto; align-items: stretch; height: 30px; }
  button {
    font: inherit;
    color: inherit;
    background: none;
    border: 0;
    margin: 0;
    padding: 0 10px;
    height: 30px;
    cursor: pointer;
    text-align: start;
    white-space: nowrap;
    overflow: hidden;
  }
  button:hover { background: color-mix(in srgb, var(--_accent) 10%, transparent); }
  button:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: -2px;
    border-radius: calc(var(--_radius) * 4 / 3);
  }
  .summary { display: flex; align-items: center; gap: 8px; min-width: 0; }
  .summary strong { color: var(--_strong); font-weight: 600; }
  .summary span { overflow: hidden; text-overflow: ellipsis; }
  .summary::before {
    content: "";
    flex: none;
    width: 5px;
    height: 5px;
    border: solid var(--_accent);
    border-width: 0 1.5px 1.5px 0;
    transform: rotate(-45deg);
  }
  .summary[aria-expanded="true"]::before { transform: rotate(45deg); }
  .record { display: flex; align-items: center; gap: 6px; width: 84px; border-inline-start: 1px solid var(--_line); }
  .record::before {
    content: "";
    flex: none;
    width: 9px;
    height: 9px;
    border-radius: 50%;
    background: light-dark(#c8372d, #ff8073);
  }
  .record[aria-pressed="true"]::before { border-radius: 1px; }
  dl {
    display: grid;
    grid-template-columns: 62px 1fr;
    gap: 3px 8px;
    margin: 0;
    padding: 8px 12px 10px;
    border-top: 1px solid var(--_line);
    max-height: 50vh;
    overflow: auto;
  }
  dd { unicode-bidi: plaintext; text-align: match-parent; margin: 0; overflow-wrap: anywhere; color: var(--_strong); }
  @media (prefers-reduced-motion: no-preference) {
    .record[aria-pressed="true"]::before { animation: blink 1.2s ease-in-out infinite alternate; }
  }
  @keyframes blink { to { opacity: 0.35; } }
`;
