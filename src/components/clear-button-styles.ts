import { css } from 'lit';

/** A button that ends what is selected. */
export const clearButtonStyles = css`
  [part=clear] {
    flex: none;
    width: 22px;
    height: 22px;
    padding: 0;
    border: 0;
    border-radius: 4px;
    background: none;
    color: inherit;
    font: 16px/1 system-ui, sans-serif;
    cursor: pointer;
  }
  [part=clear]:hover { background: color-mix(in srgb, currentcolor 10%, transparent); }
  [part=clear]:focus-visible { outline: 2px solid var(--_accent); outline-offset: 1px; }
`;
