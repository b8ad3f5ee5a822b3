import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { attributes, type Args } from '../attributes';
import { queryControl, rows } from './playground';

const meta: Meta<Args> = {
  title: 'Elements/Mark',
  component: 'pika-mark',
  tags: ['autodocs'],
  argTypes: { from: queryControl },
};
export default meta;

/** The controls are those of the second layer, a line in front of an area. */
export const Mark: StoryObj<Args> = {
  args: { mark: 'line', y: 'median(delay)', curve: 'monotone', 'stroke-width': 2 },
  render: (args) =>
    html`${rows(args, 'flights')}
      <pika-plot
        style="max-width: 720px; height: 320px"
        from="flights"
        x="bin(date, step=week)"
        y-label="delay in minutes"
      >
        <pika-mark mark="area" y="quantile(delay, 0.25)" y2="quantile(delay, 0.75)" opacity="0.25"></pika-mark>
        <pika-mark ${attributes(args)}></pika-mark>
      </pika-plot>`,
};
