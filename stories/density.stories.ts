import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { attributes, type Args } from './attributes';
import { flights } from './flights';

const meta: Meta<Args> = {
  title: 'Marks/Density',
  component: 'pika-plot',
  args: { from: 'flights', mark: 'density' },
  render: (args) =>
    html`${flights()} <pika-plot style="max-width: 720px; height: 360px" ${attributes(args)}></pika-plot>`,
};
export default meta;

type Story = StoryObj<Args>;

/** Three million rows in a grid of cells, colored by the number of rows in each. */
export const Density: Story = {
  args: {
    brush: 'xy',
    x: 'distance',
    y: 'delay',
    'x-domain': '0, 3000',
    'y-domain': '-60, 180',
    '--pika-ramp': 'ylgnbu',
  },
};

/** Another color ramp. */
export const Ramp: Story = {
  args: {
    brush: 'xy',
    x: 'distance',
    y: 'delay',
    'x-domain': '0, 3000',
    'y-domain': '-60, 180',
    '--pika-ramp': 'magma',
  },
};

/** A time and an expression. */
export const HoursOfDays: Story = {
  args: { brush: 'xy', x: 'bin(date, step=day)', y: 'bin(hour(date), step=1)', '--pika-ramp': 'viridis' },
};

/** Brushed along both axes, with a linked histogram. */
export const Linked: Story = {
  args: {
    from: 'flights',
    mark: 'density',
    x: 'distance',
    y: 'delay',
    'x-domain': '0, 3000',
    'y-domain': '-60, 180',
    brush: 'xy',
  },
  render: (args) =>
    html`${flights()}
      <pika-plot
        style="max-width: 720px; height: 360px"
        ${attributes(args)}
        @pika-ready=${(event: Event) => (event.target as HTMLElementTagNameMap['pika-plot']).select({ x: [900, 1800], y: [0, 60] })}
      ></pika-plot>
      <pika-plot
        style="max-width: 720px; height: 180px"
        from="flights"
        mark="bar"
        x="bin(delay, step=5)"
        y="count()"
        x-domain="-60, 180"
      ></pika-plot>`,
};

/** Zoomed in; the selection is clipped at the ends of the axes. */
export const Zoomed: Story = {
  args: {
    from: 'flights',
    mark: 'density',
    x: 'distance',
    y: 'delay',
    'x-domain': '0, 3000',
    'y-domain': '-60, 180',
    brush: 'xy',
    zoom: true,
  },
  render: (args) =>
    html`${flights()}
      <pika-plot
        style="max-width: 720px; height: 360px"
        ${attributes(args)}
        .domain=${{ x: [612.5, 1333], y: [-21, 47] }}
        @pika-ready=${(event: Event) => (event.target as HTMLElementTagNameMap['pika-plot']).select({ x: [900, 1800], y: [0, 60] })}
      ></pika-plot>`,
};

/** Depth runs downwards, and greater distances are at the left. */
export const Reversed: Story = {
  args: {
    from: 'flights',
    mark: 'density',
    x: 'distance',
    y: 'delay',
    'x-domain': '2500, 0',
    'y-domain': '-30, 90',
    'y-reverse': true,
    zoom: true,
  },
  render: (args) =>
    html`${flights()} <pika-plot style="max-width: 640px; height: 300px" ${attributes(args)}></pika-plot>`,
};

/** Each cell mixes the colors of its categories. */
export const Mixed: Story = {
  args: {
    from: 'flights',
    mark: 'density',
    x: 'distance',
    y: 'delay',
    color: "CASE WHEN hour(date) < 12 THEN 'morning' WHEN hour(date) < 18 THEN 'afternoon' ELSE 'evening' END",
    'x-domain': '0, 3000',
    'y-domain': '-60, 180',
  },
  render: (args) =>
    html`${flights()} <pika-plot style="max-width: 720px; height: 360px" ${attributes(args)}></pika-plot>`,
};
