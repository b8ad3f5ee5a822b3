import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { flights } from './flights';

const meta: Meta = { title: 'Elements/Table' };
export default meta;

/** The flights inside a brush, the latest first. A click on a head sorts all of them. */
export const Table: StoryObj = {
  render: () =>
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
        <pika-table from="flights" sort="-delay" style="height: 240px"></pika-table>
      </div>`,
};
