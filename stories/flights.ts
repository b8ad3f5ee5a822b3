import { html, type TemplateResult } from 'lit';

/** Three million real flights, the data of every story. */
export function flights(): TemplateResult {
  return html`<pika-query name="flights" src="/data/flights-3m.parquet"></pika-query>`;
}
