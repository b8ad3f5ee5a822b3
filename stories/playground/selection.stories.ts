import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { attributes, type Args } from '../attributes';
import { flights } from '../flights';
import { delays, distances, plot } from './playground';

const meta: Meta<Args> = { title: 'Elements/Selection', component: 'pika-selection', tags: ['autodocs'] };
export default meta;

/** How the brushes of three plots combine. Move one, and see the clauses under Actions. */
export const Selection: StoryObj<Args> = {
  args: {
    name: 'flights',
    mode: 'crossfilter',
    value: [
      {
        version: 2,
        kind: 'interval',
        from: 'flights',
        ranges: [{ channel: 'x', expression: 'delay', kind: 'integer', lo: 30, hi: 120 }],
      },
    ],
  },
  render: (args) =>
    html`${flights()}
      <pika-selection ${attributes(args)}></pika-selection>
      ${plot({ from: 'flights', mark: 'bar', x: 'bin(date, step=week)', y: 'count()', brush: 'x' }, 160)} ${delays()}
      ${distances()}`,
};
