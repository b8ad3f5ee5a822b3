import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { attributes, type Args } from './attributes';
import { flights } from './flights';

const meta: Meta<Args> = { title: 'Elements/Status', component: 'pika-status', tags: ['autodocs'] };
export default meta;

/**
 * Frame times, backend, memory, and a button that saves a trace: usually in a corner of the page, here below its plot.
 */
export const Status: StoryObj<Args> = {
  args: { open: false },
  render: (args) =>
    html`${flights()}
      <pika-plot
        style="max-width: 640px; height: 160px"
        from="flights"
        mark="bar"
        x="bin(delay, step=5)"
        y="count()"
        x-domain="-60, 180"
        brush="x"
      ></pika-plot>
      <pika-status style="position: static" ${attributes(args)}></pika-status>`,
};
