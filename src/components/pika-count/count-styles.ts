import { css } from 'lit';

export const countStyles = css`
  /* The sign of a number stays before it where text runs to the left. */
  [part=selected], [part=all] { unicode-bidi: plaintext; }
  .aggregate [part=comparison] { color: var(--pika-text, inherit); }
  .aggregate [part=selected] { letter-spacing: -0.01em; overflow-wrap: anywhere; }
  [part~=compared] { font-weight: 600; }
  [part=note] { display: block; }
  .words {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
