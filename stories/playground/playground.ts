import { html, type TemplateResult } from 'lit';
import { attributes, type Args } from '../attributes';
import { countries } from '../countries';
import { flights } from '../flights';

const queries = { flights, countries } as const;
type Query = keyof typeof queries;

/** The query that the plot of a story is drawn from, and others that its further plots need. */
export function rows({ from }: Args, ...others: readonly Query[]): TemplateResult {
  const names = new Set<unknown>([...others, from]);
  return html`${names.has('flights') ? flights() : ''}${names.has('countries') ? countries() : ''}`;
}

/** A select for the name of a query. */
export const queryControl = { options: [undefined, ...Object.keys(queries)], control: { type: 'select' } } as const;

/** A plot with these attributes. */
export const plot = (args: Args, height = 360): TemplateResult =>
  html`<pika-plot style="max-width: 720px; height: ${height}px" ${attributes(args)}></pika-plot>`;

const histogram = { from: 'flights', mark: 'bar', y: 'count()', brush: 'x' } as const;

/** Histograms of flights, linked with the plots above them. */
export const delays = (height = 140): TemplateResult =>
  plot({ ...histogram, x: 'bin(delay, step=5)', 'x-domain': '-60, 180' }, height);

export const distances = (height = 140): TemplateResult =>
  plot({ ...histogram, x: 'bin(distance)', 'x-domain': '0, 3000' }, height);
