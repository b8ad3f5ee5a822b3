import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, nothing, type TemplateResult } from 'lit';
import { flights } from './flights';

interface DensityArgs {
  x: string;
  y: string;
  xDomain?: string;
  yDomain?: string;
  ramp?: string;
}

const meta: Meta<DensityArgs> = {
  title: 'Marks/Density',
  argTypes: {
    ramp: {
      control: 'select',
      options: ['ylgnbu', 'blues', 'viridis', 'magma', 'inferno', 'plasma', 'cividis', 'turbo'],
    },
  },
  render: (args): TemplateResult =>
    html`${flights()}
      <pika-plot
        style="max-width: 720px; height: 360px; --pika-ramp: ${args.ramp ?? 'ylgnbu'}"
        from="flights"
        mark="density"
        x=${args.x}
        y=${args.y}
        x-domain=${args.xDomain ?? nothing}
        y-domain=${args.yDomain ?? nothing}
        brush="xy"
      ></pika-plot>`,
};
export default meta;

type Story = StoryObj<DensityArgs>;

/** Three million rows in a grid of cells, colored by the number of rows in each. */
export const Density: Story = { args: { x: 'distance', y: 'delay', xDomain: '0, 3000', yDomain: '-60, 180' } };

/** Another color ramp. */
export const Ramp: Story = {
  args: { x: 'distance', y: 'delay', xDomain: '0, 3000', yDomain: '-60, 180', ramp: 'magma' },
};

/** A time and an expression. */
export const HoursOfDays: Story = { args: { x: 'bin(date, step=day)', y: 'bin(hour(date), step=1)', ramp: 'viridis' } };

/** Brushed along both axes, with a linked histogram. */
export const Linked: Story = {
  render: () =>
    html`${flights()}
      <pika-plot
        style="max-width: 720px; height: 360px"
        from="flights"
        mark="density"
        x="distance"
        y="delay"
        x-domain="0, 3000"
        y-domain="-60, 180"
        brush="xy"
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
  render: () =>
    html`${flights()}
      <pika-plot
        style="max-width: 720px; height: 360px"
        from="flights"
        mark="density"
        x="distance"
        y="delay"
        x-domain="0, 3000"
        y-domain="-60, 180"
        brush="xy"
        zoom
        .domain=${{ x: [612.5, 1333], y: [-21, 47] }}
        @pika-ready=${(event: Event) => (event.target as HTMLElementTagNameMap['pika-plot']).select({ x: [900, 1800], y: [0, 60] })}
      ></pika-plot>`,
};

/** Depth runs downwards, and greater distances are at the left. */
export const Reversed: Story = {
  render: (): TemplateResult =>
    html`${flights()}
      <pika-plot
        style="max-width: 640px; height: 300px"
        from="flights"
        mark="density"
        x="distance"
        y="delay"
        x-domain="2500, 0"
        y-domain="-30, 90"
        y-reverse
        zoom
      ></pika-plot>`,
};

/** Each cell mixes the colors of its categories. */
export const Mixed: Story = {
  render: (): TemplateResult =>
    html`${flights()}
      <pika-plot
        style="max-width: 720px; height: 360px"
        from="flights"
        mark="density"
        x="distance"
        y="delay"
        color="CASE WHEN hour(date) < 12 THEN 'morning' WHEN hour(date) < 18 THEN 'afternoon' ELSE 'evening' END"
        x-domain="0, 3000"
        y-domain="-60, 180"
      ></pika-plot>`,
};
