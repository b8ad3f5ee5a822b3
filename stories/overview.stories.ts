import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { flights } from './flights';

const meta: Meta = { title: 'Elements/Overview' };
export default meta;

/** All columns of the flights, linked to a plot of two of them. Drag across a histogram. */
export const Overview: StoryObj = {
  render: () =>
    html`${flights()}
      <div style="max-width: 744px">
        <pika-plot
          style="height: 200px"
          from="flights"
          mark="density"
          x="distance"
          y="delay"
          y-domain="-60, 180"
          brush="xy"
        ></pika-plot>
        <pika-overview from="flights"></pika-overview>
      </div>`,
};
