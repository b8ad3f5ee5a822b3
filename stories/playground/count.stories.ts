import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { attributes, type Args } from '../attributes';
import { delays, queryControl, rows } from './playground';

const meta: Meta<Args> = {
  title: 'Elements/Count',
  component: 'pika-count',
  tags: ['autodocs'],
  argTypes: { from: queryControl },
};
export default meta;

/** The average distance of the flights inside the brush, and beside it that of all flights. */
export const Count: StoryObj<Args> = {
  args: { from: 'flights', aggregate: 'avg(distance)', format: ',.0f', label: 'Average distance' },
  render: (args) => html`${rows(args, 'flights')} <pika-count ${attributes(args)}></pika-count> ${delays(180)}`,
};
