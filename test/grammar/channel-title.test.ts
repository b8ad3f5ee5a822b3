import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseChannel } from '../../src/engine/grammar/channel';
import { channelTitle } from '../../src/engine/grammar/channel-title';

const titles: Readonly<Record<string, string | null>> = {
  'count()': 'rows',
  delay: 'delay',
  '"Late ""by"""': 'Late "by"',
  'bin(date, step=week)': 'date',
  'bin(hour(date), step=1)': 'hour',
  'dayofweek(date)': 'weekday',
  'day(date)': 'day of month',
  'year(date)': 'year',
  "date_part('year', date)": 'year',
  'extract(hour FROM date)': 'hour',
  'date_part(unit, date)': 'date_part(unit, date)',
  "date_trunc('month', date)": 'date',
  'CAST(price AS DECIMAL(9, 2))': 'price',
  'price::DECIMAL(9, 2)': 'price',
  '(price)::DOUBLE::INT': 'price',
  'tax + price::INT': 'tax + price::INT',
  "date AT TIME ZONE 'UTC'": 'date',
  'round(price, 1)': 'price',
  'coalesce(lower(trim(name)), upper(other))': 'name',
  '(a + b)': 'a + b',
  'abs(price)': 'abs(price)',
  'sum(round(price, 2))': 'sum of price',
  'avg(delay)': 'average delay',
  'mean("Late by")': 'average Late by',
  'sum(amount)': 'sum of amount',
  'count(delay)': 'count of delay',
  'distinct(origin)': 'distinct origin',
  'max(delay)': 'highest delay',
  'quantile(delay, 0.9)': '90th percentile of delay',
  'quantile(delay, 0.01)': '1st percentile of delay',
  'quantile(delay, 0.13)': '13th percentile of delay',
  'quantile(delay, 0.29)': '29th percentile of delay',
  'quantile(delay, 0.999)': '0.999 quantile of delay',
  'corr(delay, distance)': 'correlation of delay and distance',
  'slope(delay, hour(date))': 'slope of delay over hour',
  'price * quantity': 'price * quantity',
  '100': null,
};

for (const [text, title] of Object.entries(titles))
  test(`the title of ${text} is ${title ?? 'left out'}`, () => {
    assert.equal(channelTitle(parseChannel('y', text)), title);
  });

test('parts of two dates in one layer name their dates, and equal ones do not', () => {
  const titles = (x: string, y: string): (string | null)[] => {
    const channels = new Map([['x', parseChannel('x', x)] as const, ['y', parseChannel('y', y)] as const]);
    return [...channels.values()].map((channel) => channelTitle(channel, channels));
  };
  assert.deepEqual(titles('weekday(ordered)', 'weekday(shipped)'), ['weekday of ordered', 'weekday of shipped']);
  assert.deepEqual(titles('hour(ordered)', 'avg(hour(shipped))'), ['hour', 'average hour']);
  assert.deepEqual(titles('year(ordered)', 'year(ordered)'), ['year', 'year']);
});
