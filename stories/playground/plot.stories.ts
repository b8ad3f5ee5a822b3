import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import type { Args } from '../attributes';
import { distances, plot, queryControl, rows } from './playground';

const meta: Meta<Args> = {
  title: 'Elements/Plot',
  component: 'pika-plot',
  tags: ['autodocs'],
  argTypes: { from: queryControl },
};
export default meta;

/** Every attribute of every mark. Those that the chosen mark does not use have no effect, and the plot says so. */
export const Plot: StoryObj<Args> = {
  args: { from: 'flights', mark: 'bar', x: 'bin(delay, step=5)', y: 'count()', 'x-domain': '-60, 180', brush: 'x' },
  render: (args) => html`${rows(args, 'flights')} ${plot(args)} ${distances()}`,
};
