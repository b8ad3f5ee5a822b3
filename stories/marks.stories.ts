import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { attributes, type Args } from './attributes';
import { countries } from './countries';
import { flights } from './flights';

const meta: Meta<Args> = { title: 'Marks/Values', component: 'pika-plot' };
export default meta;

type Story = StoryObj<Args>;

/** A small result of SQL: its rows are drawn as they are. */
const sales = html`<pika-query
  name="sales"
  sql="SELECT * FROM (VALUES ('North', 'A', 120), ('South', 'A', 80), ('East', 'A', -30), ('West', 'A', 60), ('North', 'B', 60), ('South', 'B', 30), ('East', 'B', 50), ('West', 'B', 20)) t(region, product, amount)"
></pika-query>`;

/** A bar for each row of a result, from the largest to the smallest. */
export const SortedBars: Story = {
  args: { from: 'sales', mark: 'bar', x: 'region', y: 'sum(amount)', sort: '-y' },
  render: (args) => html`${sales} <pika-plot style="max-width: 640px" ${attributes(args)}></pika-plot>`,
};

/** The ten airports with the most delay on short flights: a brush changes the bars and their order. */
export const TopTen: Story = {
  args: {
    from: 'flights',
    mark: 'bar',
    x: 'sum(delay)',
    y: 'origin',
    'x-label': 'minutes of delay',
    limit: 10,
    pick: true,
  },
  render: (args) =>
    html`${flights()}
      <pika-plot style="max-width: 640px" ${attributes(args)}></pika-plot>
      <pika-plot
        style="max-width: 640px"
        from="flights"
        mark="bar"
        x="bin(distance)"
        y="sum(delay)"
        x-domain="0, 3000"
        brush="x"
        @pika-ready=${(event: Event) => (event.target as HTMLElementTagNameMap['pika-plot']).select({ x: [100, 500] })}
      ></pika-plot>`,
};

/** Rows of one category stack by color; negative values stack downwards. */
export const StackedBars: Story = {
  args: { from: 'sales', mark: 'bar', x: 'region', y: 'amount', color: 'product' },
  render: (args) => html`${sales} <pika-plot style="max-width: 640px" ${attributes(args)}></pika-plot>`,
};

/** Side by side, and horizontal. */
export const GroupedBars: Story = {
  args: { from: 'sales', mark: 'bar', x: 'amount', y: 'region', color: 'product', stack: 'dodge' },
  render: (args) => html`${sales} <pika-plot style="max-width: 640px" ${attributes(args)}></pika-plot>`,
};

/** An average by week. A brush on the bars filters the line. */
export const Lines: Story = {
  args: {
    from: 'flights',
    mark: 'line',
    x: 'bin(date, step=week)',
    y: 'avg(delay)',
    color: "CASE WHEN distance < 500 THEN 'short' WHEN distance < 1000 THEN 'medium' ELSE 'long' END",
  },
  render: (args) =>
    html`${flights()}
      <pika-plot style="max-width: 640px" ${attributes(args)}></pika-plot>
      <pika-plot
        style="max-width: 640px"
        from="flights"
        mark="bar"
        x="bin(distance)"
        y="count()"
        brush="x"
      ></pika-plot>`,
};

/** Layers share axes: a range behind its average. */
export const Layers: Story = {
  args: { from: 'flights', x: 'bin(date, step=week)', 'y-label': 'delay in minutes' },
  render: (args) =>
    html`${flights()}
      <pika-plot style="max-width: 640px" ${attributes(args)}>
        <pika-mark mark="area" y="quantile(delay, 0.25)" y2="quantile(delay, 0.75)" opacity="0.25"></pika-mark>
        <pika-mark mark="line" y="median(delay)"></pika-mark>
      </pika-plot>`,
};

/** The average delay for each hour and weekday. */
export const HeatMap: Story = {
  args: { from: 'flights', mark: 'rect', x: 'hour(date)', y: 'weekday(date)', color: 'avg(delay)' },
  render: (args) => html`${flights()} <pika-plot style="max-width: 640px" ${attributes(args)}></pika-plot>`,
};

/** The average delay of flights in each cell of distance and date. */
export const DensityOfAverages: Story = {
  args: {
    from: 'flights',
    mark: 'density',
    x: 'distance',
    y: 'date',
    'x-domain': '0, 3000',
    color: 'avg(delay)',
    'color-scale': 'diverging',
    'color-domain': '-40, 0, 40',
  },
  render: (args) => html`${flights()} <pika-plot style="max-width: 640px" ${attributes(args)}></pika-plot>`,
};

/** A point for each row. */
export const Points: Story = {
  args: { from: 'some', mark: 'point', x: 'distance', y: 'delay', color: 'late', opacity: '0.7' },
  render: (args) =>
    html`${flights()}
      <pika-query name="some" sql="SELECT distance, delay, delay > 60 AS late FROM flights LIMIT 400"></pika-query>
      <pika-plot style="max-width: 640px" ${attributes(args)}></pika-plot>`,
};

/** Color, size and shape by value, each with a legend. */
export const Bubbles: Story = {
  args: {
    from: 'countries',
    mark: 'point',
    x: 'income',
    y: 'life',
    'x-scale': 'log',
    color: 'continent',
    size: 'population',
    'size-range': '10, 1200',
    opacity: '0.75',
    'x-label': 'income per person in dollars',
    'y-label': 'life expectancy in years',
  },
  render: (args) => html`${countries()} <pika-plot style="max-width: 640px" ${attributes(args)}></pika-plot>`,
};

/** A column that decides color and shape has one legend. */
export const Shapes: Story = {
  args: {
    from: 'countries',
    mark: 'point',
    x: 'income',
    y: 'life',
    color: 'class',
    shape: 'class',
    size: '60',
    hollow: true,
  },
  render: (args) => html`${countries()} <pika-plot style="max-width: 640px" ${attributes(args)}></pika-plot>`,
};

/** A name for each point, where it does not overlap another: large countries come first. */
export const Labels: Story = {
  args: {
    from: 'countries',
    x: 'income',
    y: 'life',
    'x-scale': 'log',
    'x-label': 'income per person in dollars',
    'y-label': 'life expectancy in years',
  },
  render: (args) =>
    html`${countries()}
      <pika-plot style="max-width: 640px; height: 360px" ${attributes(args)}>
        <pika-mark mark="point" color="continent"></pika-mark>
        <pika-mark mark="text" text="country" order="-population"></pika-mark>
      </pika-plot>`,
};

/** The value of each bar beyond its end, and in each part of a stacked one. */
export const LabelledBars: Story = {
  args: { from: 'sales', x: 'region', y: 'sum(amount)', sort: '-y' },
  render: (args) =>
    html`${sales}
      <pika-plot style="max-width: 640px" ${attributes(args)}>
        <pika-mark mark="bar"></pika-mark>
        <pika-mark mark="text" text="sum(amount)" text-format="+,"></pika-mark>
        <pika-mark mark="rule" x="" y="50" dash="4 3"></pika-mark>
        <pika-mark mark="text" x="" y="50" text="'target'"></pika-mark>
      </pika-plot>
      <pika-plot style="max-width: 640px" from="sales" x="region" y="amount" color="product">
        <pika-mark mark="bar"></pika-mark>
        <pika-mark mark="text" text="amount"></pika-mark>
      </pika-plot>`,
};

/** The distribution of each category: quartiles, whiskers and outliers. */
export const Boxes: Story = {
  args: {
    from: 'countries',
    mark: 'box',
    x: 'continent',
    y: 'income',
    color: 'continent',
    legend: 'off',
    'y-label': 'income per person in dollars',
  },
  render: (args) =>
    html`${countries()} <pika-plot style="max-width: 640px; height: 320px" ${attributes(args)}></pika-plot>`,
};

/** An average with a band of one standard deviation: expressions of aggregates, which kernels compute. */
export const Deviation: Story = {
  args: { from: 'flights', 'y-label': 'minutes of delay' },
  render: (args) =>
    html`${flights()}
      <pika-plot style="max-width: 640px" ${attributes(args)}>
        <pika-mark
          mark="area"
          x="bin(hour(date), step=1)"
          y="avg(delay) - stddev(delay)"
          y2="avg(delay) + stddev(delay)"
          opacity="0.3"
        ></pika-mark>
        <pika-mark mark="line" x="bin(hour(date), step=1)" y="avg(delay)"></pika-mark>
      </pika-plot>
      <pika-plot
        style="max-width: 640px"
        from="flights"
        mark="line"
        x="bin(hour(date), step=1)"
        y="avg(delay > 15)"
        y-label="late by more than 15 minutes"
        y-format=".0%"
      ></pika-plot>`,
};

/** Candlesticks: the first and last price of each week, between the lowest and the highest. */
export const Candlesticks: Story = {
  args: { from: 'prices', 'color-range': 'crimson, seagreen', legend: 'off' },
  render: (args) =>
    html`<pika-query
        name="prices"
        sql="SELECT DATE '2024-01-01' + i::INTEGER AS day, 100 + 8 * sin(i / 30) + 3 * sin(i * 1.7) + hash(i) % 100 / 60 AS price FROM range(250) r(i)"
      ></pika-query>
      <pika-plot style="max-width: 640px" ${attributes(args)}>
        <pika-mark mark="rule" x="bin(day, step=week)" y="min(price)" y2="max(price)"></pika-mark>
        <pika-mark
          mark="bar"
          x="bin(day, step=week)"
          y="first(price)"
          y2="last(price)"
          color="first(price) < last(price)"
        ></pika-mark>
      </pika-plot>`,
};

/** Shares of a whole; the legend filters. */
export const Donut: Story = {
  args: { from: 'countries', theta: 'sum(population)', color: 'continent', 'inner-radius': 0.55 },
  render: (args) =>
    html`${countries()}
      <pika-plot style="max-width: 420px; height: 320px" ${attributes(args)}>
        <pika-mark mark="arc"></pika-mark>
        <pika-mark mark="text" text="sum(population)" text-format=","></pika-mark>
      </pika-plot>`,
};

/** The largest categories, and one slice for all others. */
export const Pie: Story = {
  args: { from: 'countries', mark: 'arc', theta: 'population', color: 'country' },
  render: (args) =>
    html`${countries()} <pika-plot style="max-width: 420px; height: 320px" ${attributes(args)}></pika-plot>`,
};

/** A stem from zero to each value, and a point on it; a line across the plot at the average. */
export const Lollipops: Story = {
  args: { from: 'countries', x: 'population', y: 'country', sort: '-x', 'x-label': 'population in millions' },
  render: (args) =>
    html`${countries()}
      <pika-plot style="max-width: 640px; height: 400px" ${attributes(args)}>
        <pika-mark mark="rule" stroke-width="1.5"></pika-mark>
        <pika-mark mark="point" size="70"></pika-mark>
        <pika-mark mark="rule" x="avg(population)" y="" dash="4 3"></pika-mark>
      </pika-plot>`,
};

/** A line for each row, over its band. */
export const Strips: Story = {
  args: {
    from: 'countries',
    mark: 'tick',
    x: 'life',
    y: 'continent',
    color: 'continent',
    'stroke-width': 2,
    legend: 'off',
    'x-label': 'life expectancy in years',
  },
  render: (args) => html`${countries()} <pika-plot style="max-width: 640px" ${attributes(args)}></pika-plot>`,
};
