import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { attributes, type Args } from '../attributes';
import { countries } from '../countries';
import { delays, distances, plot, rows } from './playground';

const meta: Meta<Args> = { title: 'Elements/Input', component: 'pika-input', tags: ['autodocs'] };
export default meta;

type Story = StoryObj<Args>;

/** A number in the SQL of a query. */
export const Input: Story = {
  args: { name: 'least', type: 'range', min: 0, max: 300, step: 10, value: 50, label: 'Population above' },
  render: (args) =>
    html`${countries()}
      <pika-input ${attributes(args)}></pika-input>
      <pika-query name="large" sql="SELECT * FROM countries WHERE population > $least"></pika-query>
      ${plot({ from: 'large', mark: 'bar', x: 'population', y: 'country', sort: '-x' })}`,
};

/** A choice among the values of a column. */
export const Select: Story = {
  args: {
    name: 'where',
    type: 'select',
    from: 'countries',
    column: 'continent',
    placeholder: 'All',
    label: 'Continent',
  },
  render: (args) =>
    html`${countries()}
      <pika-input ${attributes(args)}></pika-input>
      <pika-query name="there" sql="SELECT * FROM countries WHERE $where IS NULL OR continent = $where"></pika-query>
      ${plot({ from: 'there', mark: 'bar', x: 'population', y: 'country', sort: '-x' })}`,
};

/** A filter of one column: two fields and a histogram to brush. The histogram shows what the other filters leave. */
export const Filter: Story = {
  args: { from: 'flights', column: 'delay', type: 'interval', label: 'Delay, minutes' },
  render: (args) =>
    html`${rows(args, 'flights')}
      <pika-input ${attributes(args)}></pika-input>
      ${distances(200)}`,
};

/** Labels with their numbers of rows, which follow the brush below. */
export const Search: Story = {
  args: { from: 'flights', column: 'distance', type: 'search', label: 'Distance, miles' },
  render: (args) =>
    html`${rows(args, 'flights')}
      <pika-input ${attributes(args)}></pika-input>
      ${delays(200)}`,
};
