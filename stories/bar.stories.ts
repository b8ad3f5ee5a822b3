import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { attributes, type Args } from './attributes';
import { flights } from './flights';

const meta: Meta<Args> = {
  title: 'Marks/Bar',
  component: 'pika-plot',
  args: { from: 'flights', mark: 'bar', y: 'count()', brush: 'x' },
  render: (args) => html`${flights()} <pika-plot style="max-width: 640px" ${attributes(args)}></pika-plot>`,
};
export default meta;

type Story = StoryObj<Args>;

/** Rows in each bin of a number. */
export const Histogram: Story = { args: { x: 'bin(delay, step=5)', 'x-domain': '-60, 180' } };

/** Times are binned by the calendar. */
export const Calendar: Story = { args: { x: 'bin(date, step=week)' } };

/** Text has a bar for each value. */
export const Categories: Story = { args: { x: 'left(origin, 1)' } };

/** Any DuckDB expression can be a channel. */
export const Expression: Story = { args: { x: 'bin(hour(date), step=1)' } };

/** All rows in the background, the selected ones in front. */
export const Filtered: Story = {
  args: { from: 'flights', mark: 'bar', x: 'bin(delay, step=5)', y: 'count()', 'x-domain': '-60, 180', brush: 'x' },
  render: (args) =>
    html`${flights()}
      <pika-plot
        style="max-width: 640px"
        ${attributes(args)}
        id="brushed"
        @pika-ready=${(event: Event) => (event.target as HTMLElementTagNameMap['pika-plot']).select({ x: [30, 180] })}
      ></pika-plot>
      <pika-plot
        style="max-width: 640px"
        from="flights"
        mark="bar"
        x="bin(distance)"
        y="count()"
        x-domain="0, 3000"
        brush="x"
      ></pika-plot>`,
};

/** Colors set by custom properties. */
export const Themed: Story = {
  args: {
    '--pika-accent': '#c2410c',
    '--pika-background': 'light-dark(#fff8f1, #1d1410)',
    '--pika-line': 'light-dark(#f2e3d5, #35261d)',
    from: 'flights',
    mark: 'bar',
    x: 'bin(distance)',
    y: 'count()',
    brush: 'x',
  },
  render: (args) => html`${flights()} <pika-plot style="max-width: 640px" ${attributes(args)}></pika-plot>`,
};

/** An error is shown in place of the plot. */
export const WrongColumn: Story = {
  parameters: { fails: true },
  render: () =>
    html`${flights()}<pika-plot
        style="max-width: 640px"
        from="flights"
        mark="bar"
        x="bin(delya)"
        y="count()"
      ></pika-plot>`,
};
