import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { attributes, type Args } from '../attributes';
import { countries } from '../countries';

const meta: Meta<Args> = {
  title: 'Elements/Legend',
  component: 'pika-legend',
  tags: ['autodocs'],
  argTypes: { for: { options: [undefined, 'lives', 'incomes'], control: { type: 'inline-radio' } } },
};
export default meta;

/** The legend of either plot. Its entries filter both. */
export const Legend: StoryObj<Args> = {
  args: { for: 'lives' },
  render: (args) =>
    html`${countries()}
      <pika-legend ${attributes(args)}></pika-legend>
      <pika-plot
        id="lives"
        style="max-width: 720px"
        from="countries"
        mark="point"
        x="income"
        y="life"
        color="continent"
        size="population"
      ></pika-plot>
      <pika-plot
        id="incomes"
        style="max-width: 720px; height: 180px"
        from="countries"
        mark="tick"
        x="income"
        y="continent"
        color="class"
      ></pika-plot>`,
};
