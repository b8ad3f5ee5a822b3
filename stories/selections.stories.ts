import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { attributes, type Args } from './attributes';
import { flights } from './flights';

const meta: Meta<Args> = {
  title: 'Selections',
  component: 'pika-selection',
  // The brush of the first plot.
  parameters: { alsoOf: { 'pika-plot': ['brush'] } },
  render: ({ brush, ...args }) =>
    html`${flights()}
      <pika-selection ${attributes(args)}></pika-selection>
      <pika-plot
        style="max-width: 720px; height: 300px"
        from="flights"
        mark="density"
        x="distance"
        y="delay"
        x-domain="0, 3000"
        y-domain="-60, 180"
        ${attributes({ brush })}
      ></pika-plot>
      <pika-plot
        style="max-width: 720px; height: 140px"
        from="flights"
        mark="bar"
        x="bin(delay, step=5)"
        y="count()"
        x-domain="-60, 180"
        brush="x"
      ></pika-plot>
      <pika-plot
        style="max-width: 720px; height: 140px"
        from="flights"
        mark="bar"
        x="bin(distance, step=50)"
        y="count()"
        x-domain="0, 3000"
        pick
      ></pika-plot>`,
};
export default meta;

type Story = StoryObj<Args>;

/**
 * A curve around some flights, in cells of a grid over the data, so it selects the same rows at any plot size.
 */
const around = {
  version: 2,
  kind: 'polygon',
  from: 'flights',
  sides: [
    { channel: 'x', expression: 'distance', kind: 'integer', lo: 0, hi: 3000, count: 600 },
    { channel: 'y', expression: 'delay', kind: 'integer', lo: -60, hi: 180, count: 240 },
  ],
  vertices: [
    [120, 60],
    [220, 50],
    [330, 90],
    [420, 150],
    [330, 190],
    [210, 150],
    [140, 110],
  ],
} as const;

/** Drag a curve or a rectangle, click bars, or hover: every plot counts what the others select. */
export const Brush: Story = { args: { name: 'flights', mode: 'crossfilter', value: [around], brush: 'lasso' } };
