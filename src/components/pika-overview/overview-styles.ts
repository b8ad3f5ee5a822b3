import { css } from 'lit';

export const overviewStyles = css`
  :host { box-sizing: border-box; font-size: 12px; line-height: 1.4; }
  .status { display: flex; flex-wrap: wrap; column-gap: 0.6em; height: 17px; margin-bottom: 8px; }
  .status pika-count { color: inherit; font: inherit; }
  .cards {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, var(--pika-card-width, 230px)), 1fr));
    gap: 10px;
  }
  .card {
    box-sizing: border-box;
    display: flex;
    flex-direction: column;
    min-width: 0;
    height: 182px;
    padding: 9px 10px 8px;
    border: 1px solid var(--_line);
    border-radius: 8px;
    background: var(--_background);
  }
  .top { display: flex; align-items: baseline; gap: 8px; }
  .name {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: pre;
    color: var(--_strong);
    font-weight: 600;
  }
  .type, .facts { flex: none; font-size: 11px; }
  .plot { position: relative; flex: 1; min-height: 0; margin: 4px -8px 2px; }
  .plot > pika-plot { height: 100%; min-height: 0; min-width: 0; }
  /* The facts below the plot say the same. */
  pika-plot::part(note) { display: none; }
  .facts { min-height: 1.4em; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .reason { margin: 10px 8px; max-height: calc(100% - 20px); overflow: auto; overflow-wrap: anywhere; }
  .reason strong { color: var(--_strong); font-weight: 600; }
  .error { margin-bottom: 8px; }
  [part=note] { display: block; margin-top: 6px; }
`;
