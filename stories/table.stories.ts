import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { attributes, type Args } from './attributes';
import { flights } from './flights';

const meta: Meta<Args> = { title: 'Elements/Table', component: 'pika-table', tags: ['autodocs'] };
export default meta;

/** The flights inside a brush, the latest first. A click on a head sorts all of them. */
export const Table: StoryObj<Args> = {
  args: { from: 'flights', sort: '-delay' },
  render: (args) =>
    html`${flights()}
      <div style="max-width: 640px">
        <pika-plot
          style="height: 160px"
          from="flights"
          mark="bar"
          x="bin(delay, step=5)"
          y="count()"
          x-domain="-60, 180"
          brush="x"
        ></pika-plot>
        <pika-table style="height: 240px" ${attributes(args)}></pika-table>
      </div>`,
};
