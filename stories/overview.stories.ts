import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { attributes, type Args } from './attributes';
import { flights } from './flights';

const meta: Meta<Args> = { title: 'Elements/Overview', component: 'pika-overview', tags: ['autodocs'] };
export default meta;

/** All columns of the flights, linked to a plot of two of them. Drag across a histogram. */
export const Overview: StoryObj<Args> = {
  args: { from: 'flights' },
  render: (args) =>
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
        <pika-overview ${attributes(args)}></pika-overview>
      </div>`,
};
