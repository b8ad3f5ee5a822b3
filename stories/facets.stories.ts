import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { attributes, type Args } from './attributes';
import { countries } from './countries';
import { flights } from './flights';

const meta: Meta<Args> = { title: 'Marks/Facets', component: 'pika-plot' };
export default meta;

type Story = StoryObj<Args>;

/** A panel for each continent, on shared axes. Panels wrap to the width of the plot. */
export const Facets: Story = {
  args: {
    from: 'countries',
    mark: 'point',
    x: 'income',
    y: 'life',
    size: 'population',
    color: 'class',
    'facet-x': 'continent',
  },
  render: (args) => html`${countries()} <pika-plot style="max-width: 640px" ${attributes(args)}></pika-plot>`,
};

/** A grid of two facets. A brush in any panel selects a range in that panel. */
export const Grid: Story = {
  args: {
    from: 'flights',
    mark: 'bar',
    x: 'bin(delay, step=5)',
    'x-domain': '-60, 120',
    y: 'count()',
    'facet-x': "CASE WHEN distance < 1000 THEN 'short' ELSE 'long' END",
    'facet-y': "CASE WHEN hour(date) < 12 THEN 'morning' ELSE 'afternoon' END",
    brush: 'x',
  },
  render: (args) => html`${flights()} <pika-plot style="max-width: 640px" ${attributes(args)}></pika-plot>`,
};

/** Densities share their colors. */
export const Densities: Story = {
  args: {
    from: 'flights',
    mark: 'density',
    x: 'distance',
    y: 'delay',
    'facet-x': "CASE WHEN hour(date) < 12 THEN 'morning' ELSE 'afternoon' END",
    brush: 'xy',
  },
  render: (args) => html`${flights()} <pika-plot style="max-width: 640px" ${attributes(args)}></pika-plot>`,
};
