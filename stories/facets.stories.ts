import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, type TemplateResult } from 'lit';
import { countries } from './countries';
import { flights } from './flights';

const meta: Meta = { title: 'Marks/Facets' };
export default meta;

type Story = StoryObj;

/** A panel for each continent, on shared axes. Panels wrap to the width of the plot. */
export const Facets: Story = {
  render: (): TemplateResult =>
    html`${countries()}
      <pika-plot
        style="max-width: 640px"
        from="countries"
        mark="point"
        x="income"
        y="life"
        size="population"
        color="class"
        facet-x="continent"
      ></pika-plot>`,
};

/** A grid of two facets. A brush in any panel selects a range in that panel. */
export const Grid: Story = {
  render: (): TemplateResult =>
    html`${flights()}
      <pika-plot
        style="max-width: 640px"
        from="flights"
        mark="bar"
        x="bin(delay, step=5)"
        x-domain="-60, 120"
        y="count()"
        facet-x="CASE WHEN distance < 1000 THEN 'short' ELSE 'long' END"
        facet-y="CASE WHEN hour(date) < 12 THEN 'morning' ELSE 'afternoon' END"
        brush="x"
      ></pika-plot>`,
};

/** Densities share their colors. */
export const Densities: Story = {
  render: (): TemplateResult =>
    html`${flights()}
      <pika-plot
        style="max-width: 640px"
        from="flights"
        mark="density"
        x="distance"
        y="delay"
        facet-x="CASE WHEN hour(date) < 12 THEN 'morning' ELSE 'afternoon' END"
        brush="xy"
      ></pika-plot>`,
};
