import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { attributes, type Args } from '../attributes';

const meta: Meta<Args> = {
  title: 'Elements/Query',
  component: 'pika-query',
  tags: ['autodocs'],
  render: (args) =>
    html`<pika-query ${attributes(args)}></pika-query>
      <pika-table style="max-width: 720px; height: 280px" from=${String(args['name'])}></pika-table>`,
};
export default meta;

type Story = StoryObj<Args>;

/** A file: any of the data folder, such as `/data/flights-3m.parquet` or `/data/weather.csv`. */
export const File: Story = { args: { name: 'rows', src: '/data/seattle-weather.csv' } };

/** SQL, with values for its parameters. */
export const Sql: Story = {
  args: {
    name: 'rows',
    sql: 'SELECT n, n * $factor AS product, sqrt(n) AS root FROM range(1, 1000) r(n)',
    params: { factor: 12 },
  },
};

/** A box for files of the user. */
export const Drop: Story = { args: { name: 'rows', drop: true } };
