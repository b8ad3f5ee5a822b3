import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { attributes, type Args } from './attributes';
import { flights } from './flights';

const meta: Meta<Args> = { title: 'Marks/Times', component: 'pika-plot' };
export default meta;

type Story = StoryObj<Args>;

/** Flights by instants, so that a time zone applies. */
const instants = html`<pika-query
  name="instants"
  sql="SELECT date::TIMESTAMPTZ AS t, delay FROM flights"
></pika-query>`;

/** Weeks from Monday, and weekdays in German. A brush on the days filters the weeks. */
export const Weekdays: Story = {
  args: { from: 'flights', mark: 'bar', x: 'weekday(date)', y: 'count()', brush: 'x', lang: 'de' },
  render: (args) =>
    html`${flights()}
      <pika-plot style="max-width: 640px" ${attributes(args)}></pika-plot>
      <pika-plot
        style="max-width: 640px"
        from="flights"
        mark="line"
        x="bin(date, step=week)"
        y="avg(delay)"
        y-format=".1f"
        lang="de"
      ></pika-plot>`,
};

/** Departures by hour and weekday, and by day, as the clocks of New York show them. */
export const TimeZone: Story = {
  args: {
    from: 'instants',
    mark: 'rect',
    x: 'hour(t)',
    y: 'weekday(t)',
    color: 'avg(delay)',
    'color-format': '.0f',
    'time-zone': 'America/New_York',
  },
  render: (args) =>
    html`${flights()}${instants}
      <pika-plot style="max-width: 640px" ${attributes(args)}></pika-plot>
      <pika-plot
        style="max-width: 640px"
        from="instants"
        mark="bar"
        x="bin(t, step=day)"
        y="count()"
        x-domain="2001-03-28T00:00-05:00, 2001-04-05T00:00-04:00"
        x-format="%a %-d"
        time-zone="America/New_York"
      ></pika-plot>`,
};

/** Flights on the left axis, their average delay on the right one. */
export const RightAxis: Story = {
  args: {
    from: 'flights',
    x: 'bin(date, step=week)',
    'y-label': 'flights',
    'right-format': '.0f',
    'right-label': 'average delay in minutes',
  },
  render: (args) =>
    html`${flights()}
      <pika-plot style="max-width: 640px" ${attributes(args)}>
        <pika-mark mark="bar" y="count()" color="#c6d5f2"></pika-mark>
        <pika-mark mark="line" y="avg(delay)" y-axis="right"></pika-mark>
      </pika-plot>`,
};
