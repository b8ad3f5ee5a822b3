import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, type TemplateResult } from 'lit';
import type { Args } from '../attributes';
import { delays, distances, plot, queryControl, rows } from './playground';

/** Each mark, with a control for every attribute that it uses. */
const meta: Meta<Args> = {
  title: 'Playground/Marks',
  component: 'pika-plot',
  // Each page is about one mark, so its table does not offer others.
  argTypes: { from: queryControl, mark: { table: { disable: true } } },
  render: (args): TemplateResult => html`${rows(args)} ${plot(args)}`,
};
export default meta;

type Story = StoryObj<Args>;

/** Rows in each bin. */
export const Bar: Story = {
  parameters: { mark: 'bar' },
  args: { from: 'flights', mark: 'bar', x: 'bin(delay, step=5)', y: 'count()', 'x-domain': '-60, 180', brush: 'x' },
  render: (args) => html`${rows(args, 'flights')} ${plot(args)} ${distances()}`,
};

/** An average by week. */
export const Line: Story = {
  parameters: { mark: 'line' },
  args: { from: 'flights', mark: 'line', x: 'bin(date, step=week)', y: 'avg(delay)', curve: 'monotone' },
  render: (args) => html`${rows(args, 'flights')} ${plot(args)} ${distances()}`,
};

/** Flights by week, in three layers. */
export const Area: Story = {
  parameters: { mark: 'area' },
  args: {
    from: 'flights',
    mark: 'area',
    x: 'bin(date, step=week)',
    y: 'count()',
    color: "CASE WHEN distance < 500 THEN 'short' WHEN distance < 1000 THEN 'medium' ELSE 'long' END",
    stack: 'zero',
  },
  render: (args) => html`${rows(args, 'flights')} ${plot(args)} ${delays()}`,
};

/** A point for each row. */
export const Point: Story = {
  parameters: { mark: 'point' },
  args: {
    from: 'countries',
    mark: 'point',
    x: 'income',
    y: 'life',
    'x-scale': 'log',
    color: 'continent',
    size: 'population',
    'size-range': '10, 1200',
    brush: 'xy',
  },
};

/** Cells of an hour and a weekday. */
export const Rect: Story = {
  parameters: { mark: 'rect' },
  args: {
    from: 'flights',
    mark: 'rect',
    x: 'hour(date)',
    y: 'weekday(date)',
    color: 'avg(delay)',
    'color-scheme': 'viridis',
    pick: true,
  },
  render: (args) => html`${rows(args, 'flights')} ${plot(args)} ${distances()}`,
};

/** A line from zero to each value. */
export const Rule: Story = {
  parameters: { mark: 'rule' },
  args: { from: 'countries', mark: 'rule', x: 'population', y: 'country', sort: '-x', 'stroke-width': 3 },
  render: (args) => html`${rows(args)} ${plot(args, 480)}`,
};

/** A line for each row, over its band. */
export const Tick: Story = {
  parameters: { mark: 'tick' },
  args: {
    from: 'countries',
    mark: 'tick',
    x: 'life',
    y: 'continent',
    color: 'continent',
    'stroke-width': 2,
    legend: 'off',
  },
};

/** A name for each row, where it does not overlap another. */
export const Text: Story = {
  parameters: { mark: 'text' },
  args: {
    from: 'countries',
    mark: 'text',
    x: 'income',
    y: 'life',
    text: 'country',
    order: '-population',
    'x-scale': 'log',
    'font-size': 12,
  },
};

/** Shares of a whole. */
export const Arc: Story = {
  parameters: { mark: 'arc' },
  args: {
    from: 'countries',
    mark: 'arc',
    theta: 'sum(population)',
    color: 'continent',
    'inner-radius': 0.55,
    pick: true,
  },
};

/** Quartiles, whiskers and outliers of each category. */
export const Box: Story = {
  parameters: { mark: 'box' },
  args: { from: 'countries', mark: 'box', x: 'continent', y: 'income', color: 'continent', legend: 'off' },
};

/** Rows in each cell of a grid. */
export const Density: Story = {
  parameters: { mark: 'density' },
  args: {
    from: 'flights',
    mark: 'density',
    x: 'distance',
    y: 'delay',
    'x-domain': '0, 3000',
    'y-domain': '-60, 180',
    brush: 'xy',
    zoom: '',
  },
  render: (args) => html`${rows(args, 'flights')} ${plot(args)} ${delays()}`,
};

/** Drag a curve around some rows: the other plots count those inside. */
export const Lasso: Story = {
  parameters: { mark: 'density' },
  args: { ...Density.args, brush: 'lasso' },
  render: (args) => html`${rows(args, 'flights')} ${plot(args)} ${delays()} ${distances()}`,
};

/** Point at a place: the other plots count the rows that have the values of the nearest one. A click pins them. */
export const Nearest: Story = {
  parameters: { mark: 'density' },
  args: { ...Density.args, brush: 'nearest-x' },
  render: (args) => html`${rows(args, 'flights')} ${plot(args)} ${delays()} ${distances()}`,
};
